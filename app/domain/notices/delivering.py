"""From posted to delivered: taking messages, and what becomes of one that was sent or could not be."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.base.database import db
from app.base.errors import N_, Missing, Refusal
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.work import leases

LEASE = timedelta(minutes=5)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 8, 30, 120, 360, 720, 1440))
"""How long to wait after the first failure, the second, …; after the last one the message has failed."""
LONGEST_ERROR = 500
PASSING = frozenset({"sign_in_code"})
"""Messages that are worth nothing later: whoever still needs one asks for another."""


class NotFailed(Refusal):
    text = N_("This message is on its way already.")
    status = 409


class TooLate(Refusal):
    text = N_("This code has expired. The person asks for another one when they sign in.")


def is_due(at: datetime) -> bool:
    """Whether a look at the outbox is worth a writing transaction."""
    waiting = select(OutboxMessage.id).where(OutboxMessage.state == Delivery.WAITING, OutboxMessage.due_at <= at)
    return db.session.scalar(waiting.limit(1)) is not None


def take(at: datetime, limit: int = 20) -> list[OutboxMessage]:
    """Messages that are due, leased: whoever took them delivers them, or another does when the lease runs out."""
    return leases.take(
        OutboxMessage,
        OutboxMessage.state == Delivery.WAITING,
        OutboxMessage.due_at <= at,
        at=at,
        lasting=LEASE,
        order=OutboxMessage.id,
        limit=limit,
    )


def hush(at: datetime, until: datetime) -> None:
    """Let SMS that are due wait until the quiet is over, but what is worth nothing later. No try is counted."""
    due = (OutboxMessage.state == Delivery.WAITING, OutboxMessage.due_at <= at)
    sms = update(OutboxMessage).where(
        *due, OutboxMessage.channel == Channel.SMS, OutboxMessage.template.not_in(PASSING)
    )
    db.session.execute(sms.values(due_at=until).execution_options(synchronize_session=False))


def held(message_id: int, lease: datetime | None) -> OutboxMessage | None:
    """A message taken before, for update, unless another worker has it by now."""
    return leases.held(OutboxMessage, OutboxMessage.id == message_id, lease)


def delivered(message: OutboxMessage, *, subject: str, body: str, html: str | None, at: datetime, keep: bool) -> None:
    """It has left. What was written is kept, unless it holds a link or a code. keep: of a demonstration, all of it."""
    message.state, message.delivered_at = Delivery.DELIVERED, at
    message.leased_until = message.last_error = None
    if keep or not message.secret:
        message.subject, message.body, message.html = subject[:250] or None, body, html
    if not keep:
        message.secret = {}


def failed(message: OutboxMessage, error: str, *, at: datetime, for_good: bool = False) -> None:
    """It could not be sent: it waits longer each time, and has failed when nothing helped. The reason is kept."""
    message.tries += 1
    message.leased_until = None
    message.last_error = error[:LONGEST_ERROR]
    if for_good or message.tries > len(BACKOFF):
        message.state = Delivery.FAILED
    else:
        message.due_at = at + BACKOFF[message.tries - 1]


def postponed(message: OutboxMessage, reason: str, *, at: datetime) -> None:
    """There is no way to send it yet (nothing is set up): it waits, and no try is counted."""
    message.leased_until = None
    message.last_error = reason[:LONGEST_ERROR]
    message.due_at = at + timedelta(minutes=5)


def again(message: OutboxMessage, at: datetime) -> None:
    """Try a failed message anew, from the first try on. Raises NotFailed, TooLate."""
    if message.state is not Delivery.FAILED:
        raise NotFailed
    if message.template in PASSING:
        raise TooLate
    message.state, message.tries, message.due_at = Delivery.WAITING, 0, at


def troubled(*, request_id: int | None = None, limit: int = 200) -> Sequence[OutboxMessage]:
    """Messages that could not be delivered, of all or about one request, newest first: those given up, then those
    that are still tried."""
    tried = (OutboxMessage.state == Delivery.WAITING, OutboxMessage.last_error.is_not(None))
    wanted = select(OutboxMessage).where(or_(and_(*_given_up()), and_(*tried)))
    if request_id is not None:
        wanted = wanted.where(OutboxMessage.request_id == request_id)
    return db.session.scalars(wanted.order_by(OutboxMessage.state, OutboxMessage.id.desc()).limit(limit)).all()


def given_up() -> int:
    """How many messages have failed."""
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(*_given_up())) or 0


def requests_given_up() -> Sequence[int]:
    """The requests that somebody was not told of, the latest first."""
    about = select(OutboxMessage.request_id).where(*_given_up(), OutboxMessage.request_id.is_not(None))
    last = func.max(OutboxMessage.id).desc()
    return [id_ for id_ in db.session.scalars(about.group_by(OutboxMessage.request_id).order_by(last)) if id_]


def undeliverable(about: Collection[int]) -> Sequence[tuple[int, str]]:
    """Whom messages about these requests did not reach: (request's id, recipient)."""
    if not about:
        return []
    theirs = select(OutboxMessage.request_id, OutboxMessage.recipient).where(OutboxMessage.request_id.in_(about))
    rows = db.session.execute(theirs.where(*_given_up(), OutboxMessage.user_id.is_(None)).distinct())
    return [(request_id, recipient) for request_id, recipient in rows if request_id is not None]


def _given_up() -> tuple[ColumnElement[bool], ...]:
    """Nothing is tried any more, and there still is somebody to tell."""
    return (
        OutboxMessage.state == Delivery.FAILED,
        OutboxMessage.template.not_in(PASSING),
        OutboxMessage.recipient != "",
    )


def to_change(message_id: int) -> OutboxMessage:
    """A message, for update. Raises Missing."""
    message = db.session.get(OutboxMessage, message_id, with_for_update=True, populate_existing=True)
    if message is None:
        raise Missing
    return message


def newest(limit: int = 200) -> list[OutboxMessage]:
    """The last messages, newest first."""
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)))


def counted() -> dict[Delivery, int]:
    """How many messages are in each state."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    found: dict[Delivery, int] = {state: count for state, count in rows}  # noqa: C416  # rows are no plain tuples
    return {state: found.get(state, 0) for state in Delivery}
