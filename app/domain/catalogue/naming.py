"""What the team calls pieces by, for lists about many of them."""

from collections.abc import Collection

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.revisions import ItemText, Standing


def references(ids: Collection[int]) -> dict[int, str]:
    """What these items are called by, in one question."""
    if not ids:
        return {}
    found = db.session.execute(select(Item.id, Item.reference).where(Item.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def of_variants(ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """The item and the SKU of these variants, in one question."""
    if not ids:
        return {}
    found = db.session.execute(select(Variant.id, Variant.item_id, Variant.sku).where(Variant.id.in_(ids)))
    return {row[0]: (row[1], row[2]) for row in found}


def titles(ids: Collection[int], language: str) -> dict[int, str]:
    """What these items are called in a language, else in French, else in any. Those without words are left out."""
    if not ids:
        return {}
    said = select(ItemText.item_id, ItemText.language, ItemText.title)
    approved = said.where(ItemText.item_id.in_(ids), ItemText.standing == Standing.APPROVED)
    found: dict[int, tuple[int, str]] = {}
    for item_id, written, title in db.session.execute(approved.order_by(ItemText.id)):
        rank = 0 if written == language else 1 if written == "fr" else 2
        if item_id not in found or rank < found[item_id][0]:
            found[item_id] = rank, title
    return {item_id: title for item_id, (_rank, title) in found.items()}


def prices_of(item_id: int) -> tuple[int, ...]:
    """The prices of an item's variants that are offered, in centimes, cheapest first."""
    chosen = select(Variant.price).where(Variant.item_id == item_id, Variant.put_away_at.is_(None)).distinct()
    return tuple(db.session.scalars(chosen.order_by(Variant.price)))
