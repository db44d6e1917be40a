"""A customer's pictures: with a wish or a message. An advisor looks at each before the makers concerned may."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal
from app.domain.catalogue.photos import StillPrepared
from app.domain.catalogue.revisions import PhotoState
from app.domain.people.models import STAFF, User
from app.domain.purchasing import private_pictures
from app.domain.purchasing.models import Message, PurchaseRequest, RequestLine
from app.domain.purchasing.talk_models import RequestPicture, Verdict

MOST = 3
"""Pictures sent at once."""
MOST_OF_A_REQUEST = 30


class TooMany(Refusal):
    text = N_("That is too many: %(most)d pictures at most.")


class Unreadable(Refusal):
    text = N_("This picture could not be read, so there is nothing to show.")


def take_in(width: int, height: int, *, at: datetime) -> RequestPicture:
    """A picture just received, of no request yet. The caller keeps its original under ``original``."""
    return private_pictures.take_in(RequestPicture, width, height, at=at)


def unplaced(keys: Sequence[str]) -> list[RequestPicture]:
    """Pictures that came with a form sent back."""
    return private_pictures.unplaced(RequestPicture, keys, most=MOST)


def place(
    pictures: Iterable[RequestPicture],
    request: PurchaseRequest,
    *,
    line: RequestLine | None = None,
    message: Message | None = None,
) -> None:
    """Make pictures part of a request: of one line's wish, or of a message. Raises TooMany."""
    pictures = list(pictures)
    if len(pictures) > MOST:
        raise TooMany(field="pictures", most=MOST)
    if pictures and len(request.pictures) + len(pictures) > MOST_OF_A_REQUEST:
        raise TooMany(field="pictures", most=MOST_OF_A_REQUEST)
    for picture in pictures:
        picture.request_id = request.id
        picture.line_id = line.id if line else None
        picture.message_id = message.id if message else None
    db.session.flush()
    db.session.expire(request, ["pictures"])


def of(request: PurchaseRequest, key: str) -> RequestPicture:
    """One picture of a request. Raises Missing."""
    return private_pictures.find(request.pictures, key)


def judge(picture: RequestPicture, verdict: Verdict, *, by: User, at: datetime) -> None:
    """Let the makers concerned see a picture, or not. Staff only; it can be judged anew.

    Raises StillPrepared, Unreadable: nobody lets pass what nobody has seen.
    """
    if not by.is_a(*STAFF):
        raise Forbidden
    if verdict is Verdict.PASSED and picture.state is PhotoState.WAITING:
        raise StillPrepared
    if verdict is Verdict.PASSED and picture.state is PhotoState.FAILED:
        raise Unreadable
    picture.verdict, picture.judged_by_id, picture.judged_at = verdict, by.id, at


def shown_to_maker(line: RequestLine) -> list[RequestPicture]:
    """What the maker of a line may see: passed, and of their own line or of a message to everybody."""
    return [
        picture
        for picture in line.request.pictures
        if picture.verdict is Verdict.PASSED
        and picture.state is PhotoState.READY
        and picture.line_id in (None, line.id)
    ]


def let_go(request: PurchaseRequest, *, at: datetime) -> None:
    """Part pictures from an erased request. The worker removes their files and then the rows."""
    gone = {"request_id": None, "line_id": None, "message_id": None, "erased_at": at}
    mine = update(RequestPicture).where(RequestPicture.request_id == request.id).values(**gone)
    db.session.execute(mine.execution_options(synchronize_session="fetch"))
    db.session.expire(request, ["pictures"])
