"""How far each accepted line is before it leaves: being made, to be looked at, passed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from app.base.database import db
from app.domain.fulfilment.models import QualityCheck, Verdict
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import RequestEvent, State
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Offer, OfferLine

LEFT = (State.SHIPPED, State.DELIVERED, State.CLOSED)


class Stage(StrEnum):
    TO_PREPARE = "to_prepare"
    TO_CHECK = "to_check"
    PASSED = "passed"


@dataclass(frozen=True)
class Standing:
    """Where a line stands. to_make: pieces still to be made. sent_back: the look that returned it to its maker."""

    line: OfferLine
    stage: Stage
    to_make: int = 0
    sent_back: QualityCheck | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether its maker makes or mends pieces of it. What stood ready on a shelf is only packed."""
        mended_or_made = self.sent_back is not None or self.line.answer.quantity_made > 0
        return self.stage is Stage.TO_PREPARE and mended_or_made


def of(offer: Offer) -> list[Standing]:
    """The accepted lines of an offer, in their order."""
    lines = [line for line in offer.lines if line.accepted]
    if offer.request.state in LEFT:  # nothing leaves before it has passed
        return [Standing(line, Stage.PASSED) for line in lines]
    return _standings(lines, offer.request.events)


def standings(lines: Sequence[OfferLine]) -> list[Standing]:
    """Where each of these accepted lines stands, in three statements for all."""
    wanted = RequestEvent.deed.in_((Deed.READY.value, Deed.TAKE_BACK.value))
    requests = {line.offer.request_id for line in lines}
    query = select(RequestEvent).where(RequestEvent.request_id.in_(requests), wanted).order_by(RequestEvent.id)
    return _standings(lines, db.session.scalars(query))


def _standings(lines: Sequence[OfferLine], events: Iterable[RequestEvent]) -> list[Standing]:
    to_make = _to_make(lines)
    said, returned = _moments(events)
    checks: dict[int, QualityCheck] = {}
    ids = [line.id for line in lines]
    for one in db.session.scalars(select(QualityCheck).where(QualityCheck.line_id.in_(ids)).order_by(QualityCheck.id)):
        checks[one.line_id] = one
    return [
        _standing(
            line,
            to_make[line.answer_id],
            checks.get(line.id),
            said.get(line.line_id),
            returned.get(line.offer.request_id),
        )
        for line in lines
    ]


def _standing(
    line: OfferLine, to_make: int, last: QualityCheck | None, said: datetime | None, returned: datetime | None
) -> Standing:
    """A look counts until the parcel comes back; one that sent pieces back, until their maker says they are ready."""
    counts = last is not None and (returned is None or last.at > returned)
    if last is not None and counts and last.verdict is Verdict.PASSED:
        return Standing(line, Stage.PASSED)
    if last is not None and counts and (said is None or said <= last.at):
        return Standing(line, Stage.TO_PREPARE, to_make, last)
    was_ready = said is not None or returned is not None
    return Standing(line, Stage.TO_CHECK if was_ready and not to_make else Stage.TO_PREPARE, to_make)


def _to_make(lines: Sequence[OfferLine]) -> dict[int, int]:
    """By answer: pieces that are booked and not made yet."""
    ids = [line.answer_id for line in lines]
    rows = db.session.execute(
        select(CapacityBooking.answer_id, func.sum(CapacityBooking.quantity))
        .where(CapacityBooking.answer_id.in_(ids), CapacityBooking.state == Hold.LIVE)
        .group_by(CapacityBooking.answer_id)
    )
    return defaultdict(int, {answer_id: int(total) for answer_id, total in rows})


def _moments(events: Iterable[RequestEvent]) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """By request line, when somebody last said that it is ready; by request, when its parcel last came back."""
    said: dict[int, datetime] = {}
    returned: dict[int, datetime] = {}
    for event in events:
        if event.deed == Deed.READY.value:
            said[event.facts["line_id"]] = event.at
        elif event.deed == Deed.TAKE_BACK.value:
            returned[event.request_id] = event.at
    return said, returned
