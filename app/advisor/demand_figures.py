"""The five figures above the page, each beside the period before."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.advisor.demand_filters import Filters
from app.advisor.demand_words import MINUS, direction, signed
from app.base import clock
from app.domain.advice import following
from app.domain.demand import figures
from app.domain.demand.counting import Cell
from app.web.words import number, percent, whole

ABSENT = "–"


@dataclass(frozen=True)
class Shown:
    """A figure and how it moved. change: empty where nothing can be compared. sense: better, worse or neither."""

    label: str
    text: str
    change: str = ""
    direction: str = "flat"
    sense: str = ""


def shown(filters: Filters, cells: list[Cell]) -> list[Shown]:
    """cells: those of the period and of the one before."""
    now = figures.of(filters.first, filters.today, cells, crafts=filters.crafts, country=filters.country)
    before = figures.of(*filters.before, cells, crafts=filters.crafts, country=filters.country)
    return [
        _received(now.received, before.received),
        _share(_("Requests accepted"), now.accepted, before.accepted, up_is="better"),
        _days(now.answer_days, before.answer_days),
        _share(_("Searches without result"), now.without_result, before.without_result, up_is="worse"),
        _followed(filters),
    ]


def _received(now: int, before: int) -> Shown:
    change = (now - before) / before if before else None
    return _figure(_("Requests received"), number(now), change, signed(change) if change is not None else "", "better")


def _share(label: str, now: float | None, before: float | None, *, up_is: str) -> Shown:
    change = now - before if now is not None and before is not None else None
    points = _("%(points)s pts", points=_sign(change * 100, 0)) if change is not None else ""
    return _figure(label, percent(now) if now is not None else ABSENT, change, points, up_is)


def _days(now: float | None, before: float | None) -> Shown:
    change = now - before if now is not None and before is not None else None
    text = _("%(days)s d", days=number(now, 1)) if now is not None else ABSENT
    moved = _("%(days)s d", days=_sign(change, 1)) if change is not None else ""
    return _figure(_("Median time to answer"), text, change, moved, "worse", least=0.05)


def _followed(filters: Filters) -> Shown:
    since, until = clock.start_of_day(filters.first), clock.end_of_day(filters.today)
    yes, asked = following.followed(since, until, crafts=filters.crafts)
    text = _("%(count)s of %(all)s", count=number(yes), all=number(asked)) if asked else ABSENT
    return Shown(_("Advice followed"), text)


def _figure(label: str, text: str, change: float | None, moved: str, up_is: str, *, least: float = 0.005) -> Shown:
    if change is None:
        return Shown(label, text)
    way = direction(change, least)
    worse = {"better": "worse", "worse": "better"}
    sense = "" if way == "flat" else up_is if way == "up" else worse[up_is]
    return Shown(label, text, moved, way, sense)


def _sign(value: float, decimals: int) -> str:
    rounded = round(value, decimals)
    return whole(f"{'+' if rounded > 0 else MINUS if rounded < 0 else ''}{number(abs(rounded), decimals)}")
