"""What a workshop may be told of the market of its craft, by a letter that goes from hand to hand.

Nobody knows who will read it: a figure of makers is in it only where it rests on three others whoever reads, which is
four makers. Requests are told of whole quarters of the year, so that no two letters can be subtracted to leave a month;
of past sales nothing is told, because a table taken in later would stand out. Crafts are told together where those that
are not told by themselves, which is what remains when the others' letters are subtracted, rest on four makers too.
The months to come are drawn without a figure. What people searched for rests on no maker, but on three people at least.
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
from app.domain.demand import feast_days, feasts, merged, mine, months, unmet
from app.domain.demand.bands import Band
from app.domain.demand.feasts import Days
from app.domain.demand.merged import OTHERS, Outlook, Scope
from app.domain.demand.months import Asked, Span
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.purchasing.models import RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

MOST = 3
MONTHS = 6
QUARTER = 3
"""Months: January to March and so on."""
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
    """Requests in the last whole quarter, and in the one before. direction: up, down or flat."""

    first: date
    count: int
    before: int

    @property
    def direction(self) -> str:
        return mine.direction(self.count, self.before)

    @property
    def last(self) -> date:
        return months.after(self.first, QUARTER - 1)


@dataclass(frozen=True)
class Letter:
    """wanted: searched for and not found, the most people first. trend, outlook, price: None where they are not told.

    outlook: of the craft, else of the whole cooperative. price: what accepted pieces cost, in centimes, from a quarter
    of the makers to three quarters of them.
    """

    wanted: list[Opportunity]
    trend: Trend | None
    outlook: Outlook | None
    feasts: list[Days]
    price: tuple[int, int] | None

    @property
    def strong(self) -> list[Band]:
        """The months above the others."""
        return self.outlook.strong if self.outlook else []

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
    rows = months.asked(span, now=now, kinds=months.REQUESTED) if span else []
    searched = [one for one in unmet.ranked(now=now, crafts=craft_ids) if one.kind is Kind.NO_RESULT]
    common = [one for one in searched if one.count >= mine.LEAST_PEOPLE]
    return Letter(
        wanted=sorted(common, key=lambda one: (-one.count, one.key))[:MOST],
        trend=trend([row for row in rows if row.craft_id in craft_ids], span) if span else None,
        outlook=outlook(rows, craft_ids, span, after=today) if span else None,
        feasts=[days for days in feasts.ahead(today, feast_days.corrected()) if days.first < today + SOON],
        price=price(_accepted(craft_ids, until=today.replace(day=1))),
    )


def outlook(rows: Iterable[Asked], craft_ids: frozenset[int], span: Span, *, after: date) -> Outlook | None:
    """The months after that of a day: in the craft, where each month rests on four makers or none; else in the whole
    cooperative.
    """
    rows = list(rows)
    own = [row for row in rows if row.craft_id in craft_ids]
    rest = [row for row in rows if row.craft_id not in craft_ids]
    bands = _ahead(own, first_told(own), span, after)
    if bands:
        return Outlook(Scope.CRAFTS, bands)
    bands = _ahead(rows, max(first_told(rows), first_told(rest, of_one=True)), span, after)
    return Outlook(Scope.EVERYBODY, bands) if bands else None


def first_told(rows: Iterable[Asked], *, of_one: bool = False) -> date:
    """The month after the last one that rests on somebody, but on too few. of_one: nothing is subtracted from them."""
    by_month = defaultdict[date, list[Asked]](list)
    for row in rows:
        by_month[row.month].append(row)
    few = _are_few if of_one else rests_on_few
    unsafe = [month for month, found in by_month.items() if _makers(found) and few(found)]
    return months.after(max(unsafe)) if unsafe else date.min


def rests_on_few(rows: Iterable[Asked]) -> bool:
    """Whether what is asked for at one time rests on fewer than three besides each reader: all of it, or the crafts
    that are told by no letter of their own.
    """
    rows = list(rows)
    by_craft = [_makers(row for row in rows if row.craft_id == craft) for craft in {row.craft_id for row in rows}]
    closed = set[int]().union(*(makers for makers in by_craft if len(makers) <= OTHERS))
    return _are_few(rows) or 0 < len(closed) <= OTHERS


def _are_few(rows: Iterable[Asked]) -> bool:
    return len(_makers(rows)) <= OTHERS


def _makers(rows: Iterable[Asked]) -> set[int]:
    return {row.artisan_id for row in rows if row.count} - {0}


def trend(rows: Iterable[Asked], span: Span) -> Trend | None:
    """The last whole quarter against the one before. None where either was not seen whole or rests on too few."""
    end = months.after(span.last + timedelta(days=1), 0)
    now = months.after(end, -QUARTER - (end.month - 1) % QUARTER)
    before = months.after(now, -QUARTER)
    counts = []
    for first in (now, before):
        theirs = [row for row in rows if first <= row.month < months.after(first, QUARTER)]
        if rests_on_few(theirs) or span.first > first:
            return None
        counts.append(sum(row.count for row in theirs))
    return Trend(now, *counts)


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


def _ahead(rows: list[Asked], first: date, span: Span, after: date) -> list[Band]:
    """The forecast that rests on the rows from a month on. Empty where too little is told."""
    left = [row for row in rows if row.month >= first]
    if not left:
        return []
    part = Span(max(min(row.month for row in left), span.first), span.last)
    return [band for band in merged.ahead(left, part, MONTHS + 1) if band.first > after][:MONTHS]


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
