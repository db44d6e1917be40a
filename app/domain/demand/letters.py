"""What a workshop may be told of the market of its craft, by a letter that goes from hand to hand.

Nobody knows who will read it: a figure of makers is in it only where it rests on three others whoever reads, which is
four makers or none, in each month. What people searched for rests on no maker, but on three people at least.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median, quantiles

from sqlalchemy import func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.demand import feasts, forecast, merged, mine, months, unmet
from app.domain.demand.feasts import Days
from app.domain.demand.forecast import Band
from app.domain.demand.merged import OTHERS, Outlook, Scope
from app.domain.demand.months import Asked, Span
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

MOST = 3
QUARTER = 3
"""Months that are compared with as many before."""
SOON = timedelta(days=200)
STEP = 1000
"""Prices are told in tens of dirhams: a letter gives nobody's price away."""


class Deed(StrEnum):
    """The one thing to do."""

    TRY = "try"
    PREPARE = "prepare"
    COUNT = "count"


@dataclass(frozen=True)
class Trend:
    """Requests in the last three whole months, and in the three before. direction: up, down or flat."""

    count: int
    before: int

    @property
    def direction(self) -> str:
        return mine.direction(self.count, self.before)


@dataclass(frozen=True)
class Letter:
    """wanted: searched for and not found, the most people first. trend, bands: None, empty where they are not told.

    strong: the months above the others. price: what accepted pieces cost, in centimes, from a quarter of the makers to
    three quarters of them.
    """

    wanted: list[Opportunity]
    trend: Trend | None
    bands: list[Band]
    strong: list[Band]
    feasts: list[Days]
    price: tuple[int, int] | None

    @property
    def deed(self) -> Deed:
        if self.wanted and not self.wanted[0].is_small:
            return Deed.TRY
        return Deed.PREPARE if self.strong else Deed.COUNT

    @property
    def says_little(self) -> bool:
        return not self.wanted and self.trend is None and self.price is None


def of(craft_ids: frozenset[int], *, now: datetime) -> Letter:
    """The letter of a craft, or of a family of crafts together. About twenty statements."""
    today, span = clock.local(now).date(), merged.whole_months(now)
    rows = told([row for row in months.asked(span, now=now) if row.craft_id in craft_ids]) if span else []
    bands = forecast.ahead(*_since(rows, span)) if span and rows else []
    searched = [one for one in unmet.ranked(now=now, crafts=craft_ids) if one.kind is Kind.NO_RESULT]
    common = [one for one in searched if one.count >= mine.LEAST_PEOPLE]
    return Letter(
        wanted=sorted(common, key=lambda one: (-one.count, one.key))[:MOST],
        trend=_trend(rows, span) if span else None,
        bands=bands,
        strong=Outlook(Scope.CRAFTS, bands).strong if bands else [],
        feasts=[days for days in feasts.ahead(today) if days.first < today + SOON],
        price=price(_accepted(craft_ids, until=today.replace(day=1))),
    )


def told(rows: Iterable[Asked]) -> list[Asked]:
    """The rows since the last month that rests on somebody, but on fewer than three besides each reader."""
    rows = list(rows)
    makers = defaultdict[date, set[int]](set)
    for row in rows:
        if row.count and row.artisan_id:
            makers[row.month].add(row.artisan_id)
    last = max((month for month, known in makers.items() if len(known) <= OTHERS), default=None)
    left = [row for row in rows if last is None or row.month > last]
    return left if any(row.artisan_id and row.count for row in left) else []


def price(paid: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """From what to what most makers' pieces are accepted. paid: maker and centimes. None where they are too few.

    Each maker counts once, with the middle of their prices.
    """
    theirs = defaultdict[int, list[int]](list)
    for artisan_id, centimes in paid:
        theirs[artisan_id].append(centimes)
    if len(theirs) <= OTHERS:
        return None
    low, _middle, high = quantiles([median(prices) for prices in theirs.values()], n=4)
    return max(round(low / STEP), 1) * STEP, max(round(high / STEP), 1) * STEP


def _since(rows: list[Asked], span: Span) -> tuple[list[int], Span]:
    part = Span(max(min(row.month for row in rows), span.first), span.last)
    return months.series(rows, part), part


def _trend(rows: list[Asked], span: Span) -> Trend | None:
    """None where six whole months are not told."""
    first = months.after(span.months[-1], 1 - 2 * QUARTER)
    if not rows or min(row.month for row in rows) > first or span.first > first:
        return None
    middle = months.after(first, QUARTER)
    count = sum(row.count for row in rows if row.month >= middle)
    return Trend(count, sum(row.count for row in rows if first <= row.month < middle))


def _accepted(craft_ids: frozenset[int], *, until: date) -> list[tuple[int, int]]:
    """Maker and unit price of what was accepted in the twelve whole months before a day. One statement."""
    since = months.after(until, -12)
    rows = db.session.execute(
        select(RequestLine.artisan_id, OfferLine.unit_price)
        .join(OfferLine.offer)
        .join(OfferLine.line)
        .outerjoin(Variant, Variant.id == RequestLine.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .where(Offer.state == OfferState.ACCEPTED, or_(OfferLine.accepted.is_(None), OfferLine.accepted.is_(True)))
        .where(Offer.decided_at >= clock.start_of_day(since), Offer.decided_at < clock.start_of_day(until))
        .where(func.coalesce(RequestLine.craft_id, Item.craft_id).in_(craft_ids), RequestLine.artisan_id.is_not(None))
    )
    return [(artisan_id, centimes) for artisan_id, centimes in rows if artisan_id is not None]
