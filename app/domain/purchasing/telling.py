"""Who is told what about a request: rows for the outbox, in the same transaction as the deed.

Customers are told by the channel they chose, with their secret link. Makers get an SMS. Staff get an e-mail.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, Role, RoleName, User
from app.domain.purchasing import links
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer


def request_sent(request: PurchaseRequest, *, at: datetime) -> None:
    _customer("request_sent", request, at)
    lines_waiting(request, request.lines, at=at)


def lines_waiting(request: PurchaseRequest, lines: Iterable[RequestLine], *, at: datetime) -> None:
    """Each maker concerned, once; staff where a wish names nobody."""
    counted = Counter(line.artisan for line in lines)
    for artisan, count in counted.items():
        if artisan is None:
            _staff("wish_waiting", request, at)
        else:
            _maker("lines_waiting", request, artisan, at, count=count)


def all_answered(request: PurchaseRequest, *, at: datetime) -> None:
    _staff("all_answered", request, at)


def all_declined(request: PurchaseRequest, *, at: datetime) -> None:
    _customer("request_declined", request, at)
    _staff("request_declined_staff", request, at)


def offer_ready(offer: Offer, *, at: datetime) -> None:
    facts = {"number": offer.number, "total": offer.total, "expires_on": offer.expires_on.isoformat()}
    _customer("offer_ready", offer.request, at, **facts)


def offer_accepted(offer: Offer, *, at: datetime) -> None:
    accepted = [line.line for line in offer.lines if line.accepted]
    _staff("offer_accepted", offer.request, at, number=offer.number)
    for artisan, count in _makers(accepted):
        _maker("lines_accepted", offer.request, artisan, at, count=count)
    refused = [line.line for line in offer.lines if not line.accepted]
    for artisan, count in _makers(refused):
        _maker("lines_refused", offer.request, artisan, at, count=count)
    _customer("acceptance_received", offer.request, at, number=offer.number)


def offer_refused(offer: Offer, *, at: datetime) -> None:
    _staff("offer_refused", offer.request, at, number=offer.number, reason=offer.refusal_reason)
    _makers_of(offer, "lines_refused", at)


def change_asked(offer: Offer, *, at: datetime) -> None:
    _staff("change_asked", offer.request, at, number=offer.number)
    _makers_of(offer, "change_asked_maker", at)


def offer_expired(offer: Offer, *, at: datetime) -> None:
    _customer("offer_expired", offer.request, at, number=offer.number)
    _staff("offer_expired_staff", offer.request, at, number=offer.number)
    _makers_of(offer, "lines_refused", at)


def withdrawn(request: PurchaseRequest, *, at: datetime) -> None:
    _staff("request_withdrawn", request, at)
    for artisan, count in _makers(request.lines):
        _maker("lines_withdrawn", request, artisan, at, count=count)


def cancelled(request: PurchaseRequest, *, at: datetime) -> None:
    _customer("request_cancelled", request, at)
    for artisan, count in _makers(request.lines):
        _maker("lines_withdrawn", request, artisan, at, count=count)


def customer_wrote(request: PurchaseRequest, *, at: datetime) -> None:
    _staff("customer_wrote", request, at)


def cooperative_wrote(request: PurchaseRequest, *, at: datetime) -> None:
    _customer("cooperative_wrote", request, at)


def new_link(request: PurchaseRequest, *, at: datetime) -> None:
    _customer("new_link", request, at)


def _makers(lines: Iterable[RequestLine]) -> list[tuple[Artisan, int]]:
    return [(artisan, n) for artisan, n in Counter(line.artisan for line in lines).items() if artisan is not None]


def _makers_of(offer: Offer, template: str, at: datetime) -> None:
    for artisan, count in _makers(line.line for line in offer.lines):
        _maker(template, offer.request, artisan, at, count=count)


def _customer(template: str, request: PurchaseRequest, at: datetime, **facts: Any) -> None:
    recipient = request.email if request.channel is Channel.EMAIL else request.phone
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


def _maker(template: str, request: PurchaseRequest, artisan: Artisan, at: datetime, **facts: Any) -> None:
    """A maker with neither account nor phone is reached by an advisor, who sees the line waiting."""
    user = artisan.user
    phone = (user.phone if user else None) or artisan.phone
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


def _staff(template: str, request: PurchaseRequest, at: datetime, **facts: Any) -> None:
    """The advisors of the makers concerned; all advisors where there are none; coordinators where there are none."""
    for user in _advisors(request):
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


def _advisors(request: PurchaseRequest) -> list[User]:
    own = {line.artisan.advisor for line in request.lines if line.artisan is not None}
    reachable = sorted((user for user in own if user and user.active and user.email), key=lambda user: user.id)
    return reachable or _with_role(RoleName.ADVISOR) or _with_role(RoleName.COORDINATOR)


def _with_role(role: RoleName) -> list[User]:
    query = select(User).where(User.active, User.email.is_not(None), User.roles.any(Role.name == role))
    return list(db.session.scalars(query.order_by(User.id)))
