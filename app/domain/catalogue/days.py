"""What the day itself changes: goods past their best-before day, labels past the last day of their proof.

Rows say it once the day is over, so that lists, feeds and the team's queue follow by themselves.
"""

from datetime import datetime

from sqlalchemy import CursorResult, Update, update

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Variant
from app.domain.catalogue.proofs import ItemLabel


def turn(at: datetime) -> int:
    """Note what is over by now. Returns how many rows that were."""
    today = clock.local(at).date()
    goods = update(Variant).where(Variant.best_before < today, Variant.is_past.is_(False))
    ended = update(ItemLabel).where(ItemLabel.expires_on < today, ItemLabel.has_ended.is_(False))
    return _changed(goods.values(is_past=True, version=Variant.version + 1)) + _changed(
        ended.values(has_ended=True, version=ItemLabel.version + 1)
    )


def _changed(statement: Update) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount
