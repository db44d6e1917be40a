"""What is usual in the cooperative: prices and makers of each craft, how many visits end in a request, the seasons.

Four questions in one statement: they are asked together, for every page that values demand. What months and days that
are over were like is remembered.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Float, case, cast, extract, func, literal, select

from app.base import clock, together
from app.base.together import Question
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.demand import coming, remembered
from app.domain.demand.counts import Fresh
from app.domain.demand.models import DemandDay, DemandSignal, SignalKind
from app.domain.demand.months import ASKED, KEPT_MONTHS, after
from app.domain.demand.worth import Guess
from app.domain.people.models import Artisan, Standing, artisan_craft

MOST_SIGNALS = 10_000
"""Of the newest raw signals: so many say the share of visits that end in a request, and cost the same ever after."""


@dataclass(frozen=True)
class Usual:
    """By craft. prices: of published pieces, how much they differ (0: of all crafts). makers: in good standing.
    seasons: see ``coming``. visits, requests: of the same time; a visitor is another one each day.
    """

    prices: dict[int, Guess] = field(default_factory=dict)
    makers: dict[int, int] = field(default_factory=dict)
    seasons: dict[int, float] = field(default_factory=dict)
    visits: int = 0
    requests: int = 0


def read(since: date, today: date, fresh: Fresh) -> Usual:
    """since: from which day on visits count. One statement."""
    return made(together.asked(**questions(since, today, fresh)), since, today, fresh)


def questions(since: date, today: date, fresh: Fresh) -> dict[str, Question]:
    """What must be asked, by name."""
    asked = {"price": _prices(), "maker": _makers()}
    if remembered.found(fresh, _seasons(today)) is None:
        asked["month"] = _months(today)
    if remembered.found(fresh, _visited(since)) is None:
        asked["visit"] = _visits(since, fresh)
    return asked


def made(answers: Mapping[str, together.Rows], since: date, today: date, fresh: Fresh) -> Usual:
    """Of the answers to the questions, with whatever was asked beside them."""
    months, visited = remembered.found(fresh, _seasons(today)), remembered.found(fresh, _visited(since))
    if months is None:
        rows = _told(answers, "month", lambda: _months(today))
        months = remembered.keep(fresh, _seasons(today), coming.factors(_monthly(rows), today))
    if visited is None:
        ((_none, visits, requests, *_rest),) = _told(answers, "visit", lambda: _visits(since, fresh))
        visited = int(visits), int(requests)
        if since < fresh.day:
            remembered.keep(fresh, _visited(since), visited)
    return Usual(
        prices=_guesses(_told(answers, "price", _prices)),
        makers={craft_id: int(count) for craft_id, count, *_rest in _told(answers, "maker", _makers)},
        seasons=months,
        visits=visited[0],
        requests=visited[1],
    )


def _told(answers: Mapping[str, together.Rows], name: str, question: Callable[[], Question]) -> list[tuple[Any, ...]]:
    """The rows of an answer; asked now where it was let go of since it seemed to be remembered."""
    rows = answers[name] if name in answers else together.asked(**{name: question()})[name]
    return [(row[0] or 0, *(one or 0.0 for one in row[1:])) for row in rows]


def _seasons(today: date) -> Hashable:
    return "seasons", today


def _visited(since: date) -> Hashable:
    return "visited", since


def _numbers(craft_id: Any, *columns: Any) -> Question:
    """A craft and four numbers."""
    rest = [literal(0.0)] * (4 - len(columns))
    return select(craft_id, *(cast(column, Float) for column in columns), *rest)


def _prices() -> Question:
    price = cast(Variant.price, Float)
    sums = _numbers(Item.craft_id, func.count(), func.sum(price), func.sum(price * price))
    return sums.join(Item.variants).where(Item.state == ItemState.PUBLISHED).group_by(Item.craft_id)


def _makers() -> Question:
    craft_id = artisan_craft.c.craft_id
    counted = _numbers(craft_id, func.count()).join(Artisan, Artisan.id == artisan_craft.c.artisan_id)
    return counted.where(Artisan.standing == Standing.GOOD).group_by(craft_id)


def _months(today: date) -> Question:
    """Pieces asked for of each craft and whole month, with the first day of that month that had any."""
    day, this_month = DemandDay.day, today.replace(day=1)
    year, month = extract("year", day), extract("month", day)
    counted = _numbers(DemandDay.craft_id, year, month, func.sum(DemandDay.quantity), extract("day", func.min(day)))
    of_days = counted.where(DemandDay.kind.in_(ASKED), day >= after(this_month, -KEPT_MONTHS), day < this_month)
    return of_days.group_by(DemandDay.craft_id, year, month)


def _visits(since: date, fresh: Fresh) -> Question:
    """Of days that are over, once there are any: their share changes once a day."""
    signal = DemandSignal
    over = [signal.at < clock.start_of_day(fresh.day)] if fresh.edition and since < fresh.day else []
    newest = (
        select(signal.visitor, case((signal.kind == SignalKind.REQUEST_LINE, signal.request_id)).label("request_id"))
        .where(signal.at >= clock.start_of_day(since), *over)
        .order_by(signal.at.desc())
        .limit(MOST_SIGNALS)
        .subquery()
    )
    return _numbers(literal(0), func.count(newest.c.visitor.distinct()), func.count(newest.c.request_id.distinct()))


def _guesses(rows: Iterable[Any]) -> dict[int, Guess]:
    rows = list(rows)
    found = {craft_id: Guess(total / count, squares / count) for craft_id, count, total, squares, _none in rows}
    pieces = sum(row[1] for row in rows)
    if pieces:
        found[0] = Guess(sum(row[2] for row in rows) / pieces, sum(row[3] for row in rows) / pieces)
    return found


def _monthly(rows: Iterable[Any]) -> list[coming.Month]:
    return [
        coming.Month(craft_id, date(int(year), int(month), 1), int(count), date(int(year), int(month), int(day)))
        for craft_id, year, month, count, day in rows
    ]
