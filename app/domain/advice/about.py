"""Advice that was given about a piece or from an opportunity, for lists that say what became of lost demand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.base.database import db
from app.domain.advice.models import AdviceState, Recommendation


@dataclass(frozen=True)
class Given:
    """Advice that was sent. item_id: 0 where it is about no piece. opportunity: the key it came from, or empty."""

    id: int
    title: str
    sent_at: datetime
    item_id: int
    opportunity: str


def given(item_ids: Collection[int], keys: Collection[str]) -> list[Given]:
    """What was sent about these pieces or from these opportunities and not withdrawn, newest first. One statement."""
    one = Recommendation
    about = [one.item_id.in_(item_ids)] if item_ids else []
    about += [one.opportunity.in_(keys)] if keys else []
    if not about:
        return []
    chosen = select(one.id, one.title, one.sent_at, one.item_id, one.opportunity)
    sent = (one.state == AdviceState.SENT, one.sent_at.is_not(None), or_(*about))
    rows = db.session.execute(chosen.where(*sent).order_by(one.sent_at.desc(), one.id.desc()))
    return [Given(row.id, row.title, row.sent_at, row.item_id or 0, row.opportunity) for row in rows]
