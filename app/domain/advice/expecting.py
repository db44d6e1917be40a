"""What is to be expected of eight weeks from a day on, of what somebody was advised on and of similar pieces.

It is foreseen from the days before that day: whenever it is reckoned, nothing that came later plays a part.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.advice import similar_pieces
from app.domain.advice.baseline import MOST_SIMILAR, SIGNALS
from app.domain.advice.models import Recommendation, Response
from app.domain.catalogue.models import Item
from app.domain.demand import reading
from app.domain.demand.counting import Cell
from app.domain.demand.forecasting import Counts, of_group
from app.domain.demand.forecasting.timeline import Frequency, Timeline
from app.domain.demand.reading import About

DAYS = 7
PAST_WEEKS, SHOWN_WEEKS = 104, 12
MOST_IN_GROUP = 60


@dataclass(frozen=True)
class Subject:
    """What one artisan was advised on. item_id: the piece, where it is theirs; else all they make of these crafts, or
    of any where there are none."""

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


@dataclass(frozen=True)
class Expected:
    """first: of the weeks. mean, size: what is to be expected in all. before: what came in as many days before them;
    past: twelve weekly counts before. similar: pieces without advice, [{"item", "mean", "size", "before"}]."""

    first: date
    mean: float
    size: float
    before: int
    past: list[int]
    similar: list[dict[str, Any]]

    @property
    def counts(self) -> Counts:
        return Counts(self.mean, self.size)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "first": self.first.isoformat()}


def kept(recommendation: Recommendation) -> dict[int, Expected]:
    """By artisan, what was to be expected on the day it was sent; empty until the clock has reckoned it."""
    found = recommendation.baseline.get("expected", {})
    return {int(id_): Expected(**{**one, "first": date.fromisoformat(one["first"])}) for id_, one in found.items()}


def subject_of(response: Response) -> Subject:
    recommendation = response.recommendation
    item = recommendation.item
    own = item is not None and item.artisan_id == response.artisan_id
    crafts = similar_pieces.crafts_of(recommendation)
    return Subject(recommendation, response.artisan_id, item.id if item and own else None, crafts)


def of(subject: Subject, first: date, *, advised_until: datetime, now: datetime) -> Expected:
    """first: of the weeks, not over before ``now``. advised_until: advice given later plays no part."""
    recommendation = subject.recommendation
    days = recommendation.compare_days
    pieces = _pieces(subject, first - timedelta(days=days), advised_until)
    number = _weeks_recorded(first)
    begin = first - timedelta(weeks=number)
    counted = reading.cells(
        begin,
        first - timedelta(days=1),
        now=now,
        kinds=(SIGNALS[recommendation.measure],),
        about=subject.about([piece.id for piece in pieces]),
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
    return Expected(
        first, totals[0].mean, totals[0].size, sum(own[-weeks:]), own[-SHOWN_WEEKS:], similar[:MOST_SIMILAR]
    )


def _pieces(subject: Subject, before: date, until: datetime) -> Sequence[Item]:
    """Those it is compared with, and that lend it what a craft knows."""
    ids = similar_pieces.beside(subject.recommendation, [subject.artisan_id], before=before, at=until)
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
