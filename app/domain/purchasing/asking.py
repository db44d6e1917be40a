"""Since when a line waits for its maker's word: it was sent, entrusted to them later, or a change was asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.base.database import db
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import RequestEvent, RequestLine


@dataclass
class Asked:
    """What was asked of makers after a request was sent. changed: when its customer last asked for a change.

    entrusted: by line, when a wish was last given to a maker.
    """

    changed: datetime | None = None
    entrusted: dict[int, datetime] = field(default_factory=dict)


def since(line: RequestLine, asked: Asked) -> datetime:
    """When its maker was last asked."""
    moments = (line.request.sent_at, asked.changed, asked.entrusted.get(line.id))
    return max(moment for moment in moments if moment is not None)


def of(ids: Collection[int]) -> Mapping[int, Asked]:
    """What was asked later of the makers of these requests, by request."""
    found = {id_: Asked() for id_ in ids}
    deeds = (Deed.ASK_CHANGE.value, Deed.ENTRUST.value)
    events = select(RequestEvent).where(RequestEvent.request_id.in_(ids), RequestEvent.deed.in_(deeds))
    for event in db.session.scalars(events.order_by(RequestEvent.id)):
        if event.deed == Deed.ASK_CHANGE.value:
            found[event.request_id].changed = event.at
        else:
            found[event.request_id].entrusted[event.facts["line_id"]] = event.at
    return found
