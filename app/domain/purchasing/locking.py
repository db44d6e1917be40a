"""One request, one deed at a time: whoever changes a request holds its row first."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.people.models import Artisan, User
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestLine

_MAKER = joinedload(RequestLine.artisan)
_LINES = selectinload(PurchaseRequest.lines).options(
    joinedload(RequestLine.counter),
    joinedload(RequestLine.answer),
    _MAKER.joinedload(Artisan.user).lazyload(User.roles),  # who may do it was asked before
    _MAKER.joinedload(Artisan.advisor).lazyload(User.roles),
    joinedload(RequestLine.variant).joinedload(Variant.item).joinedload(Item.craft),
)


def hold(request: PurchaseRequest) -> None:
    """Wait for the request's row and read it afresh, with its lines, what was answered, and whose they are.

    Everything else a rule locks comes after this.
    """
    _hold(request.id)


def hold_of(line: RequestLine) -> PurchaseRequest:
    """Hold the request of a line. Whoever keeps it finds its lines read for as long."""
    return _hold(line.request_id)


def _hold(id_: int) -> PurchaseRequest:
    query = select(PurchaseRequest).where(PurchaseRequest.id == id_).with_for_update(of=PurchaseRequest)
    return db.session.scalars(query.options(_LINES).execution_options(populate_existing=True)).one()


def hold_maker(line: RequestLine) -> None:
    """Wait for the maker's weeks and read them afresh.

    Before anything is taken from the shelf, also where nothing is to be made: whoever finds it too empty wants the
    weeks next, and on PostgreSQL already holds the piece, though it gave nothing.
    """
    if line.artisan is not None:
        db.session.refresh(line.artisan, ["weekly_capacity", "version"], with_for_update=True)


def hold_shelf(line: RequestLine) -> None:
    """Wait for the piece's shelf and read it afresh: what is reckoned on it stays true. The maker is held."""
    if line.variant is not None:
        shelf = ["kind", "on_hand", "reserved", "lead_days", "version"]
        db.session.refresh(line.variant, shelf, with_for_update=True)


def live_answers(request: PurchaseRequest) -> dict[int, LineAnswer]:
    """The answers that count, by line, of a request that is held: nobody else can give one meanwhile."""
    return {line.id: line.answer for line in request.lines if line.answer is not None}
