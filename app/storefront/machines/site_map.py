"""`/sitemap.xml`: every page worth finding, part by part, each address with its other languages.

A part holds a thousand pieces or makers, so 5,000 addresses: far below the 50,000 and the 50 MB that a part may have.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, Response, abort, url_for
from markupsafe import Markup

from app.base.database import db
from app.domain.catalogue import atlas, harvest
from app.domain.people.trades import Craft
from app.storefront.machines.saying import whole
from app.web import caching, languages
from app.web.xml import DECLARATION, element

blueprint = Blueprint("site_map", __name__)

LISTS = ("home.index", "catalogue.everything", "makers.index", "atlas.crafts", "atlas.places")
PLAIN = ("how", "delivery", "cooperative", "legal", "accessibility")
_SLUG = "SLUG"


@blueprint.route("/sitemap.xml")
def index() -> Response:
    """Where the parts are."""
    parts: list[tuple[str, datetime | None]] = [("pages", None), ("crafts", None)]
    for kind, found in (("makers", harvest.maker_parts()), ("items", harvest.item_parts())):
        parts += [(f"{kind}-{part.number}", part.changed) for part in found]
    entries = [
        element("sitemap", element("loc", whole(url_for(".part", name=name))), _changed(changed))
        for name, changed in parts
    ]
    return _answer(element("sitemapindex", *entries, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"))


@blueprint.route("/sitemap-<name>.xml")
def part(name: str) -> Response:
    """name: pages, crafts, or a kind and the number of its part (items-3)."""
    kind, _, number = name.partition("-")
    if name in WHOLE:
        urls = WHOLE[name]()
    elif kind in NUMBERED and number.isascii() and number.isdigit() and 0 < len(number) <= 7 and number[0] != "0":
        urls = NUMBERED[kind](int(number))
    else:
        abort(404)
    inside = Markup("").join(urls)
    if not inside:
        abort(404)
    return _answer(
        element(
            "urlset",
            inside,
            xmlns="http://www.sitemaps.org/schemas/sitemap/0.9",
            xmlns__xhtml="http://www.w3.org/1999/xhtml",
        )
    )


def _pages() -> Iterable[Markup]:
    newest = max(harvest.crafts().values(), default=None)
    for name in LISTS:
        yield _in_every_language(_addresses(name), newest)
    for name in PLAIN:
        yield _in_every_language(_addresses(f"pages.{name}"), None)


def _crafts() -> Iterable[Markup]:
    """The crafts that have pieces, and their families."""
    newest = harvest.crafts()
    for craft in [entry.craft for entry in atlas.crafts()]:
        family = db.session.get(Craft, craft.parent_id) if craft.parent_id else None
        if family is not None:
            newest[family.id] = max(newest[craft.id], newest.get(family.id, newest[craft.id]))
    crafts = [db.session.get_one(Craft, id_) for id_ in sorted(newest)]
    yield from _listed("catalogue.listing", [harvest.Entry(craft.slug, newest[craft.id]) for craft in crafts])


def _makers(number: int) -> Iterable[Markup]:
    return _listed("makers.maker", harvest.makers_in(number))


def _items(number: int) -> Iterable[Markup]:
    return _listed("catalogue.item", harvest.items_in(number))


WHOLE: dict[str, Callable[[], Iterable[Markup]]] = {"pages": _pages, "crafts": _crafts}
NUMBERED: dict[str, Callable[[int], Iterable[Markup]]] = {"makers": _makers, "items": _items}


def _listed(endpoint: str, entries: Iterable[harvest.Entry]) -> Iterable[Markup]:
    patterns = _addresses(endpoint, slug=_SLUG)
    for entry in entries:
        slug = quote(entry.slug, safe="")
        addresses = {code: address.replace(_SLUG, slug) for code, address in patterns.items()}
        yield _in_every_language(addresses, entry.changed)


def _addresses(endpoint: str, slug: str | None = None) -> dict[str, str]:
    return {code: whole(url_for(f"storefront.{endpoint}", lang=code, slug=slug)) for code in languages.LOCALES}


def _in_every_language(addresses: dict[str, str], changed: datetime | None) -> Markup:
    """One entry a language; each names all of them, itself too, as search engines ask."""
    named = {**addresses, "x-default": addresses[languages.DEFAULT]}
    others = Markup("").join(
        element("xhtml:link", rel="alternate", hreflang=code, href=address) for code, address in named.items()
    )
    at = _changed(changed)
    return Markup("").join(element("url", element("loc", address), at, others) for address in addresses.values())


def _changed(moment: datetime | None) -> Markup | None:
    return element("lastmod", moment.isoformat(timespec="seconds")) if moment else None


def _answer(document: Markup) -> Response:
    return caching.for_everybody(Response(DECLARATION + document, mimetype="application/xml"))
