"""Where requests of some days came from, and why makers declined or customers refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.base.together import Question
from app.domain.demand.counting import Cell
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.reading import About

OF_REQUESTS = (
    SignalKind.REQUEST_LINE,
    SignalKind.CUSTOM_WISH,
    SignalKind.DECLINE,
    SignalKind.REDUCTION,
    SignalKind.OFFER_ACCEPTED,
    SignalKind.OFFER_REFUSED,
    SignalKind.CHANGE_ASKED,
)
"""What knows the country a request came from."""


@dataclass(frozen=True)
class Said:
    """How often, by kind, reason, country and craft."""

    counts: Counter[tuple[SignalKind, str, str, int]]

    @property
    def countries(self) -> set[str]:
        return {country for _kind, _reason, country, _craft in self.counts if country}

    def reasons(self, kind: SignalKind, *, crafts: frozenset[int], country: str) -> list[tuple[str, int]]:
        """The most frequent first; "" stands last, for those who did not say. crafts, country: empty for all."""
        found = Counter[str]()
        for (of_kind, reason, place, craft), count in self.counts.items():
            if of_kind is kind and (not crafts or craft in crafts) and (not country or place == country):
                found[reason] += count
        return sorted(found.items(), key=lambda one: (not one[0], -one[1], one[0]))


def question(first: date, last: date, fresh: date, about: About | None) -> Question:
    """Of kept days, both ends included. fresh: since when raw signals are counted."""
    day = DemandDay
    which = (day.kind, day.reason, day.country, day.craft_id)
    within = [day.kind.in_(OF_REQUESTS), day.day.between(first, last), day.day < fresh]
    chosen = select(*which, func.sum(day.signals)).where(*within, *([about.of_days()] if about else []))
    return chosen.group_by(*which)


def made(rows: Iterable[Any], raw: Iterable[Cell], *, first: date, last: date) -> Said:
    """Of the answer to the question, and the cells since."""
    counts = Counter[tuple[SignalKind, str, str, int]]()
    for kind, reason, country, craft, count in rows:
        counts[kind, reason, country, craft] += int(count)
    for cell in raw:
        if cell.kind in OF_REQUESTS and first <= cell.day <= last:
            counts[cell.kind, cell.reason, cell.country, cell.craft_id] += cell.signals
    return Said(counts)
