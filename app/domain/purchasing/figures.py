"""A line in figures before it is answered: what is asked by now, what was promised so far, what a page showed."""

from typing import NamedTuple

from app.domain.purchasing import holds
from app.domain.purchasing.models import AnswerKind, RequestLine


class Figures(NamedTuple):
    """What a promise says in figures. quantities: pieces. unit_price: centimes, None where none was named."""

    quantity_ready: int
    quantity_made: int
    unit_price: int | None
    lead_days: int


class Shown(NamedTuple):
    """What a page showed of a line, by the ids of what counted then: 0 where there was none."""

    answer: int
    wish: int


def shown(line: RequestLine) -> Shown:
    return Shown(line.answer.id if line.answer else 0, line.counter.id if line.counter else 0)


def as_asked(line: RequestLine) -> Figures:
    """What a plain yes promises: what was asked last, split by what is ready, at its price, in the usual days."""
    ready, made = split(line)
    return Figures(ready, made, line.wanted_price, line.variant.lead_days if line.variant and made else 0)


def so_far(line: RequestLine) -> Figures:
    """What an answer begins with: the promise given before, else what a plain yes would promise.

    Where the customer has wished other figures since, those, in the days promised before.
    """
    given = line.answer
    if given is None or given.kind is AnswerKind.DECLINED:
        return as_asked(line)
    if is_countered(line):
        wished = as_asked(line)
        return wished._replace(lead_days=given.lead_days if wished.quantity_made else 0)
    return Figures(given.quantity_ready, given.quantity_made, given.unit_price, given.lead_days)


def is_countered(line: RequestLine) -> bool:
    """Whether other figures are wished than were offered, and the maker has not answered to them."""
    wish, given = line.counter, line.answer
    return wish is not None and wish.differs and (given is None or given.at <= wish.proposal.at)


def split(line: RequestLine) -> tuple[int, int]:
    """How what was asked is best served: (ready now, to be made). What the line's own answer holds can be had again."""
    variant = line.variant
    if variant is None or not variant.is_stocked:
        return 0, line.wanted_quantity
    held = holds.ready_held(line.answer) if line.answer is not None else 0
    ready = min(line.wanted_quantity, max(variant.available, 0) + held)
    return ready, line.wanted_quantity - ready
