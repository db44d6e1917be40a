"""Who is told what after a customer said yes: rows for the outbox, in the same transaction as the deed."""

from collections import Counter
from datetime import datetime, timedelta

from app.domain.fulfilment import balance
from app.domain.fulfilment.models import Shipment
from app.domain.notices import outbox
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import OfferLine
from app.domain.purchasing.telling import recipient_of, to_customer, to_maker, to_staff

DAY = timedelta(days=1)
_NEW_PICTURES = "work_shown"


def paid(request: PurchaseRequest, amount: int, due: int, *, at: datetime) -> None:
    to_customer("payment_received", request, at, amount=amount, due=due)


def refunded(request: PurchaseRequest, amount: int, *, at: datetime) -> None:
    to_customer("refund_sent", request, at, amount=amount)


def preparing(request: PurchaseRequest, *, at: datetime) -> None:
    """The makers may begin; the customer knows that they do."""
    to_customer("preparing", request, at)
    offer = balance.accepted_offer(request)
    counted = Counter(line.line.artisan for line in offer.lines if line.accepted) if offer else Counter()
    for artisan, count in counted.items():
        if artisan is not None:
            to_maker("lines_to_prepare", request, artisan, at, count=count)


def ready(line: OfferLine, *, at: datetime) -> None:
    to_staff("line_ready", line.offer.request, at)


def sent_back(line: OfferLine, *, at: datetime) -> None:
    if line.line.artisan is not None:
        to_maker("line_sent_back", line.offer.request, line.line.artisan, at)


def new_pictures(request: PurchaseRequest, *, at: datetime) -> bool:
    """The customer can see how the work goes on. Once a day at most: False, where they were told today."""
    recipient = recipient_of(request)
    if recipient and outbox.was_posted(_NEW_PICTURES, request.id, recipient, since=at - DAY):
        return False
    to_customer(_NEW_PICTURES, request, at)
    return True


def shipped(request: PurchaseRequest, sent: Shipment, *, at: datetime) -> None:
    to_customer("shipped", request, at, carrier=sent.carrier, tracking=sent.tracking or "")


def delivered(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("delivered", request, at)


def came_back(request: PurchaseRequest, *, at: datetime) -> None:
    to_customer("came_back", request, at)


def word_said(request: PurchaseRequest, *, at: datetime) -> None:
    to_staff("word_said", request, at)
