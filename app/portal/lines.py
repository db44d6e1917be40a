"""A line of a request as its maker sees it: the piece, how many, for where, how long it has waited. Never by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from app.base import clock
from app.domain.catalogue.models import Unit
from app.domain.people.trades import in_language
from app.domain.purchasing import masking
from app.domain.purchasing.models import Author, LineAnswer, RequestLine
from app.domain.purchasing.offer_models import OfferLine
from app.web import languages
from app.web.countries import country_name
from app.web.pictures import Picture, first_picture


@dataclass(frozen=True)
class AskedLine:
    """unit_price and total: centimes, None where no price was named. waited: whole days.

    words: the customer's, without their contacts.
    """

    id: int
    title: str
    picture: Picture | None
    quantity: int
    unit: Unit
    unit_price: int | None
    country: str
    needed_by: date | None
    words: str
    waited: int
    answer: LineAnswer | None

    @property
    def total(self) -> int | None:
        return None if self.unit_price is None else self.unit_price * self.quantity


@dataclass(frozen=True)
class PreparedLine:
    """What a customer accepted: so many, by that day."""

    id: int
    title: str
    picture: Picture | None
    quantity: int
    unit: Unit
    ready_on: date
    late: bool


def asked(line: RequestLine) -> AskedLine:
    language = languages.current()
    variant = line.variant
    days = clock.today() - clock.local(line.request.sent_at).date()
    return AskedLine(
        id=line.id,
        title=title_of(line, language),
        picture=first_picture(variant.item if variant else None, language),
        quantity=line.quantity,
        unit=variant.unit if variant else Unit.PIECE,
        unit_price=line.unit_price,
        country=country_name(line.request.country),
        needed_by=line.request.needed_by,
        words=masking.contacts("\n\n".join(part for part in (line.description, line.wish) if part)),
        waited=max(days.days, 0),
        answer=line.answer,
    )


def prepared(line: OfferLine) -> PreparedLine:
    language = languages.current()
    variant = line.line.variant
    return PreparedLine(
        id=line.line_id,
        title=title_of(line.line, language),
        picture=first_picture(variant.item if variant else None, language),
        quantity=line.quantity,
        unit=variant.unit if variant else Unit.PIECE,
        ready_on=line.ready_on,
        late=line.ready_on < clock.today(),
    )


class Said(NamedTuple):
    """A word of the thread."""

    mine: bool
    author: str
    at: datetime
    text: str


def said_about(line: RequestLine) -> list[Said]:
    """What was written on the request, oldest first, as this maker may read it: no contacts, no other maker's words."""
    request = line.request
    said = [Said(False, _("The customer"), request.sent_at, request.message)] if request.message else []
    for message in request.messages:
        if message.author is Author.CUSTOMER:
            said.append(Said(False, _("The customer"), message.at, message.body))
        elif message.author is Author.STAFF:
            said.append(Said(False, _("The cooperative"), message.at, message.body))
        elif message.artisan_id == line.artisan_id:
            said.append(Said(True, _("You"), message.at, message.body))
    return [one._replace(author=str(one.author), text=masking.contacts(one.text)) for one in said]


def title_of(line: RequestLine, language: str) -> str:
    """What the piece was called when it was asked for; a wish has no name of its own."""
    return in_language(line.titles, language)
