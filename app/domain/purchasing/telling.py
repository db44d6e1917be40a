"""Who is told what about a request: rows for the outbox, in the same transaction as the deed.

Customers are told by the channel they chose, with their secret link. Makers get an SMS. Staff get an e-mail.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, Role, RoleName, User
from app.domain.purchasing import links
from app.domain.purchasing.models import AnswerKind, PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

QUIET = timedelta(hours=12)
UNSHIPPED = (State.SENT, State.ANSWERING, State.OFFERED, State.ACCEPTED, State.PREPARING)
_TO_MAKER = "customer_wrote_maker"


def request_sent(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("request_sent", request, at)
    lines_waiting(request, request.lines, at=at)


def lines_waiting(request: PurchaseRequest, lines: Iterable[RequestLine], *, at: datetime) -> None:
    """Each maker concerned, once; staff where a wish names nobody."""
    counted = Counter(line.artisan for line in lines)
    for artisan, count in counted.items():
        if artisan is None:
            to_staff("wish_waiting", request, at)
        else:
            to_maker("lines_waiting", request, artisan, at, count=count)


def lines_still_wait(request: PurchaseRequest, artisan: Artisan, count: int, *, at: datetime) -> bool:
    """Remind a maker. Returns whether there is a way to."""
    return to_maker("lines_still_wait", request, artisan, at, count=count)


def lines_late(request: PurchaseRequest, lines: Iterable[RequestLine], *, at: datetime) -> int:
    """Ask the advisors of makers who do not answer to call them. Returns how many are told."""
    late = list(lines)
    names = [artisan.name for artisan, _count in _makers(late)]
    return to_staff("lines_late", request, at, about=late, makers=names, count=len(late))


def all_answered(request: PurchaseRequest, *, at: datetime) -> None:
    to_staff("all_answered", request, at)


def all_declined(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("request_declined", request, at)
    to_staff("request_declined_staff", request, at)


def offer_ready(offer: Offer, *, at: datetime) -> None:
    facts = {"number": offer.number, "total": offer.total, "expires_on": offer.expires_on.isoformat()}
    to_customer("offer_ready", offer.request, at, **facts)


def offer_ends_soon(offer: Offer, *, at: datetime) -> None:
    facts = {"number": offer.number, "total": offer.total, "expires_on": offer.expires_on.isoformat()}
    to_customer("offer_ends_soon", offer.request, at, **facts)


def offer_accepted(offer: Offer, *, at: datetime) -> None:
    accepted = [line.line for line in offer.lines if line.accepted]
    to_staff("offer_accepted", offer.request, at, number=offer.number)
    for artisan, count in _makers(accepted):
        to_maker("lines_accepted", offer.request, artisan, at, count=count)
    refused = [line.line for line in offer.lines if not line.accepted]
    for artisan, count in _makers(refused):
        to_maker("lines_refused", offer.request, artisan, at, count=count)
    asks = offer.request.lacks_address
    to_customer("acceptance_received", offer.request, at, number=offer.number, asks_address=asks)


def offer_refused(offer: Offer, *, at: datetime) -> None:
    to_staff("offer_refused", offer.request, at, number=offer.number, reason=offer.refusal_reason)
    _makers_of(offer, "lines_refused", at)


def change_asked(offer: Offer, *, at: datetime) -> None:
    to_staff("change_asked", offer.request, at, number=offer.number)
    _makers_of(offer, "change_asked_maker", at)


def offer_expired(offer: Offer, *, at: datetime) -> None:
    to_customer("offer_expired", offer.request, at, number=offer.number)
    to_staff("offer_expired_staff", offer.request, at, number=offer.number)
    _makers_of(offer, "lines_refused", at)


def withdrawn(request: PurchaseRequest, *, at: datetime) -> None:
    to_staff("request_withdrawn", request, at)
    for artisan, count in _makers(request.lines):
        to_maker("lines_withdrawn", request, artisan, at, count=count)


def cancelled(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("request_cancelled", request, at)
    for artisan, count in _makers(request.lines):
        to_maker("lines_withdrawn", request, artisan, at, count=count)


def customer_wrote(request: PurchaseRequest, *, at: datetime) -> None:
    """Staff each time; makers once in half a day, for somebody who writes often sends them no dozen SMS."""
    to_staff("customer_wrote", request, at)
    for line in _concerned(request):
        assert line.artisan is not None  # _concerned leaves the others out
        phone = _phone(line.artisan)
        if phone and not outbox.was_posted(_TO_MAKER, request.id, phone, since=at - QUIET):
            to_maker(_TO_MAKER, request, line.artisan, at, line_id=line.id)


def cooperative_wrote(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("cooperative_wrote", request, at)


def new_link(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("new_link", request, at)


def _concerned(request: PurchaseRequest) -> list[RequestLine]:
    """The first line of each maker who has something to do with the request still: not declined, not refused."""
    if request.state not in UNSHIPPED:
        return []
    offered = select(OfferLine.line_id).join(OfferLine.offer).where(Offer.request_id == request.id)
    refused = set(db.session.scalars(offered.where(OfferLine.accepted.is_(False), Offer.state == OfferState.ACCEPTED)))
    firsts: dict[int, RequestLine] = {}
    for line in request.lines:
        declined = line.answer is not None and line.answer.kind is AnswerKind.DECLINED
        if line.artisan_id is not None and not declined and line.id not in refused:
            firsts.setdefault(line.artisan_id, line)
    return list(firsts.values())


def _makers(lines: Iterable[RequestLine]) -> list[tuple[Artisan, int]]:
    return [(artisan, n) for artisan, n in Counter(line.artisan for line in lines).items() if artisan is not None]


def _makers_of(offer: Offer, template: str, at: datetime) -> None:
    for artisan, count in _makers(line.line for line in offer.lines):
        to_maker(template, offer.request, artisan, at, count=count)


def recipient_of(request: PurchaseRequest) -> str | None:
    """Where the customer is reached, by the channel they chose. None: they were forgotten."""
    return request.email if request.channel is Channel.EMAIL else request.phone


def to_customer(template: str, request: PurchaseRequest, at: datetime, **facts: Any) -> None:
    recipient = recipient_of(request)
    if not recipient:
        return
    outbox.post(
        template,
        channel=request.channel,
        recipient=recipient,
        language=request.language,
        at=at,
        facts={"reference": request.reference, "name": request.name, **facts},
        secret={"token": links.token(request)},
        request_id=request.id,
    )


def to_maker(template: str, request: PurchaseRequest, artisan: Artisan, at: datetime, **facts: Any) -> bool:
    """A maker with neither account nor phone is reached by an advisor, who sees the line waiting: False."""
    user, phone = artisan.user, _phone(artisan)
    if phone:
        outbox.post(
            template,
            channel=Channel.SMS,
            recipient=phone,
            language=user.language if user else "fr",
            at=at,
            facts={"reference": request.reference, "name": artisan.first_name, **facts},
            request_id=request.id,
            user_id=user.id if user else None,
        )
    return bool(phone)


def _phone(artisan: Artisan) -> str | None:
    return (artisan.user.phone if artisan.user else None) or artisan.phone


def to_staff(
    template: str, request: PurchaseRequest, at: datetime, *, about: Iterable[RequestLine] | None = None, **facts: Any
) -> int:
    """The advisors of the makers concerned; all advisors where there are none; coordinators where there are none.

    about: the lines it is about, where not all. Returns how many are told.
    """
    told = _advisors(request.lines if about is None else about)
    for user in told:
        assert user.email is not None  # _advisors finds those with one
        outbox.post(
            template,
            channel=Channel.EMAIL,
            recipient=user.email,
            language=user.language,
            at=at,
            facts={"reference": request.reference, "request_id": request.id, "name": user.name, **facts},
            request_id=request.id,
            user_id=user.id,
        )
    return len(told)


def _advisors(lines: Iterable[RequestLine]) -> list[User]:
    own = {line.artisan.advisor for line in lines if line.artisan is not None}
    reachable = sorted((user for user in own if user and user.active and user.email), key=lambda user: user.id)
    return reachable or _with_role(RoleName.ADVISOR) or _with_role(RoleName.COORDINATOR)


def _with_role(role: RoleName) -> list[User]:
    query = select(User).where(User.active, User.email.is_not(None), User.roles.any(Role.name == role))
    return list(db.session.scalars(query.order_by(User.id)))
