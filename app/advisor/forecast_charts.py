"""A forecast as its chart wants it: half a year that came, twelve weeks to come."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flask_babel import format_date

from app.domain.demand import expected
from app.domain.demand.bands import Band
from app.domain.demand.coming import LEAST_WEEKS
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.foreseeing import WEEK
from app.domain.people.trades import Craft
from app.web import languages

PAST = 26
ROUND = (1, 2, 4, 8, 10)


@dataclass(frozen=True)
class Outlook:
    """What came and what is to be expected of one thing, by weeks. about: its name in addresses."""

    name: str
    about: str
    kept: Forecast
    bands: list[Band]

    @property
    def knows_seasons(self) -> bool:
        return self.kept.weeks_known >= LEAST_WEEKS

    @property
    def past(self) -> list[int]:
        return self.kept.past[-PAST:]

    @property
    def past_weeks(self) -> list[date]:
        """First days."""
        count = len(self.past)
        return [self.kept.made_on - timedelta(days=WEEK * (count - number)) for number in range(count)]

    @property
    def words(self) -> list[str]:
        """Under the axis: each month where its first week begins."""
        weeks = [*self.past_weeks, *(band.first for band in self.bands)]
        named = [format_date(week, "MMM") if week.month != before.month else "" for before, week in pairwise(weeks)]
        return ["", *named]

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
    def totals(self) -> list[tuple[int, Band]]:
        """Of the first 4, 8 and 12 weeks together."""
        return [(weeks, Band(self.kept.made_on, expected.total(self.kept, weeks))) for weeks in (4, 8, 12)]


def outlook(kept: Forecast, name: str, about: str) -> Outlook:
    return Outlook(name, about, kept, expected.steps(kept))


def of_craft(craft: Craft | None, crafts: list[Craft]) -> Outlook | None:
    """Of one craft, or of the one most was asked of; None where nothing was foreseen. crafts: all that can be named."""
    return named(expected.of(Subject.CRAFT, craft.id) if craft else expected.most_asked_craft(), crafts)


def named(kept: Forecast | None, crafts: list[Craft]) -> Outlook | None:
    """Of a craft's forecast."""
    if kept is None:
        return None
    found = next((one for one in crafts if one.id == kept.subject_id), None)
    return outlook(kept, found.called_short(languages.current()), f"craft:{found.slug}") if found else None
