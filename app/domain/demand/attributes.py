"""Wishes nobody made that name a material or a colour: the demand is for the attribute."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.base import clock
from app.base.together import Question
from app.domain.demand.counting import Cell
from app.domain.demand.meanings import Meanings
from app.domain.purchasing.models import AnswerKind, LineAnswer, PurchaseRequest, RequestLine


@dataclass(frozen=True)
class Tagged:
    """A declined wish. day: on which it was declined. facet: the first one it names. value: centimes, 0 if unknown.
    artisan_id: whom it was entrusted to, 0 if nobody. line_id, reference, description: its line, its request's
    reference, its words.
    """

    day: date
    craft_id: int
    reason: str
    country: str
    facet: str
    value: int = 0
    artisan_id: int = 0
    line_id: int = 0
    reference: str = ""
    description: str = ""

    @property
    def cell(self) -> tuple[date, int, str, str]:
        """Where demand counts it among declines."""
        return self.day, self.craft_id, self.reason, self.country


def question(first: date, *, country: str = "") -> Question:
    """The wishes declined from a day on."""
    chosen = (
        select(
            LineAnswer.at,
            LineAnswer.reason,
            RequestLine.craft_id,
            RequestLine.description,
            RequestLine.quantity,
            RequestLine.unit_price,
            PurchaseRequest.country,
            RequestLine.artisan_id,
            RequestLine.id,
            PurchaseRequest.reference,
        )
        .join(RequestLine, RequestLine.id == LineAnswer.line_id)
        .join(PurchaseRequest, PurchaseRequest.id == RequestLine.request_id)
        .where(
            RequestLine.variant_id.is_(None),
            RequestLine.description.is_not(None),
            LineAnswer.live,
            LineAnswer.kind == AnswerKind.DECLINED,
            LineAnswer.at >= clock.start_of_day(first),
        )
    )
    if country:
        chosen = chosen.where(PurchaseRequest.country == country)
    return chosen


def tagged(rows: Iterable[Any], meanings: Meanings) -> list[Tagged]:
    """Of the answer to the question, what names a material or a colour.

    A wish that names two is counted with the first of them alone.
    """
    found = []
    for at, reason, craft_id, description, quantity, price, place, maker, line_id, reference in rows:
        facet = next(iter(meanings.facets_of(description or "")), "")
        if facet:
            which, value = (clock.local(at).date(), craft_id or 0, reason or "", place or ""), quantity * (price or 0)
            found.append(Tagged(*which, facet, value, maker or 0, line_id, reference, description))
    return found


def without(cells: Iterable[Cell], tagged: Iterable[Tagged]) -> Iterator[Cell]:
    """Declines of wishes, less those that are counted with an attribute."""
    taken, worth_of = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    for one in tagged:
        taken[one.cell] += 1
        worth_of[one.cell] += one.value
    for cell in _together(cells):
        key = (cell.day, cell.craft_id, cell.reason, cell.country)
        less = min(taken[key], cell.signals) if not cell.item_id else 0
        taken[key] -= less
        if cell.signals > less:
            yield (
                replace(cell, signals=cell.signals - less, value=max(cell.value - worth_of.pop(key, 0), 0))
                if less
                else cell
            )


def _together(cells: Iterable[Cell]) -> Iterator[Cell]:
    """What several makers were asked for that names no piece, as one: who said no to what is not asked."""
    wishes: dict[tuple[object, ...], Cell] = {}
    for cell in cells:
        if cell.item_id:
            yield cell
            continue
        key = (cell.day, cell.craft_id, cell.reason, cell.country)
        known = wishes.get(key)
        wishes[key] = cell if known is None else _sum(known, cell)
    yield from wishes.values()


def _sum(one: Cell, other: Cell) -> Cell:
    return replace(
        one,
        signals=one.signals + other.signals,
        visitors=one.visitors + other.visitors,
        quantity=one.quantity + other.quantity,
        value=one.value + other.value,
    )
