"""Who waits for what, as numbers and as the contact themselves may see it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue.models import Item


def waiting(item_id: int) -> dict[AlertKind, int]:
    """How many people wait for a piece to be back, and for it to cost less. Only those who confirmed."""
    chosen = select(Alert.kind, func.count()).where(Alert.item_id == item_id, Alert.confirmed_at.is_not(None))
    return {kind: count for kind, count in db.session.execute(chosen.group_by(Alert.kind))}  # noqa: C416  # rows are no plain tuples


def of_contact(contact: str) -> Sequence[Alert]:
    """All that a contact waits for, the oldest first, with the pieces' words."""
    chosen = select(Alert).where(Alert.contact == contact, Alert.confirmed_at.is_not(None))
    piece = joinedload(Alert.item).options(selectinload(Item.texts))
    return db.session.scalars(chosen.options(piece).order_by(Alert.id)).unique().all()
