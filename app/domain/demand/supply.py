"""Supply against demand: what is asked for beside what stands on the shelf, can be made and was made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, Table, func, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import (
    Item,
    ItemState,
    Kind,
    MovementKind,
    StockMovement,
    Variant,
    item_colour,
    item_material,
    item_technique,
)
from app.domain.demand import capacity, expected
from app.domain.demand.counting import Cell
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.models import SignalKind
from app.domain.demand.worth import Guess
from app.domain.people.models import Artisan, Standing, artisan_craft

WEEKS = 4
"""How far ahead is looked."""
LONG_WEEKS = 26
"""A shelf that lasts longer than this is much."""
FEW = 5


class By(StrEnum):
    """What rows are of."""

    CRAFT = "craft"
    MATERIAL = "material"
    TECHNIQUE = "technique"
    COLOUR = "colour"


class Verdict(StrEnum):
    SHORT = "short"
    PERHAPS_SHORT = "perhaps_short"
    ENOUGH = "enough"
    MUCH = "much"
    UNASKED = "unasked"
    CANNOT_TELL = "cannot_tell"


_LINKS: dict[By, Table] = {
    By.MATERIAL: item_material,
    By.TECHNIQUE: item_technique,
    By.COLOUR: item_colour,
}


@dataclass(frozen=True)
class Row:
    """Pieces, of one craft or attribute. asked, made: in the period. expected, low, high: in the coming four weeks.

    shelf: available now. free: what its makers can still make in these weeks. low to high: 80 %.
    is_foreseen: expected as the last night foresaw it, else as if the coming weeks were like the period.
    """

    id: int
    asked: int
    expected: float
    low: float
    high: float
    shelf: int
    free: int
    made: int
    is_foreseen: bool = False

    @property
    def gap(self) -> float:
        """What there is more than expected; below nothing, what is missing."""
        return self.shelf + self.free - self.expected

    @property
    def weeks(self) -> float | None:
        """How long the shelf lasts as things are; None where nothing is asked for."""
        return self.shelf / (self.expected / WEEKS) if self.asked else None

    @property
    def is_unasked(self) -> bool:
        """Whether nobody asked for any, and nobody is expected to: its interval would be from nothing to nothing."""
        return not self.asked and round(self.high) == 0

    @property
    def verdict(self) -> Verdict:
        if self.asked < FEW and not (self.shelf > FEW and not self.asked):
            return Verdict.CANNOT_TELL
        if self.low > self.shelf + self.free:
            return Verdict.SHORT
        if self.high > self.shelf + self.free:
            return Verdict.PERHAPS_SHORT
        if self.shelf > self.high * LONG_WEEKS / WEEKS:
            return Verdict.UNASKED if self.is_unasked else Verdict.MUCH
        return Verdict.ENOUGH


def rows(
    by: By,
    cells: Iterable[Cell],
    first: date,
    last: date,
    *,
    today: date,
    pieces: list[ColumnElement[bool]],
    is_whole: bool = False,
) -> list[Row]:
    """By craft or attribute, those with most asked first. pieces: what items must fulfil. Six statements at most.

    is_whole: all that was asked of each is looked at, as forecasts do.

    cells: what was asked for and by piece in the period.
    """
    asked, stock = Counter[int](), _shelf(by, pieces)
    groups = _groups(by, {cell.item_id for cell in cells if cell.item_id})
    for cell in cells:
        if cell.kind in (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH) and first <= cell.day <= last:
            for group in (cell.craft_id,) if by is By.CRAFT else groups.get(cell.item_id, ()):
                asked[group] += cell.quantity
    free, made = _free(by, today, pieces), _made(by, first, last, pieces)
    days = (last - first).days + 1
    ids = (asked.keys() | stock.keys() | made.keys()) - {0}
    kept = expected.of_things(Subject(by.value), ids) if is_whole else {}
    found = []
    for id_ in ids:
        there = (stock.get(id_, 0), free.get(id_, 0), made.get(id_, 0))
        found.append(Row(id_, asked[id_], *_coming(kept.get(id_), asked[id_], days), *there, id_ in kept))
    return sorted(found, key=lambda row: (-row.asked, -row.shelf, row.id))


def _coming(kept: Forecast | None, asked: int, days: int) -> tuple[float, float, float]:
    """The mean, and the ends of its 80 % interval."""
    if kept is not None:
        counts = expected.total(kept, WEEKS)
        low, high = counts.quantiles((0.1, 0.9))
        return counts.mean, low, high
    guess = coming(asked, days)
    low_end, high_end = guess.interval()
    return guess.mean, max(low_end, 0.0), high_end


def coming(asked: int, days: int) -> Guess:
    """How many pieces the coming weeks ask for, if they are like the days looked at.

    A gamma-Poisson rate and the chance of the weeks themselves; pieces asked for together are counted as if alone.
    """
    mean = (asked + 0.5) * WEEKS * 7 / days
    return Guess(mean, mean**2 + mean + mean**2 / (asked + 0.5))


def _group(by: By) -> ColumnElement[int]:
    return Item.craft_id.expression if by is By.CRAFT else _LINKS[by].c[f"{by}_id"]


def _groups(by: By, items: set[int]) -> dict[int, list[int]]:
    """The attributes of each piece asked for."""
    if by is By.CRAFT or not items:
        return {}
    link = _LINKS[by]
    found: dict[int, list[int]] = {}
    for item_id, group in db.session.execute(select(link.c.item_id, _group(by)).where(link.c.item_id.in_(items))):
        found.setdefault(item_id, []).append(group)
    return found


def _shelf(by: By, pieces: list[ColumnElement[bool]]) -> dict[int, int]:
    """What can be promised now, of pieces that are shown or paused."""
    counted = (
        select(_group(by), func.sum(Variant.on_hand - Variant.reserved))
        .select_from(Item)
        .join(Item.variants)
        .where(Item.state.in_((ItemState.PUBLISHED, ItemState.PAUSED)), Variant.kind != Kind.MADE_TO_ORDER, *pieces)
    )
    return _by_group(by, counted)


def _made(by: By, first: date, last: date, pieces: list[ColumnElement[bool]]) -> dict[int, int]:
    counted = (
        select(_group(by), func.sum(StockMovement.change))
        .select_from(StockMovement)
        .join(StockMovement.variant)
        .join(Variant.item)
        .where(
            StockMovement.kind == MovementKind.MADE,
            StockMovement.at >= clock.start_of_day(first),
            StockMovement.at < clock.start_of_day(last + timedelta(days=1)),
            *pieces,
        )
    )
    return _by_group(by, counted)


def _by_group(by: By, counted: Select[int, int]) -> dict[int, int]:
    if by is not By.CRAFT:
        counted = counted.join(_LINKS[by], _LINKS[by].c.item_id == Item.id)
    return {group: int(count or 0) for group, count in db.session.execute(counted.group_by(_group(by)))}


def _free(by: By, today: date, pieces: list[ColumnElement[bool]]) -> dict[int, int]:
    """Pieces that makers in good standing can still make in four weeks; who makes two things counts for both."""
    booked = capacity.booked(today)
    left = Artisan.weekly_capacity * WEEKS - func.coalesce(booked.c.pieces, 0)
    if by is By.CRAFT and not pieces:
        makes = select(artisan_craft.c.artisan_id, artisan_craft.c.craft_id.label("made")).subquery()
    else:
        chosen = select(Item.artisan_id, _group(by).label("made")).where(Item.state == ItemState.PUBLISHED, *pieces)
        linked = chosen if by is By.CRAFT else chosen.join(_LINKS[by], _LINKS[by].c.item_id == Item.id)
        makes = linked.distinct().subquery()
    found = db.session.execute(
        select(makes.c.made, left)
        .select_from(Artisan)
        .join(makes, makes.c.artisan_id == Artisan.id)
        .outerjoin(booked, booked.c.artisan_id == Artisan.id)
        .where(Artisan.standing == Standing.GOOD)
    )
    free = Counter[int]()
    for group, count in found:
        free[group] += max(int(count), 0)
    return dict(free)
