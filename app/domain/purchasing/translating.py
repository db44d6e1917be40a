"""Words of a request in another language, typed by the team and shown beside the original to whoever may read it."""

from datetime import datetime

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.people.models import STAFF, User
from app.domain.purchasing.models import LineAnswer, Message, PurchaseRequest, RequestLine
from app.domain.purchasing.talk_models import Translation
from app.domain.purchasing.talking import LONGEST, TooLong

REQUEST = "request"


class NothingTranslated(Refusal):
    text = N_("Write the translation first.")


def words_of(request: PurchaseRequest) -> dict[str, str]:
    """All that was written on a request, by the name a translation knows it by.

    In which language nobody asks: who reads a page in French may well write English on it.
    """
    found = {REQUEST: request.message} if request.message else {}
    for line in request.lines:
        found[of_line(line)] = "\n\n".join(part for part in (line.description, line.wish) if part)
        if line.answer is not None:
            found[of_answer(line.answer)] = line.answer.note or ""
    found |= {of_message(message): message.body for message in request.messages}
    return {about: words for about, words in found.items() if words}


def of_line(line: RequestLine) -> str:
    """The wish beside a piece, or the description of one that is in no catalogue."""
    return f"line-{line.id}"


def of_answer(answer: LineAnswer) -> str:
    """A maker's note with an answer."""
    return f"answer-{answer.id}"


def of_message(message: Message) -> str:
    return f"message-{message.id}"


def translate(
    request: PurchaseRequest, about: str, language: str, body: str, *, by: User, at: datetime
) -> Translation | None:
    """Write a translation, or write it anew; without words it is taken away. Staff only.

    Raises Missing, NothingTranslated, TooLong.
    """
    if not by.is_a(*STAFF):
        raise Forbidden
    if about not in words_of(request):
        raise Missing
    earlier = next((one for one in request.translations if (one.about, one.language) == (about, language)), None)
    body = body.strip()
    if not body and earlier is not None:
        request.translations.remove(earlier)
        return None
    if not body:
        raise NothingTranslated(field="body")
    if len(body) > LONGEST:
        raise TooLong(field="body")
    made = earlier or Translation(about=about, language=language)
    made.body, made.by, made.at = body, by, at
    if earlier is None:
        request.translations.append(made)
    db.session.flush()
    return made


def of(request: PurchaseRequest, about: str) -> list[Translation]:
    """The translations of some words, in the order they were made."""
    return [one for one in request.translations if one.about == about]
