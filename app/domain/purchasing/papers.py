"""Papers of a request: a pro forma is an offer on paper, a delivery note goes with the pieces, a receipt follows the
money, and so does the paper of a refund. Each is numbered when issued.

The number is taken in the caller's transaction: undone with it, so no number is ever missing. The caller holds the
request, so that nobody is forgotten between reading and writing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import null, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.people.models import STAFF, User
from app.domain.purchasing import numbering, paper_facts, totals
from app.domain.purchasing.document_models import Document, DocumentKind, PaymentWay
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState
from app.domain.purchasing.paper_facts import Facts

NUMBERED = {
    DocumentKind.PRO_FORMA: numbering.OFFER,
    DocumentKind.DELIVERY_NOTE: numbering.DELIVERY_NOTE,
    DocumentKind.RECEIPT: numbering.RECEIPT,
    DocumentKind.REFUND: numbering.REFUND,
}
YEARS_KEPT = 10
"""After the year of a paper, with the name and address that the law wants in it (articles 145 and 211 of the CGI)."""


class NothingToDeliver(Refusal):
    text = N_("Choose at least one accepted piece, and no more of it than was accepted.")


class WrongSum(Refusal):
    text = N_("Write a sum above zero.")


class NotYetPaid(Refusal):
    text = N_("A receipt is written for money that has come: its day is today or earlier.")


def issue_pro_forma(offer: Offer, *, by: User, at: datetime) -> Document:
    """The offer as it is sent, under its own number. Raises Forbidden."""
    lines = [
        paper_facts.offered(
            _line(one, one.quantity),
            ready_on=one.ready_on,
            to_make=one.answer.quantity_made if one.answer.quantity_ready else 0,
        )
        for one in offer.lines
    ]
    facts = paper_facts.pro_forma(
        lines,
        goods=offer.goods,
        delivery=offer.delivery_cost,
        ready_on=offer.ready_on,
        expires_on=offer.expires_on,
    )
    personal = {"wishes": wishes(one.line for one in offer.lines), "note": offer.note or ""}
    return _issue(DocumentKind.PRO_FORMA, offer.request, offer, facts, personal, by=by, at=at)


def issue_delivery_note(
    request: PurchaseRequest,
    offer: Offer,
    quantities: Mapping[int, int] | None = None,
    *,
    by: User,
    at: datetime,
    carrier: str = "",
    tracking: str = "",
    to_collect: int = 0,
) -> Document:
    """What leaves for the customer. Raises Forbidden, Missing, NothingToDeliver, TooDear.

    quantities: how many of which lines of the offer go, by their ids; without them, all that was accepted.
    to_collect: centimes that whoever delivers takes in cash.
    """
    if offer.request_id != request.id:
        raise Missing
    accepted = {line.id: line for line in offer.lines if line.accepted and offer.state is OfferState.ACCEPTED}
    going = {line.id: line.quantity for line in accepted.values()} if quantities is None else quantities
    if not going or any(n not in accepted or not 0 < going[n] <= accepted[n].quantity for n in going):
        raise NothingToDeliver
    lines = [line for line in accepted.values() if line.id in going]
    facts = paper_facts.delivery(
        [_line(line, going[line.id]) for line in lines],
        carrier=carrier,
        to_collect=totals.check(to_collect),
    )
    written = {"wishes": wishes(line.line for line in lines), "tracking": tracking}
    return _issue(DocumentKind.DELIVERY_NOTE, request, offer, facts, written, by=by, at=at)


def issue_receipt(
    request: PurchaseRequest,
    *,
    amount: int,
    way: PaymentWay,
    reference: str = "",
    paid_on: date,
    by: User,
    at: datetime,
) -> Document:
    """For money that has come. Raises Forbidden, WrongSum, NotYetPaid, TooDear.

    amount: centimes. reference: the transfer's, as the bank tells it; it may hold a name, so it goes with the person.
    """
    offer = _accepted(request)
    facts = _money(amount, way, paid_on, offer, at)
    return _issue(DocumentKind.RECEIPT, request, offer, facts, {"reference": reference}, by=by, at=at)


def issue_refund(
    request: PurchaseRequest,
    *,
    amount: int,
    way: PaymentWay,
    reference: str = "",
    paid_on: date,
    by: User,
    at: datetime,
) -> Document:
    """For money that went back, with the receipts of what had come. As ``issue_receipt``."""
    offer = _accepted(request)
    receipts = [one.number for one in of_request(request) if one.kind is DocumentKind.RECEIPT]
    facts = {**_money(amount, way, paid_on, offer, at), "receipts": receipts}
    return _issue(DocumentKind.REFUND, request, offer, facts, {"reference": reference}, by=by, at=at)


def of_request(request: PurchaseRequest) -> list[Document]:
    """In the order in which they were issued."""
    query = select(Document).where(Document.request_id == request.id).order_by(Document.id)
    return list(db.session.scalars(query))


def of_number(request: PurchaseRequest, number: str) -> Document:
    """A paper of this request by what stands on it, with what became of its offer. Raises Missing."""
    query = select(Document).where(Document.request_id == request.id, Document.number == number)
    found = db.session.scalar(query.options(joinedload(Document.offer).options(selectinload(Offer.lines))))
    if found is None:
        raise Missing
    return found


def forget(request: PurchaseRequest) -> None:
    """Take the person out of offers that led to no sale. The papers of a sale are kept as they were issued."""
    sold = _accepted(request)
    for document in of_request(request):
        if sold is None or (document.kind is DocumentKind.PRO_FORMA and document.offer_id != sold.id):
            document.personal = None


def end_keeping(now: datetime) -> None:
    """Once the years of the law are over, no paper says any more whom it was for."""
    over = Document.year < clock.local(now).year - YEARS_KEPT
    db.session.execute(update(Document).where(over).values(personal=null()))


def addressee(name: str | None, address: str | None, city: str | None) -> dict[str, str]:
    """Who a paper is made out to, as far as it is known."""
    known = {"name": name, "address": address, "city": city}
    return {what: words for what, words in known.items() if words}


def wishes(lines: Iterable[RequestLine]) -> dict[str, str]:
    """What the customer wrote of pieces that are in no catalogue: a paper calls them so."""
    return {str(line.id): line.description for line in lines if line.description}


def _issue(
    kind: DocumentKind,
    request: PurchaseRequest,
    offer: Offer | None,
    facts: Facts,
    personal: Facts,
    *,
    by: User,
    at: datetime,
) -> Document:
    """The team alone issues papers. A pro forma has the number of its offer, the others take theirs."""
    if not by.is_a(*STAFF):
        raise Forbidden
    year = clock.local(at).year
    of_offer = offer.number if offer else ""
    about = paper_facts.about(request.reference, request.country, request.language, of_offer)
    who = addressee(request.name, request.address, request.city)
    issued = Document(
        kind=kind,
        number=of_offer if kind is DocumentKind.PRO_FORMA else numbering.take(NUMBERED[kind], year),
        year=year,
        request=request,
        offer=offer,
        facts={**about, **facts},
        personal=None if request.anonymised_at else {**who, **personal},
        issued_at=at,
        by=by,
    )
    db.session.add(issued)
    db.session.flush()
    return issued


def _money(amount: int, way: PaymentWay, on: date, offer: Offer | None, at: datetime) -> Facts:
    if amount <= 0:
        raise WrongSum(field="amount")
    totals.check(amount)
    if on > clock.local(at).date():
        raise NotYetPaid(field="paid_on")
    return paper_facts.money(amount, way, on, owed=totals.accepted(offer) if offer else None)


def _accepted(request: PurchaseRequest) -> Offer | None:
    return db.session.scalar(select(Offer).where(Offer.request_id == request.id, Offer.state == OfferState.ACCEPTED))


def _line(line: OfferLine, quantity: int) -> Facts:
    return paper_facts.line(
        line.line_id, line.titles, line.line.artisan, quantity=quantity, of=line.quantity, price=line.unit_price
    )
