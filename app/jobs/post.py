"""Delivering the outbox: take, write, hand over, settle. At least once, with the same key at every try."""

from datetime import datetime
from typing import NamedTuple

import structlog
from flask import current_app
from jinja2 import TemplateError

from app.adapters import mail, sms
from app.adapters.trouble import Never, NotNow
from app.base import clock
from app.base.database import db, writing
from app.base.settings import Settings
from app.domain.notices import delivering, quiet
from app.domain.notices.models import Channel, OutboxMessage
from app.web import letters

log = structlog.get_logger("post")


class NoWay(Exception):
    """Nothing is set up to send this kind of message."""


class Taken(NamedTuple):
    """A message in the hand, out of any transaction, and the lease it was taken under."""

    id: int
    message: OutboxMessage
    lease: datetime


def deliver_due() -> int:
    """Deliver what is due. Returns how many messages were handled."""
    if not delivering.is_due(clock.now()):
        db.session.rollback()
        return 0
    db.session.rollback()
    taken = _take()
    for one in taken:
        _deliver(one)
    return len(taken)


def _take() -> list[Taken]:
    chosen: Settings = current_app.config["SETTINGS"]
    now = clock.now()
    with writing():
        morning = quiet.until(now, chosen.quiet_hours) if chosen.sms_url else None
        if morning is not None:
            delivering.hush(now, morning)
        messages = delivering.take(now)
        db.session.commit()
    for message in messages:
        db.session.expunge(message)
    return [Taken(message.id, message, message.leased_until) for message in messages if message.leased_until]


def _deliver(one: Taken) -> None:
    """No transaction is open while the outside world is spoken to."""
    letter, trouble, for_good, waits = None, "", False, False
    try:
        letter = letters.written(one.message)
        _hand_over(one.message, letter, current_app.config["SETTINGS"])
    except NoWay as none:
        trouble, waits = str(none), True
    except NotNow as later:
        trouble = str(later)
    except Never as refused:
        trouble, for_good = str(refused), True
    except (TemplateError, TypeError, ValueError, LookupError) as wrong:  # the template or its facts: our fault
        trouble = f"{one.message.template}: {type(wrong).__name__}: {wrong}"
        log.exception("a message could not be written", template=one.message.template)
    _settle(one, letter, trouble, for_good=for_good, waits=waits)


def _hand_over(message: OutboxMessage, letter: letters.Letter, chosen: Settings) -> None:
    """To the server or the gateway; in a demonstration without them, the outbox page is where it arrives."""
    url = chosen.mail_url if message.channel is Channel.EMAIL else chosen.sms_url
    if url is None:
        if not chosen.demo:
            raise NoWay(f"{'MAIL_URL' if message.channel is Channel.EMAIL else 'SMS_URL'} is not set")
    elif message.channel is Channel.EMAIL:
        composed = mail.compose(
            sender=chosen.mail_from,
            to=message.recipient,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            key=message.key,
            stop=letter.stop,
        )
        mail.send(url, composed)
    else:
        sms.send(url, to=message.recipient, text=letter.text.strip(), key=message.key)


def _settle(one: Taken, letter: letters.Letter | None, trouble: str, *, for_good: bool, waits: bool) -> None:
    now = clock.now()
    with writing():
        message = delivering.held(one.id, one.lease)
        if message is None:
            log.warning("another worker has this message by now", message=one.message.key)
        elif letter is not None and not trouble:
            keep = current_app.config["SETTINGS"].demo
            delivering.delivered(message, subject=letter.subject, body=letter.text, html=letter.html, at=now, keep=keep)
        elif waits:
            delivering.postponed(message, trouble, at=now)
        else:
            delivering.failed(message, trouble, at=now, for_good=for_good)
            log.warning("not delivered", message=message.key, tries=message.tries, state=message.state.value)
        db.session.commit()
