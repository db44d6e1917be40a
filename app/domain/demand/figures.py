"""The figures above the advisors' page: what came in, what was accepted, how fast, and what was searched in vain."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, RequestLine, State

TAKEN = frozenset(
    {State.ACCEPTED, State.PREPARING, State.SHIPPED, State.RETURNED, State.DELIVERED, State.CLOSED},
)
LOST = frozenset({State.DECLINED, State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.CANCELLED})
MOST_ANSWERS = 5_000


@dataclass(frozen=True)
class Figures:
    """A period's figures. Shares 0 to 1 and days as fractions; None where there was nothing to measure.

    decided: how many requests the accepted share rests on; searches: how many the share without result rests on.
    """

    received: int
    accepted: float | None
    decided: int
    answer_days: float | None
    without_result: float | None
    searches: int


def of(
    first: date, last: date, cells: Iterable[Cell], *, crafts: frozenset[int] = frozenset(), country: str = ""
) -> Figures:
    """The figures of some days, both ends included. cells: those of these days or more."""
    chosen = _requests(first, last, crafts, country)
    states = Counter[State]()
    for state, count in db.session.execute(
        select(PurchaseRequest.state, func.count()).where(*chosen).group_by(PurchaseRequest.state)
    ):
        states[state] += count
    taken = sum(states[state] for state in TAKEN)
    decided = taken + sum(states[state] for state in LOST)
    searched = [
        cell
        for cell in cells
        if cell.kind is SignalKind.SEARCH and first <= cell.day <= last and (not crafts or cell.craft_id in crafts)
    ]
    searches = sum(cell.signals for cell in searched)
    return Figures(
        received=states.total(),
        accepted=taken / decided if decided else None,
        decided=decided,
        answer_days=_answer_days(chosen),
        without_result=sum(cell.without_result for cell in searched) / searches if searches else None,
        searches=searches,
    )


def _requests(first: date, last: date, crafts: frozenset[int], country: str) -> list[ColumnElement[bool]]:
    chosen = [
        PurchaseRequest.sent_at >= clock.start_of_day(first),
        PurchaseRequest.sent_at < clock.start_of_day(last + timedelta(days=1)),
    ]
    if country:
        chosen.append(PurchaseRequest.country == country)
    if crafts:
        of_craft = select(Variant.id).join(Item).where(Item.craft_id.in_(crafts))
        line = or_(RequestLine.craft_id.in_(crafts), RequestLine.variant_id.in_(of_craft))
        chosen.append(PurchaseRequest.lines.any(line))
    return chosen


def _answer_days(chosen: list[ColumnElement[bool]]) -> float | None:
    """The median time from a request to its offer, or to the word that nobody can, in days."""
    answered = (
        select(PurchaseRequest.sent_at, func.min(RequestEvent.at))
        .join(RequestEvent, RequestEvent.request_id == PurchaseRequest.id)
        .where(*chosen, RequestEvent.deed.in_(("offer", "decline")))
        .group_by(PurchaseRequest.id, PurchaseRequest.sent_at)
        .order_by(PurchaseRequest.sent_at.desc())
        .limit(MOST_ANSWERS)
    )
    waits = [(answer - sent) / timedelta(days=1) for sent, answer in db.session.execute(answered)]
    return median(waits) if waits else None


def reasons(cells: Iterable[Cell], kind: SignalKind, *, first: date) -> list[tuple[str, int]]:
    """Why makers declined or customers refused, the most frequent first. Signals without a reason are left out."""
    counts = Counter[str]()
    for cell in cells:
        if cell.kind is kind and cell.reason and cell.day >= first:
            counts[cell.reason] += cell.signals
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
