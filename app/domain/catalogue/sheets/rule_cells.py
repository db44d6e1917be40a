"""Kinds of cells that a rule of the catalogue reads: days, numbers of authorisations, countries."""

import re
from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import destinations, food
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.sheets import amounts
from app.domain.catalogue.sheets.cells import Written, named, split
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.pieces import Mark
from app.domain.catalogue.sheets.refusals import NotADay

_DAY = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII)
"""As spreadsheets here turn the other into, unasked."""
REGIONS = {"none": frozenset[str](), "abroad": destinations.ABROAD, "union": destinations.EUROPEAN_UNION}
"""Many countries at once, or none, by their slugs."""


@dataclass(frozen=True)
class Day:
    def read(self, text: str, known: Known) -> date:
        plain = amounts.figures(text)
        found = _DAY.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
        if found is None:
            raise NotADay
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            raise NotADay from None

    def write(self, value: date | None, known: Known, language: str) -> Written:
        return None if value is None else value.isoformat()


@dataclass(frozen=True)
class Authorisation:
    def read(self, text: str, known: Known) -> str:
        return food.number_of(text)

    def write(self, value: str, known: Known, language: str) -> Written:
        return value or None


@dataclass(frozen=True)
class Countries:
    """With a comma between. The European Union, and all abroad, have a name; so has none of them."""

    def read(self, text: str, known: Known) -> list[str]:
        called = [named(known.countries, part) for part in split(text)]
        return destinations.codes_of(code for one in called for code in REGIONS.get(one, {one}))

    def write(self, value: list[str], known: Known, language: str) -> Written:
        left, called = set(value), [] if value else ["none"]
        for region in ("abroad", "union"):
            if left >= REGIONS[region]:
                called.append(region)
                left -= REGIONS[region]
        told = [known.countries.write(one, language) for one in called]
        return ", ".join(told + sorted(known.countries.write(code, language) for code in left))


def labels_in_words(marks: tuple[Mark, ...], known: Known, language: str) -> str:
    """Each by its name, number and last day."""
    return "; ".join(
        ", ".join(filter(None, (KNOWN[mark.label].called(language), mark.number, mark.expires_on.isoformat())))
        for mark in marks
        if mark.label in KNOWN
    )
