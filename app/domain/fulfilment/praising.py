"""What a customer says of what they received, and who may read it: everybody, once an advisor has looked at it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.fulfilment import balance, telling
from app.domain.fulfilment.models import CustomerWord, WordState
from app.domain.people.models import STAFF, User
from app.domain.purchasing import locking
from app.domain.purchasing.arrows import CUSTOMER, Deed, check, move
from app.domain.purchasing.models import PurchaseRequest

LONGEST = 1000
MOST_SHOWN = 6


class NothingSaid(Refusal):
    text = N_("Write a word first.")


class TooLong(Refusal):
    text = N_("This holds 1,000 characters at most.")


class SaidAlready(Refusal):
    text = N_("You have left a word already. Thank you.")
    status = 409


def say(request: PurchaseRequest, body: str, *, at: datetime) -> CustomerWord:
    """The customer's word, once, about every maker whose pieces they received. Nobody but the team reads it yet."""
    locking.hold(request)
    check(request.state, Deed.PRAISE, CUSTOMER)
    body = body.strip()
    if not body:
        raise NothingSaid(field="words")
    if len(body) > LONGEST:
        raise TooLong(field="words")
    if of(request) is not None:
        raise SaidAlready
    offer = balance.accepted_offer(request)
    makers = {line.line.artisan_id for line in offer.lines if line.accepted} if offer else set()
    said = [_about(maker, request, body, at) for maker in sorted(one for one in makers if one is not None)]
    if not said:
        raise Missing
    db.session.add_all(said)
    db.session.flush()
    move(request, Deed.PRAISE, CUSTOMER, at=at, word_id=said[0].id)
    telling.word_said(request, at=at)
    return said[0]


def look(request: PurchaseRequest, *, publish: bool, by: User, at: datetime) -> None:
    """An advisor lets others read it, or keeps it back. Either can be changed again."""
    if not by.is_a(*STAFF):
        raise Forbidden
    for word in _of(request):
        word.state = WordState.PUBLISHED if publish else WordState.KEPT_BACK
        word.looked_at, word.looked_by_id = at, by.id
    db.session.flush()


def of(request: PurchaseRequest) -> CustomerWord | None:
    """What the customer said; None: nothing yet."""
    return next(iter(_of(request)), None)


def about(artisan_id: int) -> Sequence[CustomerWord]:
    """What everybody may read about a maker, the newest first."""
    wanted = CustomerWord.artisan_id == artisan_id, CustomerWord.state == WordState.PUBLISHED
    query = select(CustomerWord).where(*wanted).order_by(CustomerWord.at.desc(), CustomerWord.id.desc())
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def forget(request_id: int) -> None:
    """Whoever has their details erased takes their word along."""
    db.session.execute(delete(CustomerWord).where(CustomerWord.request_id == request_id))


def forget_unpublished() -> None:
    """Of a request that was anonymised only what everybody may read is left."""
    anonymous = select(PurchaseRequest.id).where(PurchaseRequest.anonymised_at.is_not(None))
    unread = CustomerWord.request_id.in_(anonymous), CustomerWord.state != WordState.PUBLISHED
    db.session.execute(delete(CustomerWord).where(*unread))


def _of(request: PurchaseRequest) -> Sequence[CustomerWord]:
    query = select(CustomerWord).where(CustomerWord.request_id == request.id)
    return db.session.scalars(query.order_by(CustomerWord.id)).all()


def _about(artisan_id: int, request: PurchaseRequest, body: str, at: datetime) -> CustomerWord:
    said = {"body": body, "language": request.language, "country": request.country}
    return CustomerWord(request_id=request.id, artisan_id=artisan_id, at=at, **said)
