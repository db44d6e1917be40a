"""What happened to a request, written once, and who must know in the same transaction.

Higher subjects (demand, later the ledger) register in ``assembly``; a listener is called with the request and
the event, may add rows, and never commits.
"""

from collections.abc import Callable

from sqlalchemy import inspect

from app.base.database import db
from app.domain.purchasing.models import PurchaseRequest, RequestEvent

Listener = Callable[[PurchaseRequest, RequestEvent], None]
listeners: list[Listener] = []


def write(request: PurchaseRequest, event: RequestEvent) -> RequestEvent:
    """Append an event and tell the listeners, once its id is known. A log that nobody has read is not read for it."""
    if "events" in inspect(request).unloaded:
        event.request_id = request.id
        db.session.add(event)
    else:
        request.events.append(event)
    db.session.flush()
    for listener in listeners:
        listener(request, event)
    return event
