"""What the cooperative's own records say about how often interest becomes an order, and how large one is."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from app.base.database import db
from app.base.together import Question
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.demand import worth
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.usual import Usual
from app.domain.demand.worth import Guess

FIRST_REQUEST_SHARE = 0.02
"""Before anything is recorded: one in fifty who look at a piece ask for it."""

WITH_PIECE = (SignalKind.DECLINE, SignalKind.REDUCTION, SignalKind.OFFER_REFUSED)


@dataclass(frozen=True)
class Piece:
    """What must be known of an item. price: the lowest, in centimes. can_be_had: from the shelf or to order."""

    craft_id: int
    price: int
    can_be_had: bool


class Evidence:
    """Shares and sizes per craft, each drawn towards what is usual in the whole cooperative where a craft has few."""

    def __init__(self, cells: Iterable[Cell], usual: Usual) -> None:
        """cells: of the period."""
        self._views: Counter[int] = Counter()
        self._lines: Counter[int] = Counter()
        self._units: Counter[int] = Counter()
        self._taken: Counter[int] = Counter()
        self._left: Counter[int] = Counter()
        for cell in cells:
            match cell.kind:
                case SignalKind.VIEW:
                    self._views[cell.craft_id] += cell.visitors
                case SignalKind.REQUEST_LINE:
                    self._lines[cell.craft_id] += cell.signals
                    self._units[cell.craft_id] += cell.quantity
                case SignalKind.OFFER_ACCEPTED:
                    self._taken[cell.craft_id] += cell.signals
                case SignalKind.OFFER_REFUSED:
                    self._left[cell.craft_id] += cell.signals
        self._usual = usual

    def visit_asks(self) -> Guess:
        """The share of visits to the shop, however many pages they open, that end in a request."""
        visits, requests = self._usual.visits, self._usual.requests
        return worth.chance(requests, visits - requests, usual=FIRST_REQUEST_SHARE, weight=50)

    def asks(self, craft_id: int) -> Guess:
        """The share of those who look at one piece that ask for it."""
        views, lines = self._views.total(), self._lines.total()
        usual = min((lines + FIRST_REQUEST_SHARE * 50) / (views + 50), 0.9)
        lines_here = self._lines[craft_id]
        return worth.chance(lines_here, self._views[craft_id] - lines_here, usual=usual, weight=50)

    def takes(self, craft_id: int) -> Guess:
        """The share of offered lines that are accepted."""
        usual = (self._taken.total() + 1) / (self._taken.total() + self._left.total() + 2)
        return worth.chance(self._taken[craft_id], self._left[craft_id], usual=usual, weight=4)

    def order(self, craft_id: int, price: int | None = None) -> Guess:
        """What one order of a craft comes to, in centimes. price: where the very piece is known."""
        lines, units = self._lines[craft_id], self._units[craft_id]
        pieces = worth.average(units + 1, lines + 1)
        unit = (
            worth.known(price)
            if price
            else self._usual.prices.get(craft_id) or self._usual.prices.get(0) or worth.known(0)
        )
        return unit * pieces


def pieces(ids: Collection[int]) -> dict[int, Piece]:
    """What must be known of some items that are still shown or paused. One statement."""
    return made(db.session.execute(question(ids))) if ids else {}


def question(ids: Collection[int]) -> Question:
    to_order = Variant.kind.in_((Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE))
    had = func.count().filter(or_(Variant.on_hand > Variant.reserved, to_order))
    return (
        select(Item.id, Item.craft_id, func.min(Variant.price), had)
        .join(Item.variants)
        .where(Item.id.in_(ids), Item.state.in_((ItemState.PUBLISHED, ItemState.PAUSED)))
        .group_by(Item.id, Item.craft_id)
    )


def made(rows: Iterable[Any]) -> dict[int, Piece]:
    """Of the answer to the question."""
    return {item_id: Piece(craft_id, price, bool(count)) for item_id, craft_id, price, count in rows}


def of_pieces(cells: Iterable[Cell]) -> set[int]:
    """The pieces of which something must be known."""
    return {
        cell.item_id
        for cell in cells
        if cell.item_id and (cell.kind in WITH_PIECE or (cell.kind is SignalKind.VIEW and cell.out_of_stock))
    }
