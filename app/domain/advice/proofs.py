"""Proofs that could stand behind a recommendation: what was recorded about a craft, a piece or words searched.

Each is a figure with one sentence. They come from the daily roll-ups and the answers on record, never from memory.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, or_, select

from app.base.database import db
from app.base.errors import NP_
from app.domain.advice import proof_makers, proof_of_sign
from app.domain.advice.proof_makers import makers
from app.domain.advice.proof_offered import FEW, Candidate, counting
from app.domain.catalogue.models import Variant
from app.domain.demand.merged import OTHERS
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import OfferLine

WEEKS = 12
_LOST = (Kind.DECLINED, Kind.REDUCED)


@dataclass(frozen=True)
class Subject:
    """What a recommendation is about."""

    craft_id: int | None = None
    item_id: int | None = None
    opportunity: Opportunity | None = None


def candidates(subject: Subject, *, on: date) -> list[Candidate]:
    """What can be said about a subject on a day: the opportunity itself, then the strongest first. A proof that rests
    on nothing is left out."""
    since = on - timedelta(weeks=WEEKS)
    days = _days(subject, since, on)
    found = [
        *_missed_views(subject, days, on),
        *([] if _says_what_was_lost(subject) else _declines(subject, days, on)),
        *_requests(subject, days, on),
    ]
    sign = proof_of_sign.of(subject.opportunity)
    sign = [_told_of(one, proof_makers.of(subject.opportunity, days, on=on)) for one in sign]
    ranked = [*sorted(found, key=lambda candidate: -candidate.number), *_prices(subject, on)]
    return [*sign, *(one for one in ranked if one.source not in {own.source for own in sign})]


def _says_what_was_lost(subject: Subject) -> bool:
    """Whether the opportunity is a part of what its craft lost: told beside the whole, it would tell of the rest."""
    sign = subject.opportunity
    return sign is not None and sign.kind in _LOST and not sign.item_id


def _told_of(sign: Candidate, makers: frozenset[int]) -> Candidate:
    return replace(sign, makers=makers, series=sign.series if len(makers) <= 1 else ())


def _each_week(days: list[DemandDay], counts: Callable[[DemandDay], int], on: date) -> tuple[int, ...]:
    """Week by week where that tells nobody what one or two others are asked for: of one maker's pieces, who is the one
    it is told to, or where each week rests on four. Else not at all.
    """
    by_week = defaultdict[int, list[DemandDay]](list)
    for d in days:
        if counts(d):
            by_week[(on - d.day).days // 7].append(d)
    is_safe = len(makers(days)) <= 1 or all(len(makers(some)) > OTHERS for some in by_week.values())
    return weekly(((d.day, counts(d)) for d in days), on) if is_safe else ()


def _days(subject: Subject, since: date, on: date) -> list[DemandDay]:
    about: list[ColumnElement[bool]] = []
    if subject.item_id:
        about.append(DemandDay.item_id == subject.item_id)
    if subject.craft_id:
        about.append(DemandDay.craft_id == subject.craft_id)
    if not about:
        return []
    query = select(DemandDay).where(DemandDay.day > since, DemandDay.day <= on)
    return list(db.session.scalars(query.where(or_(*about))))


def weekly(counts: Iterable[tuple[date, int]], on: date) -> tuple[int, ...]:
    """Daily counts as twelve weeks that end on a day, oldest first."""
    weeks: dict[int, int] = defaultdict(int)
    for day, count in counts:
        weeks[(on - day).days // 7] += count
    return tuple(weeks[age] for age in reversed(range(WEEKS)))


def _missed_views(subject: Subject, days: list[DemandDay], on: date) -> list[Candidate]:
    rows = [d for d in days if d.kind is SignalKind.VIEW and d.out_of_stock and d.item_id == subject.item_id]
    people = sum(d.visitors for d in rows)
    if not people or subject.item_id is None:
        return []
    return [
        Candidate(
            source=f"missed:{subject.item_id}",
            **counting(
                NP_(
                    "person looked at this piece in twelve weeks when there was none left.",
                    "people looked at this piece in twelve weeks when there was none left.",
                ),
                people,
            ),
            figure=str(people),
            series=_each_week(rows, lambda d: d.visitors, on),
            facts={"people": people},
            small=people < FEW,
            makers=makers(rows),
        )
    ]


def _declines(subject: Subject, days: list[DemandDay], on: date) -> list[Candidate]:
    rows = [d for d in days if d.kind in (SignalKind.DECLINE, SignalKind.REDUCTION)]
    lost = sum(d.signals for d in rows)
    if not lost:
        return []
    return [
        Candidate(
            source=f"declines:{subject.craft_id or subject.item_id}",
            **counting(
                NP_(
                    "request of this craft was declined or cut down in twelve weeks.",
                    "requests of this craft were declined or cut down in twelve weeks.",
                ),
                lost,
            ),
            figure=str(lost),
            series=_each_week(rows, lambda d: d.signals, on),
            facts={"lost": lost},
            small=lost < FEW,
            makers=makers(rows),
        )
    ]


def _requests(subject: Subject, days: list[DemandDay], on: date) -> list[Candidate]:
    wanted = subject.item_id
    rows = [d for d in days if d.kind is SignalKind.REQUEST_LINE and (not wanted or d.item_id == wanted)]
    pieces = sum(d.quantity for d in rows)
    if not pieces:
        return []
    said = (
        NP_("piece of this kind was asked for in twelve weeks.", "pieces of this kind were asked for in twelve weeks.")
        if wanted
        else NP_(
            "piece of this craft was asked for in twelve weeks.", "pieces of this craft were asked for in twelve weeks."
        )
    )
    return [
        Candidate(
            source=f"requests:{'item' if wanted else 'craft'}:{wanted or subject.craft_id}",
            **counting(said, pieces),
            figure=str(pieces),
            series=_each_week(rows, lambda d: d.quantity, on),
            facts={"pieces": pieces},
            small=pieces < FEW,
            makers=makers(rows),
        )
    ]


def _prices(subject: Subject, on: date) -> list[Candidate]:
    """What customers accepted to pay, beside what is asked now. Prices in centimes."""
    if subject.item_id is None:
        return []
    query = (
        select(OfferLine.unit_price, RequestLine.artisan_id)
        .join(RequestLine, RequestLine.id == OfferLine.line_id)
        .join(Variant, Variant.id == RequestLine.variant_id)
        .where(
            Variant.item_id == subject.item_id,
            OfferLine.accepted.is_(True),
            OfferLine.ready_on > on - timedelta(days=365),
        )
    )
    rows = db.session.execute(query).all()
    accepted = [row.unit_price for row in rows]
    offered = Variant.item_id == subject.item_id, Variant.put_away_at.is_(None)
    asked = db.session.scalar(select(func.min(Variant.price)).where(*offered))
    if not accepted or asked is None:
        return []
    typical = int(median(accepted))
    return [
        Candidate(
            source=f"prices:{subject.item_id}",
            **counting(
                NP_(
                    "MAD is the price accepted in %(num)d offer this year. It is offered at %(asked)s now.",
                    "MAD is the price accepted in %(num)d offers this year. It is offered at %(asked)s now.",
                ),
                len(accepted),
            ),
            figure=str(typical // 100),
            facts={"offers": len(accepted), "accepted": typical, "asked": str(asked // 100)},
            small=len(accepted) < FEW,
            makers=frozenset(row.artisan_id for row in rows if row.artisan_id),
        )
    ]
