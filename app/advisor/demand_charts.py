"""Seasons and forecasts as the charts want them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.demand import feasts, forecast, months, seasons
from app.domain.demand.feasts import Feast
from app.domain.demand.forecast import Band
from app.domain.demand.months import Asked, Span
from app.domain.people.trades import Craft
from app.web import languages
from app.web.words import day_year

PAST = 11
ROUND = (1, 2, 4, 8, 10)
FEASTS = {
    Feast.RAMADAN: (N_("R"), N_("%(letter)s: Ramadan, from about %(day)s")),
    Feast.EID_AL_FITR: (N_("F"), N_("%(letter)s: Eid al-Fitr, about %(day)s")),
    Feast.EID_AL_ADHA: (N_("A"), N_("%(letter)s: Eid al-Adha, about %(day)s")),
}
"""Its letter, and the sentence that explains the letter."""


@dataclass(frozen=True)
class Column:
    short: str
    full: str


@dataclass(frozen=True)
class Cell:
    """value: in words. url: what is behind it, empty where nothing is. mean: as a number, None where not seen."""

    value: str
    level: int
    url: str = ""
    mean: float | None = None


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Outlook:
    """What came and what is to be expected of one craft. past, past_months: whole months."""

    craft: Craft
    past: list[int]
    past_months: list[date]
    bands: list[Band]
    months_seen: int

    @property
    def words(self) -> list[str]:
        """Under the axis: every third month."""
        shown = [*self.past_months, *(band.month for band in self.bands)]
        return [format_date(month, "MMM") if place % 3 == 0 else "" for place, month in enumerate(shown)]

    @property
    def top(self) -> int:
        """The end of the axis: a round number, four parts of which are whole."""
        most = max([*self.past, *(band.high80 for band in self.bands), 4])
        unit = 4
        while True:
            for factor in ROUND:
                if unit * factor >= most:
                    return unit * factor
            unit *= 10

    @property
    def peak(self) -> Band:
        return max(self.bands, key=lambda band: band.mean)


class Year:
    """All requests by month, read once: by craft, and what follows from them. asked: what they are narrowed to."""

    def __init__(self, crafts: list[Craft], now: datetime, **asked: Any) -> None:
        self.crafts = crafts
        self.span: Span | None = months.observed(now)
        self.rows: list[Asked] = months.asked(self.span, now=now, **asked) if self.span else []

    def series(self, craft: Craft) -> list[int]:
        assert self.span
        return months.series((row for row in self.rows if row.craft_id == craft.id), self.span)

    def heat(self, url: Callable[[Craft, int], str], of: Craft | None = None) -> list[HeatRow]:
        """Crafts down, January to December across; the darkest is the strongest month of all.

        url: what is behind a craft's month, 1 to 12. of: only this craft and those of its family.

        Levels follow the square root: one great month leaves the others their seasons.
        """
        if not self.span:
            return []
        shown = [craft for craft in self.crafts if of is None or of.id in (craft.id, craft.parent_id)]
        by_craft: defaultdict[int, list[Asked]] = defaultdict(list)
        for row in self.rows:
            by_craft[row.craft_id].append(row)
        years = {craft: seasons.of_year(months.series(by_craft[craft.id], self.span), self.span) for craft in shown}
        most = max((value for year in years.values() for value in year if value), default=0.0)
        return [
            HeatRow(
                craft.called_short(languages.current()),
                [_cell(value, most, url(craft, number)) for number, value in enumerate(year, 1)],
            )
            for craft, year in years.items()
            if any(year)
        ]

    def outlook(self, craft: Craft | None) -> Outlook | None:
        """Of one craft, or of the one most asked for; None where too little was seen."""
        craft = craft or max(self.crafts, key=lambda one: (self._total(one), -one.id), default=None)
        if not craft or not self.span:
            return None
        counts = self.series(craft)
        bands = forecast.ahead(counts, self.span)
        if not bands:
            return None
        whole = [
            (month, count) for month, count in zip(self.span.months, counts, strict=True) if self.span.share(month) == 1
        ][-PAST:]
        seen = len(whole)
        return (
            Outlook(craft, [count for _, count in whole], [month for month, _ in whole], bands, seen) if seen else None
        )

    def _total(self, craft: Craft) -> int:
        return sum(row.count for row in self.rows if row.craft_id == craft.id)


def _cell(value: float | None, most: float, url: str) -> Cell:
    if value is None:
        return Cell("–", 0)
    level = min(round(5 * (value / most) ** 0.5), 5) if most else 0
    return Cell(str(round(value)), level, url if value else "", value)


@dataclass(frozen=True)
class Marks:
    """months: for January to December, each letter of what falls on it with what it stands for and when.

    said: what each letter stands for, and when.
    """

    months: list[list[tuple[str, str]]]
    said: list[str]


def marks(today: date) -> Marks:
    """Ramadan and the two Eids of the year ahead, which move eleven days a year."""
    coming = feasts.ahead(today)
    letters = {feast: str(_(letter)) for feast, (letter, _name) in FEASTS.items()}
    said = {one: str(_(FEASTS[one.feast][1], letter=letters[one.feast], day=day_year(one.first))) for one in coming}
    return Marks(
        months=[[(letters[one.feast], said[one]) for one in coming if month in one.months] for month in range(1, 13)],
        said=list(said.values()),
    )


def columns() -> list[Column]:
    """The twelve months by their initials."""
    return [Column(format_date(month, "LLLLL"), format_date(month, "LLLL")) for month in _year()]


def _year() -> list[date]:
    return [date(2025, number, 1) for number in range(1, 13)]
