"""The ledger of lost demand: request lines of a period as facts, and the rows of what was lost of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Row, and_, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.demand import lost
from app.domain.demand.lost import Asked, Cause, Fate
from app.domain.people.models import Artisan
from app.domain.purchasing.counter_models import CounterLine
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import LineAnswer, PurchaseRequest, RequestEvent, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState

MAKES = frozenset({Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE})
CANCELLED: dict[str | None, CancelReason] = {one.value: one for one in CancelReason}
DECIDED = (OfferState.ACCEPTED, OfferState.REFUSED)


@dataclass(frozen=True)
class Entry:
    """Units of one line lost for one cause. day: on which they were asked for. value: centimes, None where no price was
    ever named. again: the same customer asked for them again, so they are lost no more; got: and got some.
    """

    day: date
    cause: Cause
    units: int
    value: int | None
    line_id: int
    request_id: int
    item_id: int
    craft_id: int
    artisan_id: int
    reason: str
    again: bool = False
    got: bool = False


@dataclass(frozen=True)
class Stands:
    """How the units of one line stand: asked = served + open + lost. asked: without those asked for again since.

    lost: by cause, where one was chosen of that alone. value: of what was lost, in centimes.
    """

    day: date
    line_id: int
    asked: int
    served: int
    open: int
    lost: int
    value: int


@dataclass(frozen=True)
class Sums:
    """Units of a period: asked = served + open + lost. again: asked for twice by the same customer, counted once."""

    asked: int
    served: int
    open: int
    lost: int
    again: int


@dataclass(frozen=True)
class Total:
    """By cause. value: centimes, of the rows that have a price; unpriced: units without one."""

    cause: Cause
    units: int
    value: int
    unpriced: int


@dataclass(frozen=True)
class Ledger:
    """entries: newest first; those asked for again are among them, and in no sum of what was lost. totals: what was
    lost by cause, the most valuable first; like the sums, of all causes. stands: of every line, newest first.
    """

    entries: list[Entry]
    sums: Sums
    totals: list[Total]
    stands: list[Stands]


def of(
    first: date,
    last: date,
    *,
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    place_id: int | None = None,
    cause: Cause | None = None,
) -> Ledger:
    """What was asked for in some days, both ends included, and lost since. One statement, a row a line.

    crafts, country (the customer's), place_id (the maker's): only these. cause: only its entries; sums and
    totals are of all.
    """
    rows = {row.line_id: row for row in _rows(first, last, crafts, country, place_id)}
    fates = lost.fates(_fact(row) for row in rows.values())
    parts = [(fate, list(_entries(fate, rows[fate.asked.line_id]))) for fate in fates]
    entries = [one for _fate, some in parts for one in some]
    chosen = [one for one in entries if cause is None or one.cause is cause]
    chosen.sort(key=lambda one: (-one.day.toordinal(), -one.line_id, one.cause))
    stands = [_stands(fate, some, cause) for fate, some in reversed(parts)]
    return Ledger(chosen, _sums(fates), _totals(entries), stands)


def _stands(fate: Fate, entries: Iterable[Entry], cause: Cause | None) -> Stands:
    lost_of = [one for one in entries if not one.again and cause in (None, one.cause)]
    return Stands(
        day=clock.local(fate.asked.at).date(),
        line_id=fate.asked.line_id,
        asked=fate.asked.wanted - fate.again,
        served=fate.served,
        open=fate.open,
        lost=sum(one.units for one in lost_of),
        value=sum(one.value or 0 for one in lost_of),
    )


def _sums(fates: Iterable[Fate]) -> Sums:
    fates = list(fates)
    again = sum(fate.again for fate in fates)
    return Sums(
        asked=sum(fate.asked.wanted for fate in fates) - again,
        served=sum(fate.served for fate in fates),
        open=sum(fate.open for fate in fates),
        lost=sum(fate.units_lost for fate in fates),
        again=again,
    )


def _totals(entries: Iterable[Entry]) -> list[Total]:
    units, value, unpriced = Counter[Cause](), Counter[Cause](), Counter[Cause]()
    for one in entries:
        if not one.again:
            units[one.cause] += one.units
            value[one.cause] += one.value or 0
            unpriced[one.cause] += one.units if one.value is None else 0
    found = [Total(cause, units[cause], value[cause], unpriced[cause]) for cause in units]
    return sorted(found, key=lambda one: (-one.value, -one.units, one.cause))


def _rows(
    first: date, last: date, crafts: frozenset[int], country: str, place_id: int | None
) -> Iterable[Row[tuple[object, ...]]]:
    """Lines with their answer, the last wish, the offer that was decided on and why the request was cancelled."""
    line, request, answer, after = RequestLine, PurchaseRequest, LineAnswer, last + timedelta(days=1)
    decided = and_(OfferLine.offer_id == Offer.id, Offer.state.in_(DECIDED))
    offered = select(
        OfferLine.line_id, OfferLine.quantity, OfferLine.unit_price, OfferLine.accepted, Offer.refusal_reason
    )
    offer = offered.join(Offer, decided).subquery()
    ended = and_(RequestEvent.request_id == request.id, RequestEvent.deed == "cancel")
    chosen = (
        select(
            line.id.label("line_id"), line.request_id, line.quantity, line.unit_price, line.artisan_id, line.craft_id,
            request.sent_at, request.state, request.email, request.phone,
            Variant.item_id, Variant.kind.label("variant_kind"), Item.craft_id.label("item_craft"),
            answer.kind.label("answered"), answer.quantity_ready, answer.quantity_made, answer.reason,
            answer.unit_price.label("answer_price"),
            CounterLine.quantity.label("wished"), CounterLine.unit_price.label("wished_price"),
            offer.c.quantity.label("offered"), offer.c.unit_price.label("offer_price"), offer.c.accepted,
            offer.c.refusal_reason, RequestEvent.facts.label("cancelled"),
        )
        .join(request, request.id == line.request_id)
        .outerjoin(Variant, Variant.id == line.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(answer, and_(answer.line_id == line.id, answer.live))
        .outerjoin(CounterLine, and_(CounterLine.line_id == line.id, CounterLine.live))
        .outerjoin(offer, offer.c.line_id == line.id)
        .outerjoin(RequestEvent, ended)
        .where(request.sent_at >= clock.start_of_day(first), request.sent_at < clock.start_of_day(after))
    )  # fmt: skip
    if crafts:
        chosen = chosen.where(Item.craft_id.in_(crafts) | line.craft_id.in_(crafts))
    if country:
        chosen = chosen.where(request.country == country)
    if place_id is not None:
        chosen = chosen.where(line.artisan_id.in_(select(Artisan.id).where(Artisan.place_id == place_id)))
    return db.session.execute(chosen)


def _fact(row: Row[tuple[object, ...]]) -> Asked:
    answered = (row.quantity_ready or 0) + (row.quantity_made or 0)
    cancelled = (row.cancelled or {}).get("reason")
    return Asked(
        line_id=row.line_id,
        at=row.sent_at,
        wanted=row.wished or row.quantity,
        state=row.state,
        answered=row.answered,
        promised=row.offered if row.offered is not None else answered,
        reason=row.reason,
        can_make=row.variant_kind is None or row.variant_kind in MAKES,
        taken=row.accepted,
        refusal=row.refusal_reason,
        cancelled=CANCELLED.get(cancelled),
        who=frozenset(one for one in ((row.email or "").casefold(), row.phone or "") if one),
        what=row.item_id or 0,
    )


def _entries(fate: Fate, row: Row[tuple[object, ...]]) -> Iterator[Entry]:
    price = row.offer_price or row.answer_price or row.wished_price or row.unit_price
    lost_for_good = [(cause, units, False) for cause, units in fate.lost.items()]
    asked_again = [(cause, units, True) for cause, units in fate.again_by_cause.items()]
    for cause, units, again in lost_for_good + asked_again:
        yield Entry(
            day=clock.local(row.sent_at).date(),
            cause=cause,
            units=units,
            value=units * price if price else None,
            line_id=row.line_id,
            request_id=row.request_id,
            item_id=row.item_id or 0,
            craft_id=row.item_craft or row.craft_id or 0,
            artisan_id=row.artisan_id or 0,
            reason=row.reason or row.refusal_reason or "",
            again=again,
            got=again and fate.got_later,
        )


def countries(first: date, last: date) -> set[str]:
    """Where the requests of some days came from."""
    sent = PurchaseRequest.sent_at
    within = sent >= clock.start_of_day(first), sent < clock.start_of_day(last + timedelta(days=1))
    return set(db.session.scalars(select(PurchaseRequest.country).where(*within).distinct()))
