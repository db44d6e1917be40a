"""The five figures above the page, each beside the period before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from app.advisor.demand_filters import Filters
from app.advisor.demand_words import MINUS, direction, signed
from app.base import clock, together
from app.base.together import Question
from app.domain.advice import following
from app.domain.demand import figures
from app.domain.demand.counting import Cell
from app.web.words import number, percent, whole

ABSENT = "–"


@dataclass(frozen=True)
class Shown:
    """A figure and how it moved. change: empty where nothing can be compared. sense: better, worse or neither.

    behind: the name of what it rests on (``demand_behind.WHAT``); rests_on: in words, how many.
    """

    label: str
    text: str
    change: str = ""
    direction: str = "flat"
    sense: str = ""
    behind: str = ""
    rests_on: str = ""


def questions(filters: Filters, fresh: date) -> dict[str, Question]:
    """What must be asked, by name. fresh: the first day that was not rolled up."""
    periods, narrowed = [(filters.first, filters.last), filters.before], filters.narrowed
    since, until = clock.start_of_day(filters.first), clock.start_of_day(filters.last + timedelta(days=1))
    asked = figures.questions(periods, filters.crafts, filters.country, narrowed.lines())
    asked["advice"] = following.question(since, until, filters.crafts, narrowed.artisans, narrowed.statement)
    if filters.searches_follow:
        asked["searches"] = figures.searches(periods, filters.crafts, fresh)
    return asked


def shown(filters: Filters, answers: Mapping[str, together.Rows], fresh: date, raw: list[Cell]) -> list[Shown]:
    """Of the answers to the questions, with whatever was asked beside them. raw: the cells since."""
    now, before = figures.made(answers, _searched(filters, answers, fresh, raw))
    decided = ngettext("of %(num)d request", "of %(num)d requests", now.decided)
    answered = ngettext("of %(num)d request", "of %(num)d requests", now.answered)
    looked = ngettext("of %(num)d search", "of %(num)d searches", now.searches)
    return [
        _behind("received", _received(now.received, before.received)),
        _behind("decided", _share(_("Requests accepted"), now.accepted, before.accepted, up_is="better"), decided),
        _behind("answered", _days(now.answer_days, before.answer_days), answered),
        _behind(
            "in_vain",
            _share(_("Searches without result"), now.without_result, before.without_result, up_is="worse"),
            looked,
        ),
        _behind("advice", _followed(*answers["advice"][0])),
    ]


def _searched(
    filters: Filters, answers: Mapping[str, together.Rows], fresh: date, raw: list[Cell]
) -> list[figures.Searched]:
    """Searches of the period and of the one before; none where they cannot be narrowed like the rest."""
    if not filters.searches_follow:
        return [figures.Searched(0, 0)] * 2
    periods = [(filters.first, filters.last), filters.before]
    return figures.summed(answers["searches"], periods, crafts=filters.crafts, fresh=fresh, raw=raw)


def _behind(what: str, one: Shown, rests_on: str = "") -> Shown:
    return replace(one, behind=what, rests_on=rests_on if one.text != ABSENT else "")


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


def _followed(yes: int | None, asked: int) -> Shown:
    text = _("%(count)s of %(all)s", count=number(yes or 0), all=number(asked)) if asked else ABSENT
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
