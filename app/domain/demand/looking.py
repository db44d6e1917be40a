"""Each kind of opportunity that pieces and answers speak of, looked for in the cells of a period.

No sign stands in two of them: a view is of something gone or of something to be had; a declined wish that names a
material or a colour is that attribute's, and no longer the craft's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.demand import attributes, evidence, worth
from app.domain.demand.attributes import Tagged
from app.domain.demand.counting import Cell
from app.domain.demand.evidence import Evidence, Piece
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS, Kind, Opportunity, named
from app.domain.demand.sought import empty_handed
from app.domain.demand.window import DAYS_A_MONTH, Window
from app.domain.demand.worth import Guess

LOST = ("price", "delay", "delivery_cost")
"""Reasons of a refusal that a maker or the cooperative can do something about."""

Days = list[tuple[date, int]]
Measure = Callable[[Cell], int]


class Looker:
    """Looks through the cells of a period for each kind of opportunity."""

    def __init__(
        self,
        window: Window,
        known: Evidence,
        cells: Iterable[Cell],
        tagged: Iterable[Tagged] = (),
        pieces: Mapping[int, Piece] | None = None,
    ) -> None:
        """tagged: declined wishes that name a material or a colour. pieces: those of ``of_pieces``, where known."""
        cells = list(cells)
        self.window, self.known, self.tagged = window, known, list(tagged)
        self.by_kind: defaultdict[SignalKind, list[Cell]] = defaultdict(list)
        for cell in cells:
            self.by_kind[cell.kind].append(cell)
        self.pieces = evidence.pieces(evidence.of_pieces(cells)) if pieces is None else pieces
        self.asked = Counter[int]()
        for cell in self._of(SignalKind.REQUEST_LINE):
            self.asked[cell.item_id] += cell.signals

    def out_of_stock(self, *, also_back: bool = False) -> Iterator[Opportunity]:
        """Pieces that people still look at although they cannot be had. also_back: or could not, and can again."""
        by_item: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.VIEW]:
            if cell.out_of_stock and cell.item_id:
                by_item[cell.item_id].append(cell)
        alerts: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.STOCK_ALERT]:
            alerts[cell.item_id].append(cell)
        lines: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.REQUEST_LINE]:
            lines[cell.item_id].append(cell)
        for item_id, cells in by_item.items():
            piece = self.pieces.get(item_id)
            if piece is None or (piece.can_be_had and not also_back):
                continue
            told = self.window.count(days_of(alerts[item_id], _signals))
            days = in_vain(cells, alerts[item_id], lines[item_id])
            yield from self.of_people(
                Kind.OUT_OF_STOCK, named(Kind.OUT_OF_STOCK, item_id), days, piece.craft_id,
                price=piece.price, item_id=item_id, alerts=told,
            )  # fmt: skip

    def declined(self) -> Iterator[Opportunity]:
        """Lines that a maker declined, by reason; where no piece was named, by craft."""
        cells = attributes.without(self.by_kind[SignalKind.DECLINE], self.tagged)
        for (item_id, craft_id, reason), some in self._by_reason(cells).items():
            yield from self._lost(Kind.DECLINED, some, item_id, craft_id, reason)

    def reduced(self) -> Iterator[Opportunity]:
        """Lines of which a maker promised fewer pieces than were asked for: what is missing."""
        for (item_id, craft_id, _reason), cells in self._by_reason(self.by_kind[SignalKind.REDUCTION]).items():
            yield from self._lost(Kind.REDUCED, cells, item_id, craft_id, "")

    def refused(self) -> Iterator[Opportunity]:
        """Offered lines that customers refused for their price, their delay or the cost of delivery."""
        accepted = defaultdict[int, list[Cell]](list)
        for cell in self._of(SignalKind.OFFER_ACCEPTED):
            accepted[cell.item_id].append(cell)
        for (item_id, craft_id, reason), cells in self._by_reason(self.by_kind[SignalKind.OFFER_REFUSED]).items():
            if reason in LOST:
                prices = (_unit_price(cells), _unit_price(accepted[item_id])) if reason == "price" else (0, 0)
                for one in self._lost(Kind.REFUSED, cells, item_id, craft_id, reason):
                    yield replace(one, offered=prices[0], accepted=prices[1])

    def attributes(self) -> Iterator[Opportunity]:
        """A material or a colour of a craft: wishes that were declined, and lists narrowed to it that were empty.

        Two guesses are added: what the wishes were worth, and what the people are who looked.
        """
        wished: defaultdict[tuple[str, int], list[Tagged]] = defaultdict(list)
        for one in self.tagged:
            wished[one.facet, one.craft_id].append(one)
        empty: defaultdict[tuple[str, int], list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.IMPRESSION]:
            if cell.facet and cell.without_result:
                empty[cell.facet, cell.craft_id].append(cell)
        for facet, craft_id in sorted(wished.keys() | empty.keys()):
            asked, looked = wished[facet, craft_id], days_of(empty[facet, craft_id], empty_handed)
            days = [(one.day, 1) for one in asked] + looked
            wishes = self.window.count((one.day, 1) for one in asked)
            parts: list[tuple[Guess, Guess, Guess]] = []
            if wishes:
                rate = worth.rate(wishes, self.window.months)
                parts.append((rate, self.known.takes(craft_id), self.known.order(craft_id)))
            if people := self.window.count(looked):
                rate = worth.rate(people, self.window.months)
                parts.append((rate, self._visit(craft_id), self.known.order(craft_id)))
            if parts:
                key = named(Kind.ATTRIBUTE, facet, craft_id)
                yield self.made(Kind.ATTRIBUTE, key, days, parts, craft_id=craft_id, facet=facet, asked=wishes)

    def rising(self) -> Iterator[Opportunity]:
        """Crafts whose pieces clearly more people look at in these six weeks than in the six before.

        Only pieces that could be had: who looks at one that is gone is counted with that piece.
        """
        by_craft: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.VIEW]:
            if not cell.out_of_stock:
                by_craft[cell.craft_id].append(cell)
        for craft_id, cells in by_craft.items():
            days = days_of(cells, _people)
            weeks = self.window.weekly(days)
            half = WEEKS // 2
            more = worth.risen(sum(weeks[half:]), sum(weeks[:half]), half * 7 / DAYS_A_MONTH)
            if craft_id and more:
                parts = [(more, self.known.asks(craft_id) * self.known.takes(craft_id), self.known.order(craft_id))]
                yield self.made(Kind.RISING, named(Kind.RISING, craft_id), days, parts, craft_id=craft_id)

    def of_people(
        self, kind: Kind, key: str, days: Days, craft_id: int, *, price: int | None = None, **facts: Any
    ) -> Iterator[Opportunity]:
        """People who came for something. price: of the very piece; else they are worth as much as others who come."""
        count = self.window.count(days)
        if count:
            takes = self.known.takes(craft_id)
            share = self.known.asks(craft_id) * takes if price is not None else self._visit(craft_id)
            parts = [(worth.rate(count, self.window.months), share, self.known.order(craft_id, price))]
            yield self.made(kind, key, days, parts, craft_id=craft_id, **facts)

    def made(
        self, kind: Kind, key: str, days: Days, parts: list[tuple[Guess, Guess, Guess]], **facts: Any
    ) -> Opportunity:
        """parts: what is multiplied, and then added where there are two."""
        value = worth.total([rate * share * size for rate, share, size in parts])
        low, high = value.interval(0.8)
        return Opportunity(
            kind=kind,
            key=key,
            weeks=self.window.weekly(days),
            count=self.window.count(days),
            value=round(value.mean),
            low=round(low),
            high=round(high),
            parts=tuple(parts),
            **facts,
        )

    def _lost(self, kind: Kind, cells: list[Cell], item_id: int, craft_id: int, reason: str) -> Iterator[Opportunity]:
        days = days_of(cells, _signals)
        count = self.window.count(days)
        if not count:
            return
        parts = (
            (item_id or f"c{craft_id}", reason or "other") if kind is not Kind.REDUCED else (item_id or f"c{craft_id}",)
        )
        sums = sum(cell.value for cell in cells), sum(cell.signals for cell in cells)
        size = worth.average(*sums) if sums[0] else self.known.order(craft_id)
        factors = [(worth.rate(count, self.window.months), self.known.takes(craft_id), size)]
        asked = max(self.asked[item_id], count) if item_id else 0
        yield self.made(
            kind, named(kind, *parts), days, factors, craft_id=craft_id, item_id=item_id, reason=reason, asked=asked
        )

    def _by_reason(self, cells: Iterable[Cell]) -> dict[tuple[int, int, str], list[Cell]]:
        found: defaultdict[tuple[int, int, str], list[Cell]] = defaultdict(list)
        for cell in cells:
            piece = self.pieces.get(cell.item_id)
            craft_id = piece.craft_id if piece else cell.craft_id
            found[cell.item_id if piece else 0, craft_id, cell.reason].append(cell)
        return found

    def _visit(self, craft_id: int) -> Guess:
        return self.known.visit_asks() * self.known.takes(craft_id)

    def _of(self, kind: SignalKind) -> Iterator[Cell]:
        return (cell for cell in self.by_kind[kind] if cell.day >= self.window.first)


def in_vain(views: Iterable[Cell], alerts: Iterable[Cell], lines: Iterable[Cell]) -> Days:
    """People on each day who wanted a piece that was gone: who asked to be told had looked at it, so the two are one.

    Of those who asked to be told, as many as asked for the piece on a later day are served or stand with the requests.
    """
    looked, told = Counter[date](), Counter[date]()
    for cell in views:
        looked[cell.day] += cell.visitors
    for cell in alerts:
        told[cell.day] += cell.signals
    first = min(told, default=None)
    later = sum(cell.signals for cell in lines if first is not None and cell.day > first)
    days = []
    for day in sorted(looked.keys() | told.keys()):
        came_back = min(told[day], later)
        later -= came_back
        days.append((day, max(looked[day], told[day]) - came_back))
    return days


def days_of(cells: Iterable[Cell], of: Measure) -> Days:
    return [(cell.day, of(cell)) for cell in cells]


def _people(cell: Cell) -> int:
    return cell.visitors


def _signals(cell: Cell) -> int:
    return cell.signals


def _unit_price(cells: Iterable[Cell]) -> int:
    """The mean price of one piece in what was offered, in centimes; 0 where unknown."""
    cells = list(cells)
    units = sum(cell.quantity for cell in cells)
    return sum(cell.value for cell in cells) // units if units else 0
