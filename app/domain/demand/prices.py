"""What was offered at which price, and what customers said to it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import ColumnElement, and_, false, func, not_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, Variant
from app.domain.demand import figures, shares
from app.domain.demand.shares import Share
from app.domain.purchasing.models import PurchaseRequest, RefusalReason, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

MOST_BANDS = 8
MOST_OFFERS = 20_000
ROUND = (1, 2, 5)
DECIDED = (OfferState.ACCEPTED, OfferState.REFUSED, OfferState.EXPIRED)


class Outcome(StrEnum):
    """What became of a line as it was offered."""

    ACCEPTED = "accepted"
    TOO_DEAR = "too_dear"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True)
class Offered:
    """One line as offered. price: centimes a piece."""

    price: int
    quantity: int
    outcome: Outcome


@dataclass(frozen=True)
class Band:
    """Offers from one price (included) to another (not), in centimes."""

    low: int
    high: int
    lines: Counter[Outcome] = field(default_factory=Counter)
    pieces: int = 0

    @property
    def offered(self) -> int:
        return self.lines.total()

    @property
    def accepted(self) -> int:
        return self.lines[Outcome.ACCEPTED]

    @property
    def said_no(self) -> int:
        """Refused for whatever reason. An offer that ended without a word says nothing about its price."""
        return self.lines[Outcome.TOO_DEAR] + self.lines[Outcome.REFUSED]

    @property
    def share(self) -> Share | None:
        """Of those that were answered, how many were accepted."""
        return shares.share(self.accepted, self.said_no)


def offered(
    first: date,
    last: date,
    *,
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    lines: Sequence[ColumnElement[bool]] = (),
    item_id: int | None = None,
    artisan_id: int | None = None,
) -> list[Offered]:
    """Lines of offers that customers decided on in these days, or let end. One statement.

    Offers that were replaced by another or taken back are nobody's answer to a price.
    """
    chosen = [
        Offer.state.in_(DECIDED),
        Offer.sent_at >= clock.start_of_day(first),
        Offer.sent_at < clock.start_of_day(last + timedelta(days=1)),
        *lines,
    ]
    if crafts:
        chosen.append(figures.of_crafts(crafts))
    if country:
        chosen.append(PurchaseRequest.country == country)
    if item_id is not None:
        chosen.append(RequestLine.variant_id.in_(select(Variant.id).where(Variant.item_id == item_id)))
    if artisan_id is not None:
        theirs = select(Variant.id).join(Item).where(Item.artisan_id == artisan_id)
        chosen.append(RequestLine.variant_id.in_(theirs))
    rows = db.session.execute(
        select(OfferLine.unit_price, OfferLine.quantity, OfferLine.accepted, Offer.state, Offer.refusal_reason)
        .join(OfferLine.offer)
        .join(OfferLine.line)
        .join(RequestLine.request)
        .where(*chosen)
        .order_by(Offer.sent_at.desc(), OfferLine.id.desc())
        .limit(MOST_OFFERS)
    )
    return [Offered(price, quantity, _outcome(state, taken, why)) for price, quantity, taken, state, why in rows]


def _outcome(state: OfferState, taken: bool | None, why: RefusalReason | None) -> Outcome:
    if state is OfferState.EXPIRED:
        return Outcome.ENDED
    if state is OfferState.ACCEPTED and taken is not False:
        return Outcome.ACCEPTED
    return Outcome.TOO_DEAR if why is RefusalReason.PRICE else Outcome.REFUSED


def became(outcome: Outcome) -> ColumnElement[bool]:
    """The same as a condition on an offered line and its offer."""
    ended = Offer.state == OfferState.EXPIRED
    taken = and_(Offer.state == OfferState.ACCEPTED, OfferLine.accepted.is_not(False))
    too_dear = func.coalesce(Offer.refusal_reason == RefusalReason.PRICE, false())
    refused = and_(not_(ended), not_(taken))
    return {
        Outcome.ENDED: ended,
        Outcome.ACCEPTED: taken,
        Outcome.TOO_DEAR: and_(refused, too_dear),
        Outcome.REFUSED: and_(refused, not_(too_dear)),
    }[outcome]


def bands(found: Iterable[Offered]) -> list[Band]:
    """Eight bands of round prices at most, cheapest first, those between filled in though nothing was offered there.

    A few prices far above the others share the last band.
    """
    found = sorted(found, key=lambda one: one.price)
    if not found:
        return []
    most = found[min(int(0.98 * len(found)), len(found) - 1)].price
    step = _step(found[0].price, most)
    least = found[0].price // step * step
    count = min((most - least) // step + 1, MOST_BANDS)
    edges = [least + step * number for number in range(count)]
    made = {low: Band(low, low + step) for low in edges}
    if found[-1].price >= edges[-1] + step:
        made[edges[-1]] = Band(edges[-1], found[-1].price + 1)
    pieces = Counter[int]()
    for one in found:
        low = min(one.price // step * step, edges[-1])
        made[low].lines[one.outcome] += 1
        pieces[low] += one.quantity
    return [Band(band.low, band.high, band.lines, pieces[band.low]) for band in made.values()]


def _step(least: int, most: int) -> int:
    """The smallest round width in centimes, whole dirhams, with which the bands are few enough."""
    unit = 100
    while True:
        for factor in ROUND:
            step = unit * factor
            if (most // step) - (least // step) + 1 <= MOST_BANDS:
                return step
        unit *= 10


def usual(found: Iterable[Offered]) -> int | None:
    """The median price of what was accepted; None where nothing was."""
    prices = [one.price for one in found if one.outcome is Outcome.ACCEPTED]
    return round(median(prices)) if prices else None
