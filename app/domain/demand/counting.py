"""Raw signals counted into the cells of a day: the one place that says what a roll-up is.

A cell is a day's signals of one kind about one thing. Searches, and what was opened from them, are counted by their
folded words and their language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, select

from app.base.database import db
from app.domain.demand import raw, said
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.demand.said import SAID, About, Heap


@dataclass(unsafe_hash=True, slots=True)  # frozen, one takes six times as long to make, and a page reads thousands
class Cell:
    """Never changed. Signals of one kind about one thing on one day. Fields as in DemandDay; value in centimes.

    visitors: different people that day; for what a request says, different requests.
    """

    day: date
    kind: SignalKind
    item_id: int = 0
    craft_id: int = 0
    artisan_id: int = 0
    words: str = ""
    reason: str = ""
    country: str = ""
    out_of_stock: bool = False
    facet: str = ""
    language: str = ""
    signals: int = 0
    visitors: int = 0
    quantity: int = 0
    value: int = 0
    without_result: int = 0


COLUMNS = tuple(Cell.__dataclass_fields__)


def cells(first: date, last: date, *, kinds: Iterable[SignalKind] = (), craft_id: int | None = None) -> list[Cell]:
    """The cells of some days, both ends included, counted from raw signals. A few statements, however many days.

    kinds: only these; all where none is named.
    """
    wanted = set(kinds or SignalKind)
    found: list[Cell] = []
    if first <= last and wanted.intersection(SAID):
        typed = wanted.intersection(SAID)
        piles = said.piles(first, last, kinds=typed, craft_id=craft_id)
        heaps = said.heaps(piles, first, last, kinds=typed, craft_id=craft_id)
        found += [of_words(about, heap) for about, heap in heaps.items()]
    if first <= last and wanted.difference(SAID):
        rows = db.session.execute(others(first, last, kinds=wanted.difference(SAID), craft_id=craft_id))
        found += [Cell(*row[:-5], *map(int, row[-5:])) for row in rows]
    return found


def others(
    first: date, last: date, *, kinds: Iterable[SignalKind] = (), craft_id: int | None = None
) -> Select[tuple[Any, ...]]:
    """The cells of all that is not counted by words, with the columns of a Cell.

    Words of a wish are not counted: they are as different as people are. Each maker's are counted apart also where no
    piece is named: nobody's requests are hidden behind another's.
    """
    chosen = DemandSignal.kind.in_(kinds) if kinds else DemandSignal.kind.not_in(SAID)
    signs = raw.numbered(first, last, chosen, craft_id).c
    about = (signs.day, signs.kind, signs.item_id, signs.craft_id, signs.artisan_id)
    facts = (signs.reason, signs.country, signs.out_of_stock, signs.facet)
    who = func.coalesce(signs.visitor, cast(signs.request_id, String(32)))
    return select(
        signs.day,
        signs.kind,
        func.coalesce(signs.item_id, 0),
        func.coalesce(signs.craft_id, 0),
        func.coalesce(signs.artisan_id, 0),
        literal(""),
        func.coalesce(signs.reason, ""),
        func.coalesce(signs.country, ""),
        signs.out_of_stock,
        func.coalesce(signs.facet, ""),
        literal(""),
        func.count(),
        func.count(who.distinct()),
        func.sum(signs.quantity),
        func.coalesce(func.sum(signs.value), 0),
        func.count(case((signs.results == 0, 1))),
    ).group_by(*about, *facts)


def of_words(about: About, heap: Heap) -> Cell:
    """The spelling most people used stands for all of them."""
    return Cell(
        day=about.day,
        kind=about.kind,
        craft_id=about.craft_id,
        words=heap.most,
        out_of_stock=about.out_of_stock,
        language=about.language,
        signals=heap.signals,
        visitors=heap.people,
        quantity=heap.signals,
        without_result=heap.nothing,
    )
