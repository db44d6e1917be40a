"""What to know of demand before visiting an artisan: who looked, what was asked for, what was lost and why."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select

from app.base import clock
from app.base.database import db
from app.base.together import Question
from app.domain.catalogue.models import Item, Variant
from app.domain.demand import supply
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.forecasting import Counts
from app.domain.demand.mine import direction
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.people.models import Artisan
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

WEEKS = 12
AHEAD = 4
LOST = (SignalKind.DECLINE, SignalKind.REDUCTION, SignalKind.OFFER_REFUSED)
ASKED = (SignalKind.REQUEST_LINE, SignalKind.CUSTOM_WISH)
LEAST_PRICES = 5
MOST_PRICES = 2_000
PRICES_OF = timedelta(days=365)


@dataclass(frozen=True)
class Moved:
    """A count of twelve weeks, and of the twelve before."""

    now: int = 0
    before: int = 0

    @property
    def direction(self) -> str:
        """up, down, or flat where chance explains it."""
        return direction(self.now, self.before)


@dataclass(frozen=True)
class Lost:
    """Pieces that were asked for and not sold, for one reason ("" where none was said)."""

    kind: SignalKind
    reason: str
    times: int
    pieces: int


@dataclass(frozen=True)
class Coming:
    """Pieces that the coming four weeks ask for. low to high: 80 %."""

    mean: float
    low: float
    high: float

    def interval(self) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class Demand:
    """first, last: the days counted, both included. By piece: people who looked, pieces asked for, what last night
    foresaw of the coming four weeks.

    sold_out: people who looked at what could not be had.
    """

    first: date
    last: date
    looked: dict[int, Moved]
    asked: dict[int, Moved]
    sold_out: int
    lost: list[Lost]
    foreseen: dict[int, Counts]

    @property
    def all_looked(self) -> Moved:
        return _sum(self.looked)

    @property
    def all_asked(self) -> Moved:
        return _sum(self.asked)

    @property
    def pieces_lost(self) -> int:
        return sum(one.pieces for one in self.lost)

    def expected(self, item_id: int) -> Coming:
        """How many of a piece the coming four weeks ask for; without a forecast, as if they were like these twelve."""
        if known := self.foreseen.get(item_id):
            low, high = known.quantiles((0.1, 0.9))
            return Coming(known.mean, low, high)
        guess = supply.coming(self.asked.get(item_id, Moved()).now, 7 * WEEKS)
        return Coming(guess.mean, *guess.interval())


def _sum(by_piece: dict[int, Moved]) -> Moved:
    return Moved(sum(one.now for one in by_piece.values()), sum(one.before for one in by_piece.values()))


def demand(artisan: Artisan, *, today: date) -> Demand:
    """Of the days up to yesterday. Two statements, over counts of days, whatever was recorded one by one."""
    rows = db.session.execute(question(artisan, today=today))
    return counted(rows, db.session.execute(forecasts(artisan)), today=today)


def _days(today: date) -> tuple[date, date]:
    last = today - timedelta(days=1)
    return last - timedelta(days=7 * WEEKS - 1), last


def question(artisan: Artisan, *, today: date) -> Question:
    """What ``demand`` asks."""
    day, (first, last) = DemandDay, _days(today)
    recent = case((day.day >= first, 1), else_=0)
    which = (day.kind, day.item_id, day.reason, day.out_of_stock, recent)
    return (
        select(*which, func.sum(day.signals), func.sum(day.visitors), func.sum(day.quantity))
        .where(
            day.artisan_id == artisan.id,
            day.day >= first - timedelta(weeks=WEEKS),
            day.day <= last,
            day.kind.in_((SignalKind.VIEW, *ASKED, *LOST)),
        )
        .group_by(*which)
    )


def forecasts(artisan: Artisan) -> Question:
    """What last night foresaw of their pieces."""
    theirs = select(Item.id).where(Item.artisan_id == artisan.id)
    return select(Forecast.subject_id, Forecast.totals).where(
        Forecast.subject == Subject.ITEM, Forecast.subject_id.in_(theirs)
    )


def counted(rows: Iterable[Any], foreseen: Iterable[Any], *, today: date) -> Demand:
    """Of the answers to both questions."""
    looked: tuple[Counter[int], Counter[int]] = Counter(), Counter()
    asked: tuple[Counter[int], Counter[int]] = Counter(), Counter()
    lost, sold_out = defaultdict[tuple[SignalKind, str], list[int]](lambda: [0, 0]), 0
    for kind, item_id, reason, out_of_stock, is_recent, signals, people, quantity in rows:
        if kind is SignalKind.VIEW:
            looked[1 - is_recent][item_id] += int(people)
            sold_out += int(people) if out_of_stock and is_recent else 0
        elif kind in ASKED:
            asked[1 - is_recent][item_id] += int(quantity)
        elif is_recent:
            lost[kind, reason][0] += int(signals)
            lost[kind, reason][1] += int(quantity)
    found = [Lost(kind, reason, *counts) for (kind, reason), counts in lost.items()]
    found.sort(key=lambda one: (-one.pieces, one.kind, one.reason))
    ahead = {item_id: Counts(*totals[str(AHEAD)]) for item_id, totals in foreseen}
    return Demand(*_days(today), _moved(*looked), _moved(*asked), sold_out, found, ahead)


def _moved(now: Counter[int], before: Counter[int]) -> dict[int, Moved]:
    return {item_id: Moved(now[item_id], before[item_id]) for item_id in now.keys() | before.keys()}


@dataclass(frozen=True)
class Accepted:
    """Prices customers accepted in a craft within a year, in centimes, rising."""

    prices: list[int]

    @property
    def is_enough(self) -> bool:
        return len(self.prices) >= LEAST_PRICES

    @property
    def usual(self) -> tuple[int, int]:
        """Four in five of them lie between these two."""
        last = len(self.prices) - 1
        return self.prices[round(0.1 * last)], self.prices[round(0.9 * last)]

    def dearer_than(self, price: int) -> float:
        """The share of accepted prices below a price."""
        return bisect_left(self.prices, price) / len(self.prices)


def accepted_prices(crafts: Collection[int], *, today: date) -> dict[int, Accepted]:
    """By craft, of all its makers. One statement."""
    return by_craft(db.session.execute(paid(crafts, today=today)))


def paid(crafts: Collection[int], *, today: date) -> Question:
    """What ``accepted_prices`` asks."""
    return (
        select(Item.craft_id, OfferLine.unit_price)
        .select_from(OfferLine)
        .join(OfferLine.offer)
        .join(OfferLine.line)
        .join(Variant, Variant.id == RequestLine.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .where(
            Offer.state == OfferState.ACCEPTED,
            OfferLine.accepted.is_not(False),
            Offer.sent_at >= clock.start_of_day(today - PRICES_OF),
            Item.craft_id.in_(crafts),
        )
        .order_by(Offer.sent_at.desc())
        .limit(MOST_PRICES)
    )


def by_craft(rows: Iterable[Any]) -> dict[int, Accepted]:
    """Of the answer to ``paid``."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for craft_id, price in rows:
        found[craft_id].append(price)
    return {craft_id: Accepted(sorted(prices)) for craft_id, prices in found.items()}
