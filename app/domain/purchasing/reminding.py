"""Who is reminded of what waits for them. The worker calls these; doing them twice changes nothing.

What was done is kept beside what it was done for, in the transaction that posts the message: whatever ends the worker,
both are there or neither is. Who is asked anew is reminded anew.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import Select, select

from app.base import clock
from app.base.database import db
from app.domain.purchasing import asking, findings, locking, telling
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferState

MORNING, EVENING = time(10), time(20)
"""When a customer can be reminded, on a Casablanca clock."""


def remind_makers(now: datetime, hours: int) -> int:
    """An SMS to each maker who has left lines without a word for so many hours. Returns how many."""
    return sum(_remind(request, lines, now) for request, lines in _silent(now, hours, lambda line: line.reminded_at))


def tell_advisors(now: datetime, hours: int) -> int:
    """An e-mail to the advisors of makers who still have said nothing, one a request. Returns of how many."""
    told = 0
    for request, lines in _silent(now, hours, lambda line: line.escalated_at):
        if telling.lines_late(request, lines, at=now):
            told += 1
            for line in lines:
                line.escalated_at = now
    return told


def remind_customers(now: datetime, days: int) -> int:
    """A word to customers whose offer ends in so many days, on that morning or as soon after as is decent.

    An offer that was sent after that morning is in fresh memory. Returns how many.
    """
    here = clock.local(now)
    if not MORNING <= here.time() < EVENING:
        return 0
    near = (Offer.expires_on <= here.date() + timedelta(days=days), Offer.expires_at > now)
    due = select(Offer.id).where(Offer.state == OfferState.SENT, Offer.reminded_at.is_(None), *near)
    told = 0
    for id_ in db.session.scalars(due.order_by(Offer.request_id)).all():
        offer = db.session.get_one(Offer, id_)
        locking.hold(offer.request)
        db.session.refresh(offer, ["state", "reminded_at"])
        fresh = offer.sent_at > _morning(offer, days)
        if offer.state is OfferState.SENT and offer.reminded_at is None and not fresh:
            telling.offer_ends_soon(offer, at=now)
            offer.reminded_at = now
            told += 1
    return told


def _morning(offer: Offer, days: int) -> datetime:
    return datetime.combine(offer.expires_on - timedelta(days=days), MORNING, tzinfo=clock.CASABLANCA)


Done = Callable[[RequestLine], datetime | None]
"""When something was last done for a line. Once it was since the maker was last asked, that is enough."""


def _silent(now: datetime, hours: int, done: Done) -> Iterator[tuple[PurchaseRequest, list[RequestLine]]]:
    """Requests, each held, with the lines whose maker has said nothing for so many hours, where this is due."""
    before = now - timedelta(hours=hours)
    asked_long_ago = findings.to_answer().where(PurchaseRequest.sent_at <= before)
    found = {line.request_id: line.request for line in _due(asked_long_ago, before, done)}
    for id_, request in sorted(found.items()):
        locking.hold(request)
        lines = _due(findings.to_answer().where(RequestLine.request_id == id_), before, done)
        if lines:
            yield request, lines


def _due(waiting: Select[RequestLine], before: datetime, done: Done) -> list[RequestLine]:
    """Those of a maker's lines that were asked of them before a moment, and for which it is not done."""
    fresh = waiting.where(RequestLine.artisan_id.is_not(None)).execution_options(populate_existing=True)
    lines = db.session.scalars(fresh).all()
    asked = asking.of({line.request_id for line in lines})
    since = {line.id: asking.since(line, asked[line.request_id]) for line in lines}
    return [line for line in lines if since[line.id] <= before and not _is_done(done(line), since[line.id])]


def _is_done(at: datetime | None, since: datetime) -> bool:
    return at is not None and at > since


def _remind(request: PurchaseRequest, lines: list[RequestLine], now: datetime) -> int:
    """Whoever has no phone cannot be reminded; their advisor is told in time."""
    told = 0
    for artisan in {line.artisan: None for line in lines if line.artisan is not None}:
        own = [line for line in lines if line.artisan is artisan]
        if telling.lines_still_wait(request, artisan, len(own), at=now):
            told += 1
            for line in own:
                line.reminded_at = now
    return told
