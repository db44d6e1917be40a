"""Seasons as the charts want them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.demand import feasts, months, seasons
from app.domain.demand.feasts import Corrected, Feast
from app.domain.demand.months import Asked, Eras
from app.domain.people.trades import Craft
from app.web import languages
from app.web.words import compact, day_year, number

FEASTS = {
    Feast.RAMADAN: (N_("R"), N_("%(letter)s: Ramadan, from about %(day)s"), N_("%(letter)s: Ramadan, from %(day)s")),
    Feast.EID_AL_FITR: (N_("F"), N_("%(letter)s: Eid al-Fitr, about %(day)s"), N_("%(letter)s: Eid al-Fitr, %(day)s")),
    Feast.EID_AL_ADHA: (N_("A"), N_("%(letter)s: Eid al-Adha, about %(day)s"), N_("%(letter)s: Eid al-Adha, %(day)s")),
}
"""Its letter, and the sentence that explains the letter: reckoned, and once it was announced."""


@dataclass(frozen=True)
class Column:
    short: str
    full: str


@dataclass(frozen=True)
class Cell:
    """value: in words; full: the whole figure where there was no room for it. url: what is behind it, empty where
    nothing is. mean: as a number, None where not seen.
    """

    value: str
    level: int
    url: str = ""
    mean: float | None = None
    full: str = ""


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: list[Cell]


class Year:
    """All pieces asked for by month, and the strong months of each craft. rows: of the span."""

    def __init__(self, crafts: list[Craft], span: Eras | None, rows: list[Asked]) -> None:
        self.crafts, self.span, self.rows = crafts, span, rows

    def series(self, craft: Craft) -> list[int]:
        assert self.span
        return months.series((row for row in self.rows if row.craft_id == craft.id), self.span)

    def heat(self, url: Callable[[Craft, int], str], of: Craft | None = None) -> list[HeatRow]:
        """Crafts down, January to December across; the darkest is the strongest month of all.

        url: what is behind a craft's month, 1 to 12. of: only this craft and those of its family.

        Levels follow the square root: one great month leaves the others their seasons. Past sales of no craft stand
        last, and open to nothing.
        """
        if not self.span:
            return []
        shown = [craft for craft in self.crafts if of is None or of.id in (craft.id, craft.parent_id)]
        by_craft: defaultdict[int, list[Asked]] = defaultdict(list)
        for row in self.rows:
            by_craft[row.craft_id].append(row)
        everything: list[Craft | None] = [*shown, *([] if of else [None])]
        years = {craft: self._year(by_craft[craft.id if craft else 0]) for craft in everything}
        most = max((value for year in years.values() for value in year if value), default=0.0)
        return [
            HeatRow(
                craft.called_short(languages.current()) if craft else _("Without a craft"),
                [_cell(value, most, url(craft, number) if craft else "") for number, value in enumerate(year, 1)],
            )
            for craft, year in years.items()
            if any(year)
        ]

    def _year(self, rows: list[Asked]) -> list[float | None]:
        assert self.span
        span = seasons.seen(self.span, rows)
        return seasons.of_year(months.series(rows, span), span)


def _cell(value: float | None, most: float, url: str) -> Cell:
    if value is None:
        return Cell("–", 0)
    short, full = compact(round(value)), number(round(value))
    level = min(round(5 * (value / most) ** 0.5), 5) if most else 0
    return Cell(short, level, url if value else "", value, full if full != short else "")


@dataclass(frozen=True)
class Marks:
    """months: for January to December, each letter of what falls on it with what it stands for and when.

    said: what each letter stands for, and when.
    """

    months: list[list[tuple[str, str]]]
    said: list[str]


def marks(today: date, moved: Corrected) -> Marks:
    """Ramadan and the two Eids of the year ahead, which move eleven days a year. moved: announced otherwise."""
    coming = feasts.ahead(today, moved)
    letters = {feast: str(_(words[0])) for feast, words in FEASTS.items()}
    said = {
        one: str(_(FEASTS[one.feast][1 + one.is_sure], letter=letters[one.feast], day=day_year(one.first)))
        for one in coming
    }
    return Marks(
        months=[[(letters[one.feast], said[one]) for one in coming if month in one.months] for month in range(1, 13)],
        said=list(said.values()),
    )


def columns() -> list[Column]:
    """The twelve months by their initials."""
    return [Column(format_date(month, "LLLLL"), format_date(month, "LLLL")) for month in _year()]


def _year() -> list[date]:
    return [date(2025, number, 1) for number in range(1, 13)]
