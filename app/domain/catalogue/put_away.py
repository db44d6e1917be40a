"""The end of a variant: it vanishes where nobody asked for it, and is put away where requests know it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue import search, variants
from app.domain.catalogue.models import Item, Variant
from app.domain.people.models import User


class Promised(Refusal):
    text = N_("Some are promised to customers. It can be taken away once they are sent.")
    status = 409


class TheLast(Refusal):
    text = N_("A piece keeps at least one size. Put the whole piece away instead.")
    status = 409


def take_away(variant: Variant, *, by: User, at: datetime) -> bool:
    """Offer it no longer. Loaded for update with its item. Returns whether it vanished: nobody ever asked for it.

    Where a request knows it, the database keeps it from vanishing, and it is put away: the request keeps its line.
    Raises TheLast, Promised.
    """
    item = variant.item
    if len(item.variants) < 2:
        raise TheLast
    if variant.reserved:
        raise Promised
    variants.note("variant.taken_away", variant, by=by, at=at, facts={"sku": variant.sku})
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.delete(variant)
            db.session.flush()
        vanished = True
    except IntegrityError:
        db.session.refresh(variant)
        variant.put_away_at = at
        db.session.flush()
        vanished = False
    db.session.expire(item, ["variants"])
    search.index(item)
    return vanished


def bring_back(item: Item, variant: Variant, *, by: User, at: datetime) -> None:
    """Offer it again, after the others. item: loaded for update. Raises TooMany, SameLabel."""
    if len(item.variants) >= variants.MOST:
        raise variants.TooMany(most=variants.MOST)
    if variants.called(variant.labels) in {variants.called(one.labels) for one in item.variants}:
        raise variants.SameLabel
    variant.put_away_at, variant.position = None, 1 + max(one.position for one in item.variants)
    db.session.flush()
    db.session.expire(item, ["variants"])
    search.index(item)
    variants.note("variant.brought_back", variant, by=by, at=at)


def of(item: Item) -> list[Variant]:
    """Those that are no longer offered and that requests know, the last one first."""
    gone = select(Variant).where(Variant.item_id == item.id, Variant.put_away_at.is_not(None))
    return list(db.session.scalars(gone.order_by(Variant.put_away_at.desc(), Variant.id)))
