"""One request, one deed at a time: whoever changes a request holds its row first."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.people.models import Artisan
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestLine

_MAKER = joinedload(RequestLine.artisan)
_LINES = selectinload(PurchaseRequest.lines).options(
    _MAKER.joinedload(Artisan.user),
    _MAKER.joinedload(Artisan.advisor),
    joinedload(RequestLine.variant).joinedload(Variant.item).joinedload(Item.craft),
)


def hold(request: PurchaseRequest) -> None:
    """Wait for the request's row and read it afresh, with its lines and whose they are.

    Everything else a rule locks comes after this.
    """
    query = select(PurchaseRequest).where(PurchaseRequest.id == request.id).with_for_update(of=PurchaseRequest)
    db.session.scalars(query.options(_LINES).execution_options(populate_existing=True)).one()


def hold_shelf(line: RequestLine) -> None:
    """Wait for the maker's weeks and the piece's shelf, and read them afresh: what is reckoned on them stays true.

    The maker before the piece, as wherever both are locked.
    """
    if line.artisan is not None:
        db.session.refresh(line.artisan, ["weekly_capacity", "version"], with_for_update=True)
    if line.variant is not None:
        shelf = ["kind", "on_hand", "reserved", "lead_days", "version"]
        db.session.refresh(line.variant, shelf, with_for_update=True)


def live_answer(line: RequestLine) -> LineAnswer | None:
    """The answer that counts, as it is in the database now."""
    return db.session.scalar(select(LineAnswer).where(LineAnswer.line_id == line.id, LineAnswer.live))


def live_answers(request: PurchaseRequest) -> dict[int, LineAnswer]:
    """The answers that count, by line."""
    query = select(LineAnswer).join(LineAnswer.line).where(RequestLine.request_id == request.id, LineAnswer.live)
    return {answer.line_id: answer for answer in db.session.scalars(query)}
