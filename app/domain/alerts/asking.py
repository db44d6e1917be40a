"""Asking to be told of something. All that leaves at once is one message that asks whether it was really them.

Whoever asks learns nothing about the contact they named: known or not, confirmed or not, the answer is the same.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.base.database import db, new_key
from app.base.errors import N_, Refusal
from app.domain.alerts import links
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue import search
from app.domain.catalogue.models import Item
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import throttles

CONFIRM = "alert_confirm"
LONGEST_WORDS = 120


class NothingSought(Refusal):
    text = N_("Write what you are looking for.")


@dataclass(frozen=True)
class Reached:
    """An e-mail address, or a phone number in E.164."""

    channel: Channel
    recipient: str


def about_item(kind: AlertKind, item: Item, reached: Reached, *, language: str, sender: str, at: datetime) -> None:
    """Wait for a piece to be back, or to cost less than now. sender: ``addresses.counted``. Raises TooMany."""
    price = min(variant.price for variant in item.variants) if kind is AlertKind.PRICE else None
    _ask(
        Alert(kind=kind, item_id=item.id, price=price, words="", sought=""),
        reached,
        language=language,
        sender=sender,
        at=at,
    )


def about_words(words: str, reached: Reached, *, language: str, sender: str, at: datetime) -> None:
    """Wait for a piece that a search finds. sender: ``addresses.counted``. Raises NothingSought, TooMany."""
    understood = search.wanted(words)
    if not understood:
        raise NothingSought(field="words")
    _ask(
        Alert(kind=AlertKind.WORDS, words=words[:LONGEST_WORDS], sought=" ".join(understood)),
        reached,
        language=language,
        sender=sender,
        at=at,
    )


def _ask(alert: Alert, reached: Reached, *, language: str, sender: str, at: datetime) -> None:
    throttles.take([(throttles.ALERTS_FROM_ADDRESS, sender), (throttles.ALERTS_FROM_ADDRESS_A_DAY, sender)], at=at)
    try:
        mailbox = _mailbox(reached)
        throttles.take([(throttles.ALERTS, mailbox), (throttles.ALERTS_A_DAY, mailbox)], at=at)
    except throttles.TooMany:
        return  # written to often enough; to say so would tell that somebody had asked before
    alert.contact = links.contact(reached.channel, reached.recipient)
    known = _same(alert)
    if known is not None and known.confirmed_at is not None:
        return
    if known is None:
        alert.key, alert.channel, alert.recipient = new_key(), reached.channel, reached.recipient
        db.session.add(alert)
    waiting = known or alert
    waiting.asked_at, waiting.language = at, language
    db.session.flush()
    _ask_whether_it_was_them(waiting, at)


def _same(alert: Alert) -> Alert | None:
    """What the same contact already waits for, locked: asked for twice it is one alert."""
    chosen = select(Alert).where(Alert.contact == alert.contact, Alert.kind == alert.kind)
    what = Alert.sought == alert.sought if alert.item_id is None else Alert.item_id == alert.item_id
    return db.session.scalar(chosen.where(what).with_for_update(of=Alert))


def _ask_whether_it_was_them(alert: Alert, at: datetime) -> None:
    """Nothing that was typed stands in it: anybody can have us write this to anybody."""
    item = db.session.get(Item, alert.item_id) if alert.item_id else None
    said = item.text(alert.language) if item else None
    outbox.post(
        CONFIRM,
        channel=alert.channel,
        recipient=alert.recipient,
        language=alert.language,
        at=at,
        facts={"kind": alert.kind.value, "title": said.title if said else ""},
        secret={"token": links.token(alert)},
    )


def _mailbox(reached: Reached) -> str:
    """Whom it would reach: what stands behind a plus in an e-mail address makes it nobody else's."""
    name, at, domain = reached.recipient.lower().rpartition("@")
    return f"{name.split('+', 1)[0]}{at}{domain}" if reached.channel is Channel.EMAIL else reached.recipient
