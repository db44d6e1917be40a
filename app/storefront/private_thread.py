"""What was said on a request, as its customer reads it: who spoke, when, and what was shown with it."""

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
    """A message of the thread."""

    mine: bool
    author: str
    at: datetime
    text: str
    spoken: Sequence[Spoken] = ()
    pictures: Sequence[Shown[RequestPicture]] = ()


def thread(asked: PurchaseRequest) -> list[Said]:
    """Everything that was said, oldest first: the first word, the makers' notes, the messages."""
    language, you = languages.current(), str(_("You"))
    said = []
    if asked.message:
        said.append(Said(True, you, asked.sent_at, asked.message, spoken.beside(asked, translating.REQUEST)))
    for line in asked.lines:
        answer = line.answer
        if answer is not None and answer.note and line.artisan is not None:
            beside = spoken.beside(asked, translating.of_answer(answer))
            said.append(Said(False, line.artisan.known_as(language), answer.at, answer.note, beside))
    for message in asked.messages:
        mine = message.author is Author.CUSTOMER
        if mine:
            author = you
        elif message.artisan is not None:
            author = message.artisan.known_as(language)
        else:
            author = str(_("The cooperative"))
        beside = spoken.beside(asked, translating.of_message(message))
        said.append(Said(mine, author, message.at, message.body, beside, pictures_of(asked, message_id=message.id)))
    return sorted(said, key=lambda one: one.at)


def pictures_of(asked: PurchaseRequest, **of: int) -> list[Shown[RequestPicture]]:
    """The customer's own pictures: of a line (line_id) or of a message (message_id)."""
    mine = [one for one in asked.pictures if all(getattr(one, name) == id_ for name, id_ in of.items())]
    return private_pictures.shown(mine, lambda key, width: _address(asked.reference, key, width))


def _address(reference: str, key: str, width: int) -> str:
    return url_for("storefront.private.picture", reference=reference, key=key, width=width)
