"""The crafts in the header of every storefront page."""

from typing import NamedTuple

from flask import request, url_for

from app.domain.catalogue.shelves import opened
from app.web import languages


class Entry(NamedTuple):
    name: str
    url: str


_entries: dict[str, tuple[object, tuple[Entry, ...]]] = {}
"""By language, with the words of the shop that they were made of: others are read where one of them changes."""


def crafts() -> tuple[Entry, ...]:
    """What the header shows: crafts, or a whole family where its crafts are small."""
    language = languages.current()
    with opened() as shelves:
        words, entries = _entries.get(language, (None, ()))
        if words is not shelves.things:
            entries = tuple(
                Entry(craft.called_short(language), url_for("storefront.catalogue.listing", slug=craft.slug))
                for craft in shelves.crafts()
                if craft.in_menu
            )
            _entries[language] = shelves.things, entries
    return entries


def here() -> str:
    """The address of the craft whose list this page is; empty on other pages."""
    if request.endpoint != "storefront.catalogue.listing":
        return ""
    return url_for(request.endpoint, **(request.view_args or {}))
