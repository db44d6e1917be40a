"""Each kind of opportunity, looked for in the cells of a period."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.domain.demand import evidence, guessing, words, worth
from app.domain.demand.counting import Cell
from app.domain.demand.evidence import Evidence
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS, Kind, Opportunity
from app.domain.demand.worth import Guess

DAYS_A_MONTH = 365.25 / 12
LOST = ("price", "delay", "delivery_cost")
"""Reasons of a refusal that a maker or the cooperative can do something about."""

MOST_WORDS = 200

Measure = Callable[[Cell], int]


class Looker:
    """Looks through the cells of a period for each kind of opportunity."""

    def __init__(self, today: date, weeks: int, known: Evidence, cells: list[Cell]) -> None:
        self.today, self.known = today, known
        self.first = today - timedelta(days=7 * weeks - 1)
        self.months = 7 * weeks / DAYS_A_MONTH
        self.by_kind: defaultdict[SignalKind, list[Cell]] = defaultdict(list)
        for cell in cells:
            self.by_kind[cell.kind].append(cell)
        with_piece = {cell.item_id for cell in cells if cell.item_id and cell.kind is not SignalKind.REQUEST_LINE}
        self.pieces = evidence.pieces(with_piece)
        self.asked = Counter[int]()
        for cell in self._of(SignalKind.REQUEST_LINE):
            self.asked[cell.item_id] += cell.signals

    def no_result(self) -> Iterator[Opportunity]:
        """Searches that found nothing, spellings of one thing together."""
        by_words: defaultdict[str, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.SEARCH]:
            if cell.words and cell.without_result:
                by_words[words.key(cell.words)].append(cell)
        counts = {key: sum(map(empty_handed, cells)) for key, cells in by_words.items() if key}
        together: defaultdict[str, list[Cell]] = defaultdict(list)
        for key, leader in words.groups(counts).items():
            together[leader] += by_words[key]
        totals = {key: self._count(cells, empty_handed) for key, cells in together.items()}
        shown = sorted((key for key in totals if totals[key]), key=lambda key: (-totals[key], key))[:MOST_WORDS]
        guessed = guessing.crafts_of(shown)
        for key in shown:
            cells = together[key]
            craft = max((cell.craft_id for cell in cells), default=0) or guessed.get(key, 0)
            yield self._made(
                Kind.NO_RESULT,
                f"{Kind.NO_RESULT}:{key}"[:160],
                cells,
                worth.rate(totals[key], self.months) * self._visit_becomes_an_order(craft),
                empty_handed,
                craft_id=craft,
                words=most_used(cells),
                spellings=tuple(sorted({cell.words for cell in cells})),
            )

    def out_of_stock(self) -> Iterator[Opportunity]:
        """Pieces that people still look at although they cannot be had."""
        by_item: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.VIEW]:
            if cell.out_of_stock and cell.item_id:
                by_item[cell.item_id].append(cell)
        alerts = Counter[int]()
        for cell in self._of(SignalKind.STOCK_ALERT):
            alerts[cell.item_id] += cell.signals
        for item_id, cells in by_item.items():
            piece = self.pieces.get(item_id)
            count = self._count(cells, _people)
            if piece is None or piece.can_be_had or not count:
                continue
            yield self._made(
                Kind.OUT_OF_STOCK,
                f"{Kind.OUT_OF_STOCK}:{item_id}",
                cells,
                worth.rate(count, self.months) * self._becomes_an_order(piece.craft_id, piece.price),
                _people,
                craft_id=piece.craft_id,
                item_id=item_id,
                alerts=alerts[item_id],
            )

    def declined(self) -> Iterator[Opportunity]:
        """Lines that a maker declined, by reason; where no piece was named, by craft."""
        for (item_id, craft_id, reason), cells in self._by_reason(SignalKind.DECLINE).items():
            yield from self._lost(Kind.DECLINED, cells, item_id, craft_id, reason)

    def refused(self) -> Iterator[Opportunity]:
        """Offered lines that customers refused for their price, their delay or the cost of delivery."""
        accepted = defaultdict[int, list[Cell]](list)
        for cell in self._of(SignalKind.OFFER_ACCEPTED):
            accepted[cell.item_id].append(cell)
        for (item_id, craft_id, reason), cells in self._by_reason(SignalKind.OFFER_REFUSED).items():
            if reason in LOST:
                prices = (_unit_price(cells), _unit_price(accepted[item_id])) if reason == "price" else (0, 0)
                for one in self._lost(Kind.REFUSED, cells, item_id, craft_id, reason):
                    yield replace(one, offered=prices[0], accepted=prices[1])

    def rising(self) -> Iterator[Opportunity]:
        """Crafts that clearly more people look at in these six weeks than in the six before."""
        by_craft: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.by_kind[SignalKind.VIEW]:
            by_craft[cell.craft_id].append(cell)
        for craft_id, cells in by_craft.items():
            weeks = self._weekly(cells, _people)
            half = WEEKS // 2
            more = worth.risen(sum(weeks[half:]), sum(weeks[:half]), half * 7 / DAYS_A_MONTH)
            if craft_id and more:
                value = more * self._becomes_an_order(craft_id)
                yield self._made(Kind.RISING, f"{Kind.RISING}:{craft_id}", cells, value, _people, craft_id=craft_id)

    def _lost(self, kind: Kind, cells: list[Cell], item_id: int, craft_id: int, reason: str) -> Iterator[Opportunity]:
        count = self._count(cells, _signals)
        if not count:
            return
        key = f"{kind}:{item_id or f'c{craft_id}'}:{reason or 'other'}"
        sums = sum(cell.value for cell in cells), sum(cell.signals for cell in cells)
        size = worth.average(*sums) if sums[0] else self.known.order(craft_id)
        value = worth.rate(count, self.months) * self.known.takes(craft_id) * size
        yield self._made(
            kind, key, cells, value, _signals,
            craft_id=craft_id, item_id=item_id, reason=reason, asked=max(self.asked[item_id], count) if item_id else 0,
        )  # fmt: skip

    def _by_reason(self, kind: SignalKind) -> dict[tuple[int, int, str], list[Cell]]:
        found: defaultdict[tuple[int, int, str], list[Cell]] = defaultdict(list)
        for cell in self.by_kind[kind]:
            piece = self.pieces.get(cell.item_id)
            craft_id = piece.craft_id if piece else cell.craft_id
            found[cell.item_id if piece else 0, craft_id, cell.reason].append(cell)
        return found

    def _becomes_an_order(self, craft_id: int, price: int | None = None) -> Guess:
        """What one person who looks is worth: they ask, they take the offer, they pay it."""
        return self.known.asks(craft_id) * self.known.takes(craft_id) * self.known.order(craft_id, price)

    def _visit_becomes_an_order(self, craft_id: int) -> Guess:
        """What one person is worth who came for something: as much as others who come, if it were there."""
        return self.known.visit_asks() * self.known.takes(craft_id) * self.known.order(craft_id)

    def _made(self, kind: Kind, key: str, cells: list[Cell], value: Guess, of: Measure, **facts: Any) -> Opportunity:
        low, high = value.interval(0.8)
        return Opportunity(
            kind=kind,
            key=key,
            weeks=self._weekly(cells, of),
            count=self._count(cells, of),
            value=round(value.mean),
            low=round(low),
            high=round(high),
            **facts,
        )

    def _of(self, kind: SignalKind) -> Iterator[Cell]:
        return (cell for cell in self.by_kind[kind] if cell.day >= self.first)

    def _count(self, cells: Iterable[Cell], of: Measure) -> int:
        return sum(of(cell) for cell in cells if cell.day >= self.first)

    def _weekly(self, cells: Iterable[Cell], of: Measure) -> tuple[int, ...]:
        weeks = [0] * WEEKS
        for cell in cells:
            age = (self.today - cell.day).days // 7
            if 0 <= age < WEEKS:
                weeks[WEEKS - 1 - age] += of(cell)
        return tuple(weeks)


def empty_handed(cell: Cell) -> int:
    """How many people found nothing: all who searched, where all their searches were in vain."""
    return min(cell.visitors, cell.without_result)


def _people(cell: Cell) -> int:
    return cell.visitors


def _signals(cell: Cell) -> int:
    return cell.signals


def most_used(cells: Iterable[Cell]) -> str:
    spellings = Counter[str]()
    for cell in cells:
        spellings[cell.words] += cell.visitors
    return min(spellings, key=lambda said: (-spellings[said], said))


def _unit_price(cells: Iterable[Cell]) -> int:
    """The mean price of one piece in what was offered, in centimes; 0 where unknown."""
    cells = list(cells)
    units = sum(cell.quantity for cell in cells)
    return sum(cell.value for cell in cells) // units if units else 0
