"""The crafts in the header of every storefront page."""

from typing import NamedTuple

from flask import request, url_for

from app.domain.catalogue.shelves import opened
from app.web import languages


class Entry(NamedTuple):
    name: str
    url: str
    current: bool


def crafts() -> list[Entry]:
    """What the header shows: crafts, or a whole family where its crafts are small."""
    with opened() as shelves:
        chosen = [craft for craft in shelves.crafts() if craft.in_menu]
    here = (request.view_args or {}).get("slug") if request.endpoint == "storefront.catalogue.listing" else None
    return [
        Entry(
            craft.called_short(languages.current()),
            url_for("storefront.catalogue.listing", slug=craft.slug),
            craft.slug == here,
        )
        for craft in chosen
    ]
