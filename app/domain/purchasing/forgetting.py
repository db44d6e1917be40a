"""Who a customer was, taken out of a request: on their word, or twelve months after it closed.

Higher subjects that know something of them too register in ``assembly``, as for ``events``.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select, update

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.notices import outbox
from app.domain.purchasing import deciding, links, locking, papers, picturing
from app.domain.purchasing.arrows import ENDED, UNDECIDED
from app.domain.purchasing.models import LineAnswer, Message, PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.talk_models import Translation

Listener = Callable[[PurchaseRequest, bool], None]
"""Called with the request, whose contacts still stand in it, and whether its customer asked for it. Never commits."""
listeners: list[Listener] = []


class StillUnderWay(Refusal):
    text = N_("Your pieces are on their way to you, so we still need your address. You can erase it once this is over.")
    status = 409


def erase(request: PurchaseRequest, *, at: datetime) -> None:
    """On the customer's word: what is not decided is withdrawn first, and every link ends. Raises StillUnderWay."""
    if request.state in UNDECIDED:
        deciding.withdraw(request, at=at)  # holds the row, and refuses what was decided meanwhile
    else:
        locking.hold(request)
    if request.state not in ENDED:
        raise StillUnderWay
    anonymise(request, at=at, asked_for=True)


def anonymise(request: PurchaseRequest, *, at: datetime, asked_for: bool = False) -> None:
    """Take out contacts, wishes, pictures and words, whoever wrote them: an answer to Claire begins with her name.

    The numbered papers of a sale stay as they were issued. asked_for: by the customer.
    """
    for listener in listeners:
        listener(request, asked_for)
    request.anonymised_at = at
    request.name = request.email = request.phone = request.address = request.city = request.message = None
    links.end_old_links(request)
    for line in request.lines:
        line.wish = line.description = None
    picturing.let_go(request, at=at)
    _forget_words(request)
    papers.forget(request)
    outbox.forget(request.id, spared=_makers_numbers(request))


def _forget_words(request: PurchaseRequest) -> None:
    """Messages and their translations; what makers wrote with an answer, and the team with an offer."""
    lines = select(RequestLine.id).where(RequestLine.request_id == request.id)
    for forgetful in (
        delete(Message).where(Message.request_id == request.id),
        delete(Translation).where(Translation.request_id == request.id),
        update(LineAnswer).where(LineAnswer.line_id.in_(lines), LineAnswer.note.is_not(None)).values(note=None),
        update(Offer).where(Offer.request_id == request.id, Offer.note.is_not(None)).values(note=None),
    ):
        db.session.execute(forgetful.execution_options(synchronize_session="fetch"))
    db.session.expire(request, ["messages", "translations"])


def _makers_numbers(request: PurchaseRequest) -> set[str]:
    """Of makers without an account: what is written to them is about the request, not to its customer."""
    return {line.artisan.phone for line in request.lines if line.artisan is not None and line.artisan.phone}
