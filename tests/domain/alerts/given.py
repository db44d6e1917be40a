"""Alerts as they come to be: asked for, and confirmed from the message."""

from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.domain.alerts import asking, confirming, links
from app.domain.alerts.asking import Reached
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue.models import Item
from app.domain.notices.models import Channel, OutboxMessage
from tests.given import NOW

CLAIRE = Reached(Channel.EMAIL, "Claire.Canary@example.org")
HICHAM = Reached(Channel.SMS, "+212612009999")


def asked(about: Item | str, kind: AlertKind = AlertKind.STOCK, who: Reached = CLAIRE, **more: Any) -> Alert | None:
    """What is waited for after asking; None where nothing is."""
    facts = {"language": "fr", "sender": "192.0.2.7", "at": NOW, **more}
    if isinstance(about, Item):
        asking.about_item(kind, about, who, **facts)
    else:
        asking.about_words(about, who, **facts)
    contact = links.contact(who.channel, who.recipient)
    return db.session.scalars(select(Alert).where(Alert.contact == contact).order_by(Alert.id.desc())).first()


def confirmed(about: Item | str, kind: AlertKind = AlertKind.STOCK, who: Reached = CLAIRE, **more: Any) -> Alert:
    alert = asked(about, kind, who, **more)
    assert alert is not None
    confirming.confirm(alert, at=more.get("at", NOW))
    db.session.flush()
    return alert


def letters(template: str | None = None) -> list[OutboxMessage]:
    """What was written about alerts, or by one template."""
    db.session.flush()
    chosen = select(OutboxMessage).where(OutboxMessage.template.startswith(template or "alert_", autoescape=True))
    return list(db.session.scalars(chosen.order_by(OutboxMessage.id)))


def alerts() -> list[Alert]:
    db.session.flush()
    db.session.expire_all()
    return list(db.session.scalars(select(Alert).order_by(Alert.id)))
