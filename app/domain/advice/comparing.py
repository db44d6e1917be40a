"""What came in the eight weeks after advice was followed, beside what was to be expected of them.

The weeks begin with the day on which the artisan says that it is done. What is expected of them is foreseen from the
days before, and kept: nothing that comes later changes what it is compared with.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base import clock
from app.base.database import db
from app.domain.advice import similar_pieces
from app.domain.advice.baseline import MOST_SIMILAR, SIGNALS
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.catalogue.models import Item
from app.domain.demand import reading
from app.domain.demand.counting import Cell
from app.domain.demand.forecasting import Counts, of_group
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from app.domain.demand.models import SignalKind
from app.domain.demand.reading import About

DAYS = 7
PAST_WEEKS, SHOWN_WEEKS = 104, 12
MOST_IN_GROUP = 60
AT_ONCE = 50


@dataclass(frozen=True)
class Subject:
    """What one artisan was advised on. item_id: the piece, where it is theirs; else all they make of these crafts."""

    recommendation: Recommendation
    artisan_id: int
    item_id: int | None
    crafts: frozenset[int]

    def has(self, cell: Cell) -> bool:
        if self.item_id is not None:
            return cell.item_id == self.item_id
        return cell.artisan_id == self.artisan_id and (not self.crafts or cell.craft_id in self.crafts)

    def about(self, others: Collection[int] = ()) -> About:
        own = frozenset() if self.item_id else frozenset((self.artisan_id,))
        return About(item_ids=frozenset(others) | ({self.item_id} if self.item_id else set()), artisan_ids=own)


def subject_of(response: Response) -> Subject:
    recommendation = response.recommendation
    item = recommendation.item
    own = item is not None and item.artisan_id == response.artisan_id
    crafts = similar_pieces.crafts_of(recommendation)
    return Subject(recommendation, response.artisan_id, item.id if item and own else None, crafts)


def of(response_ids: Collection[int]) -> dict[int, Comparison]:
    """By response, of those that have one."""
    chosen = select(Comparison).where(Comparison.response_id.in_(response_ids))
    return {one.response_id: one for one in db.session.scalars(chosen)} if response_ids else {}


def freeze_due(now: datetime) -> int:
    """Write down what is to be expected of what was done. Returns how many."""
    done = Response.state.in_((ResponseState.DONE, ResponseState.CHECKED)) & Response.done_at.is_not(None)
    due = (
        select(Response)
        .where(done, ~Response.comparison.has())
        .options(joinedload(Response.recommendation).joinedload(Recommendation.item))
        .order_by(Response.id)
        .limit(AT_ONCE)
    )
    found = list(db.session.scalars(due))
    for response in found:
        freeze(response, at=now)
    return len(found)


def freeze(response: Response, *, at: datetime) -> Comparison:
    """Of something done. at: now; what is known is what was known before the day it was done."""
    done_at = response.done_at or at
    first = clock.local(done_at).date()
    days = response.recommendation.compare_days
    subject = subject_of(response)
    pieces = _pieces(subject, first - timedelta(days=days), done_at)
    number = _weeks_recorded(first)
    begin = first - timedelta(weeks=number)
    kind = SIGNALS[response.recommendation.measure]
    counted = reading.cells(
        begin, first - timedelta(days=1), now=at, kinds=(kind,), about=subject.about([piece.id for piece in pieces])
    )
    own = weekly([cell for cell in counted if subject.has(cell)], begin, number)
    theirs = [weekly([cell for cell in counted if cell.item_id == piece.id], begin, number) for piece in pieces]
    ages = [_age(piece.published_at, first, number) for piece in pieces]
    own_age = _age(_published(subject), first, number)
    histories = [own[number - own_age :], *(past[number - age :] for past, age in zip(theirs, ages, strict=True))]
    weeks = days // DAYS
    timeline = Timeline(Frequency.WEEKS, first - timedelta(weeks=max(map(len, histories))))
    totals = [one.total(weeks) for one in of_group(histories, timeline, weeks)]
    similar = [
        {"item": piece.id, "mean": total.mean, "size": total.size, "before": sum(past[-weeks:])}
        for piece, total, past in zip(pieces, totals[1:], theirs, strict=True)
    ]
    similar.sort(key=lambda one: (abs(one["mean"] - totals[0].mean), one["item"]))
    comparison = response.comparison = Comparison(
        frozen_at=at,
        measure=response.recommendation.measure,
        first=first,
        last=first + timedelta(days=days - 1),
        mean=totals[0].mean,
        size=totals[0].size,
        before=sum(own[-weeks:]),
        past=own[-SHOWN_WEEKS:],
        similar=similar[:MOST_SIMILAR],
    )
    db.session.add(comparison)
    db.session.flush()
    return comparison


def let_go(response: Response) -> None:
    """It was not done after all. What was judged already stays: nobody tries again until it pleases."""
    if response.comparison is not None and response.comparison.judged_at is None:
        response.comparison = None


def expected(comparison: Comparison) -> Counts:
    """What was to be expected: once it was judged, with what changed for all."""
    if comparison.expected is not None and comparison.spread is not None:
        return Counts(comparison.expected, comparison.spread)
    return Counts(comparison.mean, comparison.size)


def counted(comparison: Comparison, subject: Subject, *, now: datetime) -> list[Cell]:
    """What came in these weeks, of the subject and of the similar pieces; and views of the subject."""
    kinds = (SIGNALS[comparison.measure], SignalKind.VIEW)
    about = subject.about([one["item"] for one in comparison.similar])
    return reading.cells(comparison.first, comparison.last, now=now, kinds=kinds, about=about)


def _pieces(subject: Subject, before: date, at: datetime) -> Sequence[Item]:
    """Those it is compared with, and that lend it what a craft knows."""
    ids = similar_pieces.unadvised(subject.recommendation, [subject.artisan_id], subject.crafts, before=before, at=at)
    chosen = select(Item).where(Item.id.in_(ids[:MOST_IN_GROUP])).order_by(Item.id)
    return db.session.scalars(chosen).all() if ids else []


def _weeks_recorded(first: date) -> int:
    since = reading.first_day() or first
    return min(max((first - since).days // DAYS, 1), PAST_WEEKS)


def _age(since: datetime | None, first: date, number: int) -> int:
    """In whole weeks, at least one; what began before anything was recorded is as old as that."""
    return min(max((first - clock.local(since).date()).days // DAYS, 1), number) if since else number


def _published(subject: Subject) -> datetime | None:
    item = subject.recommendation.item
    return item.published_at if item is not None and subject.item_id == item.id else None


def weekly(cells: Sequence[Cell], begin: date, number: int) -> list[int]:
    """Weekly counts from a day on, oldest first."""
    weeks = Counter[int]()
    for cell in cells:
        weeks[(cell.day - begin).days // DAYS] += cell.visitors
    return [weeks[week] for week in range(number)]
