"""What the cooperative's own records say about how often interest becomes an order, and how large one is."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Float, case, cast, func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.demand import worth
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.demand.worth import Guess
from app.domain.people.models import Artisan, Standing, artisan_craft

FIRST_REQUEST_SHARE = 0.02
"""Before anything is recorded: one in fifty who look at a piece ask for it."""


@dataclass(frozen=True)
class Piece:
    """What must be known of an item. price: the lowest, in centimes. can_be_had: from the shelf or to order."""

    craft_id: int
    price: int
    can_be_had: bool


class Evidence:
    """Shares and sizes per craft, each drawn towards what is usual in the whole cooperative where a craft has few."""

    def __init__(self, cells: Iterable[Cell], visits: tuple[int, int] = (0, 0)) -> None:
        """cells: of the period. visits: how many there were and how many requests came of them."""
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
        self._prices = _prices()
        self._visits, self._requests = visits

    def visit_asks(self) -> Guess:
        """The share of visits to the shop, however many pages they open, that end in a request."""
        rest = self._visits - self._requests
        return worth.chance(self._requests, rest, usual=FIRST_REQUEST_SHARE, weight=50)

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
        unit = worth.known(price) if price else self._prices.get(craft_id) or self._prices.get(0) or worth.known(0)
        return unit * pieces


def _prices() -> dict[int, Guess]:
    """Prices of published pieces by craft (0: of all crafts), with how much they differ."""
    price = cast(Variant.price, Float)
    rows = db.session.execute(
        select(Item.craft_id, func.count(), func.sum(price), func.sum(price * price))
        .join(Item.variants)
        .where(Item.state == ItemState.PUBLISHED)
        .group_by(Item.craft_id)
    ).all()
    found = {craft_id: Guess(total / count, squares / count) for craft_id, count, total, squares in rows}
    pieces = sum(row[1] for row in rows)
    if pieces:
        found[0] = Guess(sum(row[2] for row in rows) / pieces, sum(row[3] for row in rows) / pieces)
    return found


def visits(since: date) -> tuple[int, int]:
    """Visits to the shop and the requests of the same days, as far back as raw signals are kept.

    A visitor is another one each day, so different visitors are visits.
    """
    signal = DemandSignal
    requests = func.count(case((signal.kind == SignalKind.REQUEST_LINE, signal.request_id)).distinct())
    chosen = select(func.count(signal.visitor.distinct()), requests)
    count, asked = db.session.execute(chosen.where(signal.at >= clock.start_of_day(since))).one()
    return count, asked


def pieces(ids: Collection[int]) -> dict[int, Piece]:
    """What must be known of some items that are still shown or paused."""
    to_order = Variant.kind.in_((Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE))
    had = func.count().filter(or_(Variant.on_hand > Variant.reserved, to_order))
    rows = db.session.execute(
        select(Item.id, Item.craft_id, func.min(Variant.price), had)
        .join(Item.variants)
        .where(Item.id.in_(ids), Item.state.in_((ItemState.PUBLISHED, ItemState.PAUSED)))
        .group_by(Item.id, Item.craft_id)
    )
    return {item_id: Piece(craft_id, price, bool(count)) for item_id, craft_id, price, count in rows}


def makers() -> dict[int, int]:
    """How many artisans in good standing can make things of a craft."""
    rows = db.session.execute(
        select(artisan_craft.c.craft_id, func.count())
        .join(Artisan, Artisan.id == artisan_craft.c.artisan_id)
        .where(Artisan.standing == Standing.GOOD)
        .group_by(artisan_craft.c.craft_id)
    )
    return {craft_id: int(count) for craft_id, count in rows}
