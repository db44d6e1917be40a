"""What was said on a request, as the team reads it: the original, with what was typed and shown beside it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.domain.purchasing import translating
from app.domain.purchasing.models import Author, PurchaseRequest
from app.domain.purchasing.talk_models import RequestPicture
from app.web import languages, private_pictures, spoken
from app.web.private_pictures import Shown
from app.web.spoken import Spoken


class Said(NamedTuple):
    """about: the words, by the name a translation knows them by."""

    mine: bool
    author: str
    at: datetime
    text: str
    about: str
    spoken: Sequence[Spoken]
    pictures: Sequence[Shown[RequestPicture]] = ()


def thread(asked: PurchaseRequest) -> list[Said]:
    """What was said, oldest first; the team's words are ours."""
    language = languages.current()
    name = asked.name or str(_("The customer"))
    said = []
    if asked.message:
        about = translating.REQUEST
        said.append(Said(False, name, asked.sent_at, asked.message, about, spoken.beside(asked, about)))
    for message in asked.messages:
        if message.author is Author.CUSTOMER:
            author = name
        elif message.artisan is not None:
            author = message.artisan.known_as(language)
        else:
            author = message.by.name if message.by else str(_("The cooperative"))
        about, mine = translating.of_message(message), message.author is Author.STAFF
        pictures = pictures_of(asked, message_id=message.id)
        said.append(Said(mine, author, message.at, message.body, about, spoken.beside(asked, about), pictures))
    return said


def pictures_of(asked: PurchaseRequest, **of: int) -> list[Shown[RequestPicture]]:
    """The customer's pictures of a line (line_id) or of a message (message_id), whatever was said of them."""
    theirs = [one for one in asked.pictures if all(getattr(one, name) == id_ for name, id_ in of.items())]
    return private_pictures.shown(theirs, lambda key, width: _address(asked.reference, key, width))


def _address(reference: str, key: str, width: int) -> str:
    return url_for("advisor.request_talk.picture", reference=reference, key=key, width=width)
