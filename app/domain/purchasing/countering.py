"""A customer's counter-proposal: what they wish of an offered line, and by when. Its prices are wishes, not prices."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import update

from app.base import clock
from app.base.database import db
from app.base.errors import N_, Missing, Refusal
from app.domain.catalogue.models import Kind
from app.domain.purchasing import totals
from app.domain.purchasing.counter_models import CounterLine, CounterProposal
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import Offer, OfferLine
from app.domain.purchasing.sending import MOST_PIECES, DayHasPassed


class NothingWished(Refusal):
    text = N_("Say what should change: a quantity, a price, a day or a few words.")


class WrongWish(Refusal):
    text = N_("Write how many pieces, from 1 to 999. To leave a piece out, accept the others only.")


class NoWishedPrice(Refusal):
    text = N_("Write the price you wish for one piece, or leave it empty.")


class OneThereIs(Refusal):
    text = N_("This is a unique piece: there is only one.")


class Wish(NamedTuple):
    """Of one offered line. unit_price: centimes. None: as offered."""

    quantity: int | None = None
    unit_price: int | None = None


def write(
    offer: Offer, wishes: Mapping[int, Wish], *, needed_by: date | None, has_words: bool, at: datetime
) -> CounterProposal:
    """Keep what is wished instead of an offer. wishes: by id of the offer's line. Raises a Refusal.

    What asks for the very figures that were offered, or the day that was asked before, changes nothing.
    """
    if wishes.keys() - {line.id for line in offer.lines}:
        raise Missing
    for line in offer.lines:
        _check(line, wishes.get(line.id, Wish()))
    if needed_by is not None and needed_by < clock.local(at).date():
        raise DayHasPassed(field="needed_by")
    made = CounterProposal(request_id=offer.request_id, offer=offer, needed_by=needed_by, has_words=has_words, at=at)
    made.lines = [_line(offered, wishes.get(offered.id, Wish())) for offered in offer.lines]
    same_day = needed_by is None or needed_by == wanted_by(offer.request)
    if not has_words and same_day and not any(wished.differs for wished in made.lines):
        raise NothingWished(field="words")
    ids = [wished.line_id for wished in made.lines]
    before = update(CounterLine).where(CounterLine.line_id.in_(ids), CounterLine.live).values(live=False)
    db.session.execute(before.execution_options(synchronize_session="fetch"))
    offer.request.proposals.append(made)
    db.session.flush()
    for wished in made.lines:
        db.session.expire(wished.line, ["counter"])
    return made


def latest(request: PurchaseRequest) -> CounterProposal | None:
    """The newest one."""
    return request.proposals[-1] if request.proposals else None


def wanted_by(request: PurchaseRequest) -> date | None:
    """By when the customer needs it: as they said last."""
    said = [proposal.needed_by for proposal in request.proposals if proposal.needed_by is not None]
    return said[-1] if said else request.needed_by


def before(offered: OfferLine) -> CounterLine | None:
    """What had been wished of a line when it was offered."""
    offer = offered.offer
    found = [
        line
        for proposal in offer.request.proposals
        if proposal.offer.number_in_request < offer.number_in_request
        for line in proposal.lines
        if line.line_id == offered.line_id
    ]
    return found[-1] if found else None


def _check(line: OfferLine, wish: Wish) -> None:
    quantity, price = f"qty-{line.id}", f"price-{line.id}"
    if wish.quantity is not None and not 1 <= wish.quantity <= MOST_PIECES:
        raise WrongWish(field=quantity)
    if wish.unit_price is not None and wish.unit_price <= 0:
        raise NoWishedPrice(field=price)
    variant = line.line.variant
    if variant is not None and variant.kind is Kind.UNIQUE and (wish.quantity or 1) > 1:
        raise OneThereIs(field=quantity)
    if (wish.quantity or line.quantity) * (wish.unit_price or line.unit_price) > totals.MOST:
        raise totals.TooDear(field=price if wish.unit_price else quantity)


def _line(line: OfferLine, wish: Wish) -> CounterLine:
    return CounterLine(
        offered=line,
        line=line.line,
        line_id=line.line_id,
        quantity=wish.quantity or line.quantity,
        unit_price=wish.unit_price or line.unit_price,
    )
