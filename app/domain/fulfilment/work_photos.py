"""Photos of pieces at work, and who sees which.

The maker, the team and the customer see those taken while the pieces are made. Of those taken at a check the maker sees
what sent pieces back, the customer what passed, the team all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import contains_eager

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue.revisions import PhotoState
from app.domain.fulfilment.models import QualityCheck, Verdict
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.people.models import User
from app.domain.purchasing import private_pictures
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer, OfferLine

MOST = 3
"""Photos sent at once."""
MOST_OF_LINE = 12
"""Photos of one line while it is made."""
OF_MAKING = WorkPicture.check_id.is_(None)
FOR_CUSTOMERS = (WorkPicture.state == PhotoState.READY, or_(OF_MAKING, QualityCheck.verdict == Verdict.PASSED))


class TooMany(Refusal):
    text = N_("That is too many: %(most)d photos at once.")


class Enough(Refusal):
    text = N_("There are %(most)d photos of this piece already. Take one back first.")


def take_in(width: int, height: int, *, by: User, at: datetime) -> WorkPicture:
    """A photo just received, of no line yet. The caller keeps its original under ``original``."""
    return private_pictures.take_in(WorkPicture, width, height, at=at, by_id=by.id, on_behalf=False)


def unplaced(by: User, keys: Sequence[str]) -> list[WorkPicture]:
    """Photos this person sent that are of no line yet. Others' are not found."""
    return private_pictures.unplaced(WorkPicture, keys, WorkPicture.by_id == by.id, most=MOST)


def place(
    pictures: Sequence[WorkPicture], line: OfferLine, *, check: QualityCheck | None = None, on_behalf: bool = False
) -> None:
    """Make photos those of a line, or of a check of it. The request's row is held. Raises TooMany, Enough."""
    if len(pictures) > MOST:
        raise TooMany(field="photos", most=MOST)
    if check is None and _count(line) + len(pictures) > MOST_OF_LINE:
        raise Enough(field="photos", most=MOST_OF_LINE)
    for picture in pictures:
        picture.line_id, picture.on_behalf = line.id, on_behalf
        picture.check_id = check.id if check else None
    db.session.flush()


def _count(line: OfferLine) -> int:
    query = select(func.count(WorkPicture.id)).where(WorkPicture.line_id == line.id, OF_MAKING)
    return db.session.scalar(query) or 0


def seen_by_team(request: PurchaseRequest) -> Sequence[WorkPicture]:
    return db.session.scalars(_of(Offer.request_id == request.id)).all()


def seen_by_maker(line: RequestLine) -> Sequence[WorkPicture]:
    """Whether they are prepared or not: whoever sent one wants to know that it came."""
    returned = QualityCheck.verdict == Verdict.RETURNED
    return db.session.scalars(_of(OfferLine.line_id == line.id).where(or_(OF_MAKING, returned))).all()


def seen_by_customer(request: PurchaseRequest) -> Sequence[WorkPicture]:
    return db.session.scalars(_of(Offer.request_id == request.id).where(*FOR_CUSTOMERS)).all()


def untold(before: datetime) -> Select[WorkPicture]:
    """Photos that customers can see since before a moment and have not heard of."""
    return _of(WorkPicture.told_at.is_(None)).where(WorkPicture.at <= before, *FOR_CUSTOMERS)


def _of(wanted: ColumnElement[bool]) -> Select[WorkPicture]:
    """The oldest first."""
    query = select(WorkPicture).join(WorkPicture.line).join(OfferLine.offer).outerjoin(WorkPicture.check).where(wanted)
    line = contains_eager(WorkPicture.line).contains_eager(OfferLine.offer)
    shown = query.options(line, contains_eager(WorkPicture.check))
    return shown.order_by(WorkPicture.at, WorkPicture.id)


def part(pictures: Iterable[WorkPicture], *, at: datetime) -> None:
    """Part photos from their line. The worker removes their files and then the rows."""
    _part(WorkPicture.id.in_([picture.id for picture in pictures]), at)


def let_go(of_requests: ColumnElement[bool], *, at: datetime) -> None:
    """Part the photos of erased requests."""
    lines = select(OfferLine.id).join(OfferLine.offer).join(Offer.request).where(of_requests)
    _part(WorkPicture.line_id.in_(lines), at)


def _part(which: ColumnElement[bool], at: datetime) -> None:
    gone = update(WorkPicture).where(which).values(line_id=None, check_id=None, erased_at=at)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
