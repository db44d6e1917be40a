"""A new item: its number, its one variant, and the pieces that stand ready from the start."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.audit import trail
from app.domain.catalogue import stock, terms
from app.domain.catalogue.models import Item, ItemState, Kind, Unit, Variant
from app.domain.people.models import Artisan, User
from app.domain.people.trades import Craft

OTHER = "PCE"
"""The letters of a reference whose craft has none of its own."""


class NotACraft(Refusal):
    text = N_("Choose the craft.")


@dataclass(frozen=True)
class Start:
    """How it can be had. price: centimes. counted: pieces that stand ready. lead_days: days to make one."""

    kind: Kind
    price: int
    counted: int
    unit: Unit = Unit.PIECE
    lead_days: int = 0

    def __post_init__(self) -> None:
        terms.check(terms.Terms(self.price, self.lead_days))
        if self.counted > 1 and self.kind is Kind.UNIQUE:
            raise stock.OnlyOne(field="counted")


def add(artisan: Artisan, craft: Craft, start: Start, *, by: User, at: datetime, note: str = "") -> Item:
    """A draft of an artisan's new item, with its opening count.

    Pieces that stand ready of something made to order make it ready and then made to order.
    by: its maker, or an advisor, whose deed is then recorded as done for them. Raises NotACraft, and what stock raises.
    """
    if craft.children:
        raise NotACraft(field="craft")
    for_them = artisan.user_id != by.id
    named = _next_reference(craft)
    item = Item(
        slug=named.lower(),
        reference=named,
        artisan=artisan,
        craft=craft,
        state=ItemState.DRAFT,
        note=note,
        created_at=at,
        created_by_id=by.id,
    )
    variant = _variant(named, start, artisan)
    item.variants.append(variant)
    db.session.add(item)
    db.session.flush()
    if variant.is_stocked:
        stock.count(variant, start.counted, by=by, at=at, on_behalf=for_them)
    if for_them:
        trail.record("item.added", subject="item", subject_id=item.id, by_id=by.id, on_behalf_of_id=artisan.id, at=at)
    return item


def _variant(sku: str, start: Start, artisan: Artisan) -> Variant:
    kind = start.kind
    if kind is Kind.MADE_TO_ORDER and start.counted:
        kind = Kind.READY_THEN_MADE
    made = kind in (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
    return Variant(
        sku=sku,
        labels={},
        kind=kind,
        unit=start.unit,
        price=start.price,
        on_hand=0,
        reserved=0,
        lead_days=start.lead_days if made else 0,
        weekly_capacity=artisan.weekly_capacity if made else 0,
        position=0,
    )


def _next_reference(craft: Craft) -> str:
    """The craft's letters and a number none had before. Its crafts are locked, so two cannot take the same."""
    db.session.scalars(select(Craft.id).where(Craft.code == craft.code).order_by(Craft.id).with_for_update()).all()
    letters = letters_of(craft.code)
    return reference(letters, highest_number(letters) + 1)


def letters_of(code: str) -> str:
    """What the references of a craft begin with."""
    return re.sub(r"[^A-Z]", "", code.upper()) or OTHER


def reference(letters: str, number: int) -> str:
    return f"{letters}-{number:04d}"


def highest_number(letters: str) -> int:
    """The highest number among the references that begin with these letters; 0 where there is none."""
    newest = (
        select(Item.reference)
        .where(Item.reference.like(f"{letters}-%"))
        .order_by(func.length(Item.reference).desc(), Item.reference.desc())
        .limit(50)
    )
    tails = (found.rpartition("-")[2] for found in db.session.scalars(newest))
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
