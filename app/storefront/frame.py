"""The header and the footer of the shop's pages: drawn once in each language.

Only the way to the page in other languages differs from page to page: a mark stands there, and is put right each time.
"""

from functools import lru_cache

from flask import render_template
from markupsafe import Markup, escape

from app.storefront import menu
from app.storefront.menu import Entry
from app.web import languages
from app.web.languages import Link

HERE = "\ue000"
"""Stands for the address of this page without its language: a character that nobody can type into one."""


def header(q: str = "") -> Markup:
    """q: what is being searched, which the field goes on showing."""
    return _frame("shared/_shop_header.html", menu.crafts(), menu.here(), q)


def footer() -> Markup:
    return _frame("shared/_shop_footer.html")


def _frame(template: str, crafts: tuple[Entry, ...] = (), craft: str = "", q: str = "") -> Markup:
    here = languages.after_the_language()
    if here is None or q:
        return _drawn(template, crafts, craft, q, tuple(languages.links()))
    return Markup(_kept(template, crafts, craft, languages.current()).replace(HERE, escape(here)))  # noqa: S704  # both are escaped


@lru_cache(maxsize=300)
def _kept(template: str, crafts: tuple[Entry, ...], craft: str, language: str) -> str:
    links = tuple(Link(code, name, f"/{code}{HERE}", code == language) for code, name in languages.NAMES.items())
    return _drawn(template, crafts, craft, "", links)


def _drawn(template: str, crafts: tuple[Entry, ...], craft: str, q: str, links: tuple[Link, ...]) -> Markup:
    return Markup(render_template(template, crafts=crafts, here=craft, q=q, languages=links))  # noqa: S704  # the template escapes
