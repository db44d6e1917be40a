"""Drafts the system proposes from what is asked in vain. A person takes one up, or puts it off; nobody else does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.base import clock
from app.base.database import db, take_turns
from app.base.errors import N_, Refusal
from app.domain.advice.models import AdviceKind, AdviceState, Priority, Recommendation
from app.domain.advice.put_off_models import NotNow, PutOff
from app.domain.audit import trail
from app.domain.catalogue.models import Item, ItemState
from app.domain.demand import capacity
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.people.models import Artisan, Standing, User, artisan_craft

MOST = 8
MOST_MAKERS = 3
LATELY = timedelta(weeks=12)
GROWN = 1.5
"""A proposal that was put off comes back once it is worth so many times as much."""
HIGH, LOW = 100_000, 20_000
"""Centimes a month."""
BY_KIND = {
    Kind.NO_RESULT: AdviceKind.NEW_PIECE,
    Kind.POOR_RESULT: AdviceKind.PHOTOS_TEXT,
    Kind.ATTRIBUTE: AdviceKind.NEW_VARIATION,
}
BY_REASON = {
    "price": AdviceKind.PRICE,
    "price_too_low": AdviceKind.PRICE,
    "too_expensive": AdviceKind.PRICE,
    "delay": AdviceKind.DELAY,
    "no_time": AdviceKind.DELAY,
    "materials_missing": AdviceKind.MATERIALS_TOGETHER,
}


@dataclass(frozen=True)
class Candidate:
    """Who could make it. free: pieces in four weeks. similar: pieces of the craft they have on sale."""

    artisan: Artisan
    free: int
    similar: int


@dataclass(frozen=True)
class Proposal:
    """makers: those with something like it and time for it first. more: how many others could."""

    opportunity: Opportunity
    kind: AdviceKind
    priority: Priority
    makers: Sequence[Candidate]
    more: int
    item: Item | None


def kind_for(opportunity: Opportunity) -> AdviceKind:
    """What most often answers such a sign."""
    if opportunity.kind in BY_KIND:
        return BY_KIND[opportunity.kind]
    return BY_REASON.get(opportunity.reason, AdviceKind.MAKE_MORE)


def priority_for(opportunity: Opportunity) -> Priority:
    """By what it is worth a month; of few cases nothing is urgent."""
    if opportunity.value >= HIGH and not opportunity.is_small:
        return Priority.HIGH
    return Priority.LOW if opportunity.value < LOW else Priority.NORMAL


def from_ranked(ranked: Sequence[Opportunity], *, now: datetime, most: int = MOST) -> list[Proposal]:
    """For the opportunities nobody was advised on lately and nobody put off, the most valuable first.

    ranked: the most valuable first.
    """
    return described(open_ones(ranked, now=now)[:most], now=now)


def open_ones(ranked: Sequence[Opportunity], *, now: datetime) -> list[Opportunity]:
    """Those nobody was advised on lately and nobody put off, in their order. Two statements."""
    taken, advised = _advised(now)
    put_off = {row.opportunity: row.value for row in db.session.scalars(select(PutOff))}
    return [
        one
        for one in ranked
        if one.key not in taken
        and one.item_id not in advised
        and (one.key not in put_off or one.value >= max(GROWN * put_off[one.key], 1))
    ]


def described(opportunities: Sequence[Opportunity], *, now: datetime) -> list[Proposal]:
    """Each with its kind and who could make it, in their order. Four statements."""
    items = _items({one.item_id for one in opportunities if one.item_id})
    makers = could_make({one.craft_id for one in opportunities if one.craft_id}, today=clock.local(now).date())
    return [_proposal(one, items.get(one.item_id), makers.get(one.craft_id, [])) for one in opportunities]


class InHand(Refusal):
    text = N_("Somebody has taken this up already.")
    status = 409


def must_be_free(opportunity: Opportunity, *, now: datetime) -> None:
    """Nobody has a draft of it, and nobody was advised on it lately; who asks at the same time waits. Raises InHand."""
    take_turns(f"proposal:{opportunity.key}")
    taken, advised = _advised(now)
    if opportunity.key in taken or opportunity.item_id in advised:
        raise InHand


def _proposal(opportunity: Opportunity, item: Item | None, makers: Sequence[Candidate]) -> Proposal:
    own = [one for one in makers if item is not None and one.artisan.id == item.artisan_id]
    chosen = own or list(makers)
    shown = chosen[:MOST_MAKERS]
    return Proposal(
        opportunity, kind_for(opportunity), priority_for(opportunity), shown, len(chosen) - len(shown), item
    )


def put_off(opportunity: Opportunity, reason: NotNow, *, by: User, at: datetime) -> PutOff:
    """Not now. It is proposed again once it is worth clearly more."""
    take_turns(f"proposal:{opportunity.key}")
    row = db.session.scalar(select(PutOff).where(PutOff.opportunity == opportunity.key).with_for_update())
    if row is None:
        row = PutOff(opportunity=opportunity.key)
        db.session.add(row)
    row.reason, row.value, row.at, row.by_id = reason, opportunity.value, at, by.id
    facts = {"opportunity": opportunity.key, "reason": reason.value, "value": opportunity.value}
    trail.record("proposal.put_off", subject="put_off", subject_id=None, by_id=by.id, at=at, facts=facts)
    return row


def could_make(craft_ids: Collection[int], *, today: date) -> dict[int, list[Candidate]]:
    """By craft, the artisans in good standing who make things of it: those who have some on sale and time first."""
    if not craft_ids:
        return {}
    booked = {row[0]: int(row[1]) for row in db.session.execute(select(capacity.booked(today)))}
    on_sale = select(Item.artisan_id, Item.craft_id, func.count()).where(Item.state == ItemState.PUBLISHED)
    on_sale = on_sale.where(Item.craft_id.in_(craft_ids)).group_by(Item.artisan_id, Item.craft_id)
    similar = {(row[0], row[1]): row[2] for row in db.session.execute(on_sale)}
    chosen = (
        select(artisan_craft.c.craft_id, Artisan)
        .join(Artisan, Artisan.id == artisan_craft.c.artisan_id)
        .where(artisan_craft.c.craft_id.in_(craft_ids), Artisan.standing == Standing.GOOD)
        .options(joinedload(Artisan.place))
        .order_by(Artisan.name, Artisan.id)
    )
    found: dict[int, list[Candidate]] = {}
    for craft_id, artisan in db.session.execute(chosen):
        free = max(artisan.weekly_capacity * capacity.WEEKS - booked.get(artisan.id, 0), 0)
        found.setdefault(craft_id, []).append(Candidate(artisan, free, similar.get((artisan.id, craft_id), 0)))
    for makers in found.values():
        makers.sort(key=lambda one: (one.free == 0, one.similar == 0, -one.free))
    return found


def _advised(now: datetime) -> tuple[set[str], set[int]]:
    """Opportunities and pieces on which there is a draft or advice sent lately."""
    lately = or_(Recommendation.state == AdviceState.DRAFT, Recommendation.sent_at > now - LATELY)
    chosen = select(Recommendation.opportunity, Recommendation.item_id).where(lately)
    rows = db.session.execute(chosen.where(Recommendation.state != AdviceState.WITHDRAWN)).all()
    return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}


def _items(ids: Collection[int]) -> dict[int, Item]:
    if not ids:
        return {}
    return {item.id: item for item in db.session.scalars(select(Item).where(Item.id.in_(ids)))}
