"""What the team calls pieces by, for lists about many of them."""

from collections.abc import Collection

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item, Variant


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
