"""Posting a message: a row in the caller's transaction, nothing more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from app.base.database import db, new_key
from app.domain.notices.models import Channel, Delivery, OutboxMessage


def post(
    template: str,
    *,
    channel: Channel,
    recipient: str,
    language: str,
    at: datetime,
    facts: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    request_id: int | None = None,
    user_id: int | None = None,
    key: str | None = None,
) -> OutboxMessage:
    """Queue one message, to be written in ``language`` and delivered after the commit.

    template: a name under ``templates/notices/``. facts: plain JSON values for it; days are named ``…_on`` and
    moments ``…_at``, so that the template has them as dates again. secret: facts that are erased once delivered
    (a code, a private link). key: posting the same key twice is refused by the database.
    """
    message = OutboxMessage(
        **_columns(
            template,
            channel=channel,
            recipient=recipient,
            language=language,
            at=at,
            facts=facts,
            secret=secret,
            request_id=request_id,
            user_id=user_id,
            key=key,
        )
    )
    db.session.add(message)
    return message


def post_all(template: str, messages: Sequence[Mapping[str, Any]], *, channel: Channel, at: datetime) -> None:
    """Queue as many as there are by one statement. messages: what else ``post`` is told of each."""
    if messages:
        rows = [_columns(template, channel=channel, at=at, **message) for message in messages]
        db.session.execute(insert(OutboxMessage), rows)


def _columns(
    template: str,
    *,
    at: datetime,
    facts: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    key: str | None = None,
    **said: Any,
) -> dict[str, Any]:
    told = {"facts": _plain(facts or {}), "secret": _plain(secret or {})}
    return {"key": key or new_key(), "template": template, "created_at": at, "due_at": at, **told, **said}


def was_posted(template: str, request_id: int, recipient: str, *, since: datetime) -> bool:
    """Whether somebody was written to in this way about a request since a moment."""
    query = select(OutboxMessage.id).where(
        OutboxMessage.template == template,
        OutboxMessage.request_id == request_id,
        OutboxMessage.recipient == recipient,
        OutboxMessage.created_at > since,
    )
    return db.session.scalar(query.limit(1)) is not None


def facts_of(message: OutboxMessage) -> dict[str, Any]:
    """What the template is given: the facts and the secret ones, with days and moments as such."""
    return {name: _read(name, value) for name, value in {**message.facts, **message.secret}.items()}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _read(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name.endswith("_on"):
        return date.fromisoformat(value)
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return value


def forget(request_id: int, spared: Collection[str] = ()) -> None:
    """Take a customer out of what was written to them about a request. What was not sent yet never is.

    spared: numbers of others who have no account either. A server's complaint repeats the address it was about.
    """
    theirs = (
        OutboxMessage.request_id == request_id,
        OutboxMessage.user_id.is_(None),
        OutboxMessage.recipient.not_in(spared),
    )
    quietly = {"synchronize_session": False}
    waiting = delete(OutboxMessage).where(*theirs, OutboxMessage.state == Delivery.WAITING)
    db.session.execute(waiting.execution_options(**quietly))
    sent = update(OutboxMessage).where(*theirs)
    db.session.execute(
        sent.values(
            recipient="", facts={}, secret={}, subject=None, body=None, html=None, last_error=None
        ).execution_options(**quietly)
    )


def drop(templates: Collection[str], state: Delivery, *, before: datetime) -> None:
    """Let go of messages of some kinds that came to this state, posted before a moment."""
    old = (OutboxMessage.template.in_(templates), OutboxMessage.state == state, OutboxMessage.created_at < before)
    db.session.execute(delete(OutboxMessage).where(*old).execution_options(synchronize_session=False))


def recipients(templates: Collection[str]) -> list[tuple[Channel, str]]:
    """Whom messages of some kinds were written to."""
    chosen = select(OutboxMessage.channel, OutboxMessage.recipient).where(OutboxMessage.template.in_(templates))
    return [(channel, recipient) for channel, recipient in db.session.execute(chosen.distinct())]


def forget_recipient(channel: Channel, recipient: str, templates: Collection[str]) -> None:
    """Let go of what was written to somebody, sent or not, in messages of some kinds. Capitals make nobody else."""
    same = or_(OutboxMessage.recipient == recipient, func.lower(OutboxMessage.recipient) == recipient.lower())
    theirs = (OutboxMessage.channel == channel, same)
    gone = delete(OutboxMessage).where(*theirs, OutboxMessage.template.in_(templates))
    db.session.execute(gone.execution_options(synchronize_session=False))
