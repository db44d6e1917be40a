"""Whoever asked says from their own telephone or mailbox that it was them: from then on they are waited for."""

from datetime import datetime

from app.domain.alerts.models import Alert, AlertKind
from app.domain.demand import signals
from app.domain.demand.models import SignalKind


def confirm(alert: Alert, *, at: datetime) -> None:
    """Confirm an alert, loaded for update. Doing it twice changes nothing.

    One who waits for a piece to be back is a sign of demand. One who waits for words has left theirs by searching.
    """
    if alert.confirmed_at is not None:
        return
    alert.confirmed_at = at
    if alert.kind is AlertKind.STOCK and alert.item is not None:
        signals.record(
            SignalKind.STOCK_ALERT,
            at=at,
            language=alert.language,
            item_id=alert.item_id,
            craft_id=alert.item.craft_id,
            artisan_id=alert.item.artisan_id,
            value=min(variant.price for variant in alert.item.variants),
        )
