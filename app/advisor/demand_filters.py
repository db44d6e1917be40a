"""What an advisor looks at: a period, a craft, a place, an attribute, a country.

Values nobody offers are as if they had not been asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload
from werkzeug.datastructures import MultiDict

from app.base.database import db
from app.domain.catalogue import desk_memory
from app.domain.catalogue.models import Item
from app.domain.demand import narrowing
from app.domain.demand.narrowing import Kind, Named, Narrowed, ids_of
from app.domain.people.trades import Craft
from app.domain.purchasing.models import PurchaseRequest
from app.web import languages
from app.web.countries import country_name

PERIODS = (4, 12, 26, 52)
USUAL = 12
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Filters:
    """weeks: how many, ending today; 0 where days were chosen. first, last: both included.

    craft, place, attribute: None for all. country: two letters, or empty for all.
    """

    weeks: int
    first: date
    last: date
    craft: Craft | None
    country: str
    today: date
    place: Named | None = None
    attribute: Named | None = None
    narrowed: Narrowed = field(default_factory=Narrowed)

    @property
    def crafts(self) -> frozenset[int]:
        """The craft's id, with those of the crafts of a family; empty for all."""
        return frozenset((self.craft.id, *(child.id for child in self.craft.children))) if self.craft else frozenset()

    @property
    def lately(self) -> int:
        """Weeks that end today, for what knows no other days."""
        return self.weeks or USUAL

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> tuple[date, date]:
        """The period before, as long."""
        return self.first - timedelta(days=self.days), self.first - timedelta(days=1)

    @property
    def query(self) -> dict[str, Any]:
        """As arguments of an address, without what is usual."""
        said: dict[str, str | int | None] = {
            "weeks": self.weeks if self.weeks not in (0, USUAL) else None,
            "from": self.first.isoformat() if not self.weeks else None,
            "to": self.last.isoformat() if not self.weeks else None,
            "craft": self.craft.slug if self.craft else None,
            "place": self.place.slug if self.place else None,
            "attribute": self.attribute.key if self.attribute else None,
            "country": self.country or None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def searches_follow(self) -> bool:
        """Whether searches can be narrowed like the rest: they know a craft, but no country, place or attribute."""
        return not (self.country or self.place or self.attribute)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from."""

    crafts: list[Craft]
    named: list[Named] = field(default_factory=list)

    @property
    def places(self) -> list[Named]:
        return [one for one in self.named if one.kind is Kind.PLACE]

    def attributes(self, kind: str) -> list[Named]:
        return [one for one in self.named if one.kind == kind]


def read(arguments: MultiDict[str, str], *, choices: Choices, today: date) -> Filters:
    """The filters an address asks for."""
    written = arguments.get("weeks", "")
    weeks = next((period for period in PERIODS if str(period) == written), USUAL)
    first, last = today - timedelta(days=7 * weeks - 1), today
    days = _days(arguments, today)
    if days:
        weeks, (first, last) = 0, days
    country = arguments.get("country", "").upper()
    attributes = {one.key: one for one in choices.named if one.kind is not Kind.PLACE}
    place = next((one for one in choices.places if one.slug == arguments.get("place")), None)
    attribute = attributes.get(arguments.get("attribute", ""))
    return Filters(
        weeks=weeks,
        first=first,
        last=last,
        craft=next((craft for craft in choices.crafts if craft.slug == arguments.get("craft")), None),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
        today=today,
        place=place,
        attribute=attribute,
        narrowed=ids_of(place, attribute),
    )


def _days(arguments: MultiDict[str, str], today: date) -> tuple[date, date] | None:
    """Days somebody wrote: one end may be left out; the wrong way round is put right; nothing after today."""
    begin, end = _day(arguments.get("from")), _day(arguments.get("to"))
    if begin is None and end is None:
        return None
    end = min(end or today, today)
    begin = min(begin or end - timedelta(days=7 * USUAL - 1), today)
    first, last = min(begin, end), max(begin, end)
    return max(first, last - LONGEST), last


def _day(written: str | None) -> date | None:
    try:
        found = date.fromisoformat(written or "")
    except ValueError:
        return None
    return found if found.year >= 2000 else None


def crafts() -> list[Craft]:
    """Those that have pieces, in the shop's order."""
    return list(db.session.scalars(_with_pieces()))


def _with_pieces() -> Select[Craft]:
    return select(Craft).where(Craft.id.in_(select(Item.craft_id))).order_by(Craft.position, Craft.id)


def choices() -> Choices:
    """Crafts, places and attributes, read once for as long as nothing of the catalogue changes."""
    language = languages.current()
    made, named = desk_memory.worked_out("choices of demand", _choices)
    every = crafts_by_id()
    return Choices([every[craft_id] for craft_id in made], sorted(named, key=lambda one: one.called(language)))


def _choices() -> tuple[list[int], list[Named]]:
    return [craft.id for craft in crafts()], narrowing.choices()


def crafts_by_id() -> dict[int, Craft]:
    """All crafts and families, to be read only: rows that no session holds, with the crafts of each family."""
    return desk_memory.worked_out("crafts", _crafts_apart)


def _crafts_apart() -> dict[int, Craft]:
    with Session(db.session.connection(), expire_on_commit=False) as apart:
        found = {craft.id: craft for craft in apart.scalars(select(Craft).options(selectinload(Craft.children)))}
        apart.expunge_all()
    return found


def countries(known: Collection[str], filters: Filters) -> list[tuple[str, str]]:
    """The countries that requests came from, and the one asked for, by name."""
    codes = {*known, filters.country} - {""}
    return sorted(((code, country_name(code)) for code in codes), key=lambda one: one[1])


def countries_asked_from(filters: Filters) -> list[tuple[str, str]]:
    """The countries that requests ever came from, and the one asked for, by name."""
    codes = set(db.session.scalars(select(PurchaseRequest.country).distinct())) | {filters.country} - {""}
    return sorted(((code, country_name(code)) for code in codes if code), key=lambda one: one[1])


def for_page(filters: Filters, choices: Choices, *, action: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of the filters wants to know. action: the page's own address; kept: other arguments of it."""
    return {
        "filters": filters,
        "choices": choices,
        "periods": PERIODS,
        "countries": countries_asked_from(filters),
        "filters_action": action,
        "filters_kept": kept,
    }
