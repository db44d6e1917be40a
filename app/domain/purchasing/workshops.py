"""The cooperative's workshops at a glance: what each makes, how old its counts are, what waits for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.together import Question
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.people.models import Artisan
from app.domain.purchasing import findings
from app.domain.purchasing.models import AnswerKind, DeclineReason, LineAnswer, PurchaseRequest, RequestLine

OLD_COUNT_DAYS = 30
"""Days after which a count is not to be trusted."""


@dataclass(frozen=True)
class Workshop:
    """pieces: all that are not put away. oldest_count: when the piece that waits longest was counted.

    uncounted: variants with a shelf that nobody ever counted. waiting: lines that wait for the maker's word.
    """

    artisan: Artisan
    pieces: int = 0
    oldest_count: datetime | None = None
    uncounted: int = 0
    waiting: int = 0


def all_of_them() -> list[Workshop]:
    """Every workshop, by name."""
    query = select(Artisan).options(joinedload(Artisan.place), joinedload(Artisan.user), selectinload(Artisan.crafts))
    return _seen(db.session.scalars(query.order_by(Artisan.name, Artisan.id)).all())


def of(artisan: Artisan) -> Workshop:
    return _seen([artisan])[0]


@dataclass(frozen=True)
class Answers:
    """How a maker answered: each kind of answer, the reasons of a no, how many the team gave for them.

    days: the median from being asked to the answer; None where nothing was answered.
    """

    kinds: Counter[AnswerKind]
    reasons: Counter[DeclineReason]
    for_them: int
    days: float | None


def answers_of(artisan: Artisan, *, since: datetime) -> Answers:
    """The answers that stand to what was asked of a maker since a moment."""
    return answers(db.session.execute(given(artisan, since=since)).all())


def given(artisan: Artisan, *, since: datetime) -> Question:
    """What ``answers_of`` asks."""
    return (
        select(LineAnswer.kind, LineAnswer.reason, LineAnswer.on_behalf, LineAnswer.at, PurchaseRequest.sent_at)
        .join(LineAnswer.line)
        .join(RequestLine.request)
        .where(RequestLine.artisan_id == artisan.id, LineAnswer.live, PurchaseRequest.sent_at >= since)
    )


def answers(given: Sequence[Any]) -> Answers:
    """Of what was given."""
    return Answers(
        kinds=Counter(kind for kind, *_rest in given),
        reasons=Counter(reason for _kind, reason, *_rest in given if reason is not None),
        for_them=sum(on_behalf for _kind, _reason, on_behalf, *_rest in given),
        days=median((at - sent) / timedelta(days=1) for *_rest, at, sent in given) if given else None,
    )


def _seen(artisans: Iterable[Artisan]) -> list[Workshop]:
    artisans = list(artisans)
    shelves, waiting = _shelves(), _waiting()
    return [
        Workshop(artisan, *shelves.get(artisan.id, (0, None, 0)), waiting=waiting.get(artisan.id, 0))
        for artisan in artisans
    ]


def _shelves() -> dict[int, tuple[int, datetime | None, int]]:
    """By artisan: pieces, the oldest count, variants never counted."""
    stocked = Variant.kind != Kind.MADE_TO_ORDER
    rows = db.session.execute(
        select(
            Item.artisan_id,
            func.count(Item.id.distinct()),
            func.min(case((stocked, Variant.counted_at))),
            func.sum(case((stocked & Variant.counted_at.is_(None), 1), else_=0)),
        )
        .join(Item.variants)
        .where(Item.state != ItemState.ARCHIVED)
        .group_by(Item.artisan_id)
    )
    return {artisan_id: (pieces, oldest, int(uncounted)) for artisan_id, pieces, oldest, uncounted in rows}


def _waiting() -> dict[int, int]:
    """By artisan: lines that wait for a word."""
    query = findings.to_answer().order_by(None).with_only_columns(RequestLine.artisan_id, func.count(RequestLine.id))
    rows = db.session.execute(query.group_by(RequestLine.artisan_id))
    return {artisan_id: count for artisan_id, count in rows if artisan_id is not None}
