"""Letting go of contacts: when they say so, when nobody confirmed, when their message has left, after a year."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from app.base.database import db
from app.domain.alerts import links
from app.domain.alerts.asking import CONFIRM
from app.domain.alerts.models import Alert
from app.domain.alerts.telling import BACK, CHEAPER, FOUND
from app.domain.notices import outbox
from app.domain.notices.models import Channel, Delivery
from app.domain.purchasing.models import PurchaseRequest

UNCONFIRMED = timedelta(hours=48)
CONFIRMED = timedelta(days=365)
DELIVERED = timedelta(hours=48)
FAILED = timedelta(days=7)
"""What could not be delivered can be tried anew from the office for so long."""
TOLD = (BACK, CHEAPER, FOUND)
TEMPLATES = (CONFIRM, *TOLD)


def forget_old(at: datetime) -> None:
    """What the clock does: alerts that nobody confirmed or that waited a year, and what was written about alerts."""
    db.session.execute(delete(Alert).where(Alert.confirmed_at.is_(None), Alert.asked_at < at - UNCONFIRMED))
    db.session.execute(delete(Alert).where(Alert.confirmed_at < at - CONFIRMED))
    outbox.drop(TEMPLATES, Delivery.DELIVERED, before=at - DELIVERED)
    outbox.drop((CONFIRM,), Delivery.WAITING, before=at - UNCONFIRMED)
    outbox.drop((CONFIRM,), Delivery.FAILED, before=at - UNCONFIRMED)
    outbox.drop(TOLD, Delivery.FAILED, before=at - FAILED)


def on_forgotten(request: PurchaseRequest, asked_for: bool) -> None:
    """Registered in assembly: a customer who has their details erased waits for nothing more by the same contacts.

    Where the clock forgets an old request, what the person waits for by now is another matter.
    """
    reached = [(Channel.EMAIL, request.email), (Channel.SMS, request.phone)] if asked_for else []
    known = [(channel, recipient) for channel, recipient in reached if recipient]
    for channel, recipient in known:
        outbox.forget_recipient(channel, recipient, TEMPLATES)
    contacts = [links.contact(channel, recipient) for channel, recipient in known]
    if contacts:
        db.session.execute(delete(Alert).where(Alert.contact.in_(contacts)))


def stop(contact: str, alert_id: int | None = None) -> int:
    """On their word: one alert ends, or all do and nothing of the contact is left. Returns how many ended.

    contact: what the link ends with. Doing it twice changes nothing.
    """
    theirs = delete(Alert).where(Alert.contact == contact)
    if alert_id is not None:
        theirs = theirs.where(Alert.id == alert_id)
    else:
        for channel, recipient in outbox.recipients(TEMPLATES):
            if links.contact(channel, recipient) == contact:
                outbox.forget_recipient(channel, recipient, TEMPLATES)
    return int(db.session.execute(theirs).rowcount)  # type: ignore[attr-defined]  # a delete has one
