"""Words on a request. What makers read of them is masked (``masking.contacts``); staff read the original."""

from datetime import datetime

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal
from app.domain.people.models import STAFF, Artisan, User
from app.domain.purchasing import telling
from app.domain.purchasing.models import Author, Message, PurchaseRequest

LONGEST = 4000


class EmptyMessage(Refusal):
    text = N_("Write your message first.")


class NobodyReads(Refusal):
    text = N_("The customer’s details are erased: nobody would read a message here.")
    status = 409


class TooLong(Refusal):
    text = N_("A message holds 4,000 characters at most.")


def customer_writes(request: PurchaseRequest, body: str, *, at: datetime) -> Message:
    message = note(request, body, at=at)
    telling.customer_wrote(request, at=at)
    return message


def staff_write(request: PurchaseRequest, body: str, *, by: User, at: datetime) -> Message:
    if not by.is_a(*STAFF):
        raise Forbidden
    message = _write(request, body, Author.STAFF, by.language, at)
    message.by = by
    telling.cooperative_wrote(request, at=at)
    return message


def artisan_writes(request: PurchaseRequest, artisan: Artisan, body: str, *, by: User, at: datetime) -> Message:
    """A maker who has a line in the request, or staff in their name."""
    concerned = any(line.artisan_id == artisan.id for line in request.lines)
    if not concerned or (artisan.user_id != by.id and not by.is_a(*STAFF)):
        raise Forbidden
    message = _write(request, body, Author.ARTISAN, by.language, at)
    message.by, message.artisan = by, artisan
    telling.cooperative_wrote(request, at=at)
    return message


def note(request: PurchaseRequest, body: str, *, at: datetime) -> Message:
    """Keep the customer's words without telling anybody: the deed they belong to does."""
    return _write(request, body, Author.CUSTOMER, request.language, at)


def _write(request: PurchaseRequest, body: str, author: Author, language: str, at: datetime) -> Message:
    if request.anonymised_at is not None:
        raise NobodyReads
    body = body.strip()
    if not body:
        raise EmptyMessage(field="words")
    if len(body) > LONGEST:
        raise TooLong(field="words")
    message = Message(author=author, body=body, language=language, at=at)
    request.messages.append(message)
    db.session.add(request)
    db.session.flush()
    return message
