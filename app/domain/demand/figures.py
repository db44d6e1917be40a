"""The figures above the advisors' page: what came in, what was accepted, how fast, and what was searched in vain."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from app.base import clock, together
from app.base.database import db
from app.base.together import Question
from app.domain.catalogue.models import Item, Variant
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, RequestLine, State

TAKEN = frozenset(
    {State.ACCEPTED, State.PREPARING, State.SHIPPED, State.RETURNED, State.DELIVERED, State.CLOSED},
)
LOST = frozenset({State.DECLINED, State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.CANCELLED})
ANSWERS = ("offer", "decline")
MOST_ANSWERS = 5_000


@dataclass(frozen=True)
class Figures:
    """A period's figures. Shares 0 to 1 and days as fractions; None where there was nothing to measure.

    decided: how many requests the accepted share rests on; answered: how many the days rest on;
    searches: how many the share without result rests on.
    """

    received: int
    accepted: float | None
    decided: int
    answer_days: float | None
    answered: int
    without_result: float | None
    searches: int


class Searched(NamedTuple):
    """How many searches there were, and how many of them found nothing."""

    searches: int
    without_result: int


def of_periods(
    periods: Sequence[tuple[date, date]],
    *,
    searched: Sequence[Searched],
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    lines: Sequence[ColumnElement[bool]] = (),
) -> list[Figures]:
    """The figures of each period, both ends included, none of them within another. One statement.

    searched: for each period. lines: what one line of a request must fulfil for the request to count.
    """
    return made(together.asked(**questions(periods, crafts, country, lines)), searched)


def questions(
    periods: Sequence[tuple[date, date]],
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    lines: Sequence[ColumnElement[bool]] = (),
) -> dict[str, Question]:
    """What must be asked, by name. As in ``of_periods``."""
    number = _number_of(periods)
    chosen = requests_of(min(first for first, _ in periods), max(last for _, last in periods), crafts, country, lines)
    states = select(number, PurchaseRequest.state, func.count()).where(*chosen)
    return {"states": states.group_by(number, PurchaseRequest.state), "waits": _answered(number, chosen)}


def made(answers: Mapping[str, together.Rows], searched: Sequence[Searched]) -> list[Figures]:
    """Of the answers to the questions, with whatever was asked beside them. searched: for each period."""
    states = [Counter[State]() for _ in searched]
    for place, state, count in answers["states"]:
        if place is not None:
            states[place][state] += count
    waits: list[list[float]] = [[] for _ in searched]
    for place, sent, answer in answers["waits"]:
        if place is not None:
            waits[place].append((answer - sent) / timedelta(days=1))
    return [_figures(*three) for three in zip(states, waits, searched, strict=True)]


def _figures(states: Counter[State], waits: list[float], searched: Searched) -> Figures:
    taken = sum(states[state] for state in TAKEN)
    decided = taken + sum(states[state] for state in LOST)
    return Figures(
        received=states.total(),
        accepted=taken / decided if decided else None,
        decided=decided,
        answer_days=median(waits) if waits else None,
        answered=len(waits),
        without_result=searched.without_result / searched.searches if searched.searches else None,
        searches=searched.searches,
    )


def _number_of(periods: Sequence[tuple[date, date]]) -> ColumnElement[int]:
    sent = PurchaseRequest.sent_at
    within = [
        (and_(sent >= clock.start_of_day(first), sent < _after(last)), number)
        for number, (first, last) in enumerate(periods)
    ]
    return case(*within)


def requests_of(
    first: date,
    last: date,
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    lines: Sequence[ColumnElement[bool]] = (),
) -> list[ColumnElement[bool]]:
    """What makes a request one of these days and these filters."""
    chosen = [PurchaseRequest.sent_at >= clock.start_of_day(first), PurchaseRequest.sent_at < _after(last)]
    if country:
        chosen.append(PurchaseRequest.country == country)
    of_lines = [*lines, *([of_crafts(crafts)] if crafts else [])]
    if of_lines:
        chosen.append(PurchaseRequest.lines.any(and_(*of_lines)))
    return chosen


def _after(last: date) -> datetime:
    return clock.start_of_day(last + timedelta(days=1))


def of_crafts(crafts: frozenset[int]) -> ColumnElement[bool]:
    """Lines of some crafts: wishes that name one, and pieces of it."""
    pieces = select(Variant.id).join(Item).where(Item.craft_id.in_(crafts))
    return or_(RequestLine.craft_id.in_(crafts), RequestLine.variant_id.in_(pieces))


def _answered(number: ColumnElement[int], chosen: list[ColumnElement[bool]]) -> Question:
    """When requests were sent and first answered, by period; the newest of very many."""
    return (
        select(number, PurchaseRequest.sent_at, func.min(RequestEvent.at))
        .join(RequestEvent, RequestEvent.request_id == PurchaseRequest.id)
        .where(*chosen, RequestEvent.deed.in_(ANSWERS))
        .group_by(PurchaseRequest.id, PurchaseRequest.sent_at)
        .order_by(PurchaseRequest.sent_at.desc())
        .limit(MOST_ANSWERS)
    )


def searched(
    periods: Sequence[tuple[date, date]],
    *,
    crafts: frozenset[int] = frozenset(),
    fresh: date,
    raw: Iterable[Cell],
) -> list[Searched]:
    """Searches of each period, both ends included: kept days are summed where they lie. One statement.

    fresh: the first day that was not rolled up. raw: the cells since.
    """
    return summed(db.session.execute(searches(periods, crafts, fresh)), periods, crafts=crafts, fresh=fresh, raw=raw)


def searches(periods: Sequence[tuple[date, date]], crafts: frozenset[int], fresh: date) -> Question:
    """The sums of kept days."""
    day = DemandDay.day
    number = case(*((day.between(*period), place) for place, period in enumerate(periods)))
    chosen = [DemandDay.kind == SignalKind.SEARCH, day < fresh, DemandDay.craft_id.in_(crafts) if crafts else true()]
    within = day.between(min(first for first, _ in periods), max(last for _, last in periods))
    sums = (func.sum(DemandDay.signals), func.sum(DemandDay.without_result))
    return select(number, *sums).where(within, *chosen).group_by(number)


def summed(
    rows: Iterable[Any],
    periods: Sequence[tuple[date, date]],
    *,
    crafts: frozenset[int],
    fresh: date,
    raw: Iterable[Cell],
) -> list[Searched]:
    """Of the answer to ``searches``, and the cells since."""
    found = [[0, 0] for _ in periods]
    for place, signals, nothing in rows:
        if place is not None:
            found[place] = [int(signals), int(nothing)]
    for cell in raw:
        if cell.kind is SignalKind.SEARCH and cell.day >= fresh and (not crafts or cell.craft_id in crafts):
            for place, (first, last) in enumerate(periods):
                if first <= cell.day <= last:
                    found[place][0] += cell.signals
                    found[place][1] += cell.without_result
    return [Searched(*one) for one in found]


def reasons(cells: Iterable[Cell], kind: SignalKind, *, first: date, last: date) -> list[tuple[str, int]]:
    """Why makers declined or customers refused, the most frequent first; "" stands last, for those who did not say."""
    counts = Counter[str]()
    for cell in cells:
        if cell.kind is kind and first <= cell.day <= last:
            counts[cell.reason] += cell.signals
    return sorted(counts.items(), key=lambda one: (not one[0], -one[1], one[0]))
