"""What an address asks of a list: facets, order and page. Wrong values are left out, whatever they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.domain.catalogue import facets
from app.domain.catalogue.facets import BANDS, NAMED, NEW, NOW, ORDER, SORTS, Filters, Thing
from app.domain.catalogue.shelves import Shelves

MOST_VALUES = 20
MOST_DIRHAMS = 10_000_000
MOST_WORDS = 100
_SLUG = re.compile(r"[a-z0-9-]{1,120}")
_READY = {"now": NOW, "1": NOW, "order": ORDER, "0": ORDER}
_BANDS = {facets.band_value(number): number for number in range(len(BANDS))}
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)
"""What has no shape, and what would turn the line it stands in around."""


@dataclass(frozen=True)
class Asked:
    """A list as it was asked for. things: what chosen slugs stand for, by facet; q: the words of a search.

    exactly: these very words, not those the shop knows in their place.
    """

    filters: Filters
    sort: str
    number: int
    q: str
    things: dict[str, dict[str, Thing]]
    exactly: bool = False

    def query(self) -> str:
        """The same question as the end of an address, always written in one way."""
        return urlencode(list(self._pairs()))

    def known(self, opened: Shelves) -> "Asked":
        """The same without the values that stand for nothing in the shop."""
        things = {facet: opened.named(facet, getattr(self.filters, facet)) for facet in NAMED}
        kept: dict[str, Any] = {facet: tuple(sorted(found)) for facet, found in things.items()}
        return replace(self, filters=replace(self.filters, **kept), things=things)

    def page(self, number: int) -> "Asked":
        return replace(self, number=number)

    def without(self, facet: str, value: str | int | None = None) -> "Asked":
        """The same without one value of a facet, from the first page."""
        left = tuple(kept for kept in getattr(self.filters, facet) if kept != value) if value is not None else None
        changed: dict[str, Any] = {facet: left}
        return replace(self, number=1, filters=replace(self.filters, **changed))

    def cleared(self) -> "Asked":
        return replace(self, number=1, filters=Filters())

    def bare(self) -> "Asked":
        """The list as it is found: all of it, in its own order, from the first page."""
        return replace(self.cleared(), sort=NEW)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        if self.exactly:
            yield "exactly", "1"
        yield from self.facets()
        if self.sort != NEW:
            yield "sort", self.sort
        if self.number > 1:
            yield "page", str(self.number)

    def facets(self) -> Iterator[tuple[str, str]]:
        for facet in (*NAMED, "ready"):
            for value in getattr(self.filters, facet):
                yield facet, value
        for number in self.filters.bands:
            yield "price", facets.band_value(number)
        for limit in ("price_min", "price_max"):
            if getattr(self.filters, limit) is not None:
                yield limit, str(getattr(self.filters, limit))


def read(arguments: MultiDict[str, str]) -> Asked:
    """The question an address asks; whether its values stand for anything, ``known`` says."""
    filters = Filters(
        **{facet: tuple(_slugs(arguments, facet)) for facet in NAMED},
        ready=_known(arguments, "ready", _READY),
        bands=_known(arguments, "price", _BANDS),
        price_min=_number(arguments, "price_min", MOST_DIRHAMS),
        price_max=_number(arguments, "price_max", MOST_DIRHAMS),
    )
    sort = arguments.get("sort", NEW)
    return Asked(
        filters=filters,
        sort=sort if sort in SORTS else NEW,
        number=_number(arguments, "page", 10**9) or 1,
        q=words(arguments.get("q", "")),
        things={},
        exactly=bool(arguments.get("q")) and arguments.get("exactly") == "1",
    )


def words(typed: str) -> str:
    """What somebody typed into the search, without what cannot be written on a page."""
    return " ".join(_UNSEEN.sub(" ", typed[: MOST_WORDS * 4]).split())[:MOST_WORDS]


def _slugs(arguments: MultiDict[str, str], facet: str) -> list[str]:
    return [slug for slug in arguments.getlist(facet)[:MOST_VALUES] if _SLUG.fullmatch(slug)]


def _known(arguments: MultiDict[str, str], facet: str, meaning: Mapping[str, Any]) -> tuple[Any, ...]:
    found = {meaning[value] for value in arguments.getlist(facet)[:MOST_VALUES] if value in meaning}
    return tuple(sorted(found))


def _number(arguments: MultiDict[str, str], name: str, most: int) -> int | None:
    """A whole number from 0 to most, in any digits; anything else is as if it had not been asked."""
    written = arguments.get(name, "")
    number = int(written) if written.isdecimal() and len(written) <= 12 else -1
    return number if 0 <= number <= most else None
