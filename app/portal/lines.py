"""A line of a request as its maker sees it: the piece, how many, for where, how long it has waited. Never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.base import clock
from app.base.errors import N_
from app.domain.catalogue.models import Unit
from app.domain.fulfilment.models import Fault
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.fulfilment.stages import Stage, Standing
from app.domain.people.trades import in_language
from app.domain.purchasing import countering, figures, masking, picturing, translating
from app.domain.purchasing.counter_models import CounterLine
from app.domain.purchasing.models import Author, LineAnswer, RequestLine
from app.domain.purchasing.talk_models import RequestPicture
from app.web import languages, private_pictures, spoken
from app.web.countries import country_name
from app.web.pictures import Picture, first_picture
from app.web.private_pictures import Shown
from app.web.spoken import Spoken

FAULTS = {
    Fault.DAMAGED: N_("It is damaged"),
    Fault.FLAW: N_("There is a flaw in the work"),
    Fault.SIZE: N_("The size is not right"),
    Fault.COLOUR: N_("The colour is not right"),
    Fault.INCOMPLETE: N_("Something is missing"),
    Fault.OTHER: N_("Something is not right"),
}
FAULT_ICONS = {
    Fault.DAMAGED: "warning",
    Fault.FLAW: "needle",
    Fault.SIZE: "ruler",
    Fault.COLOUR: "sun",
    Fault.INCOMPLETE: "minus",
    Fault.OTHER: "edit",
}


@dataclass(frozen=True)
class AskedLine:
    """As the customer asks for it by now. unit_price and total: centimes, None where no price was named.

    words: the customer's, without their contacts. waited: whole days.
    wished: what differs from what was offered before, where the maker has not answered to it.
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
    wished: CounterLine | None

    @property
    def total(self) -> int | None:
        return None if self.unit_price is None else self.unit_price * self.quantity


@dataclass(frozen=True)
class PreparedLine:
    """What a customer accepted: so many, by that day. fault and note: why it came back from the check.

    faulty: photos taken at that check. of_making: those of the work that the customer sees.
    """

    id: int
    title: str
    picture: Picture | None
    quantity: int
    unit: Unit
    ready_on: date
    late: bool
    stage: Stage
    fault: str
    fault_icon: str
    note: str
    faulty: list[Shown[WorkPicture]]
    of_making: list[Shown[WorkPicture]]
    can_be_shown: bool

    @property
    def can_be_said_ready(self) -> bool:
        return self.stage is Stage.TO_PREPARE


def asked(line: RequestLine) -> AskedLine:
    language = languages.current()
    variant = line.variant
    days = clock.today() - clock.local(line.request.sent_at).date()
    return AskedLine(
        id=line.id,
        title=title_of(line, language),
        picture=first_picture(variant.item if variant else None, language),
        quantity=line.wanted_quantity,
        unit=variant.unit if variant else Unit.PIECE,
        unit_price=line.wanted_price,
        country=country_name(line.request.country),
        needed_by=countering.wanted_by(line.request),
        words=masking.contacts("\n\n".join(part for part in (line.description, line.wish) if part)),
        waited=max(days.days, 0),
        answer=line.answer,
        wished=line.counter if figures.is_countered(line) else None,
    )


def prepared(standing: Standing, photos: Sequence[WorkPicture] = ()) -> PreparedLine:
    """photos: that its maker sees."""
    line, back = standing.line, standing.sent_back
    language = languages.current()
    variant = line.line.variant
    return PreparedLine(
        id=line.line_id,
        title=title_of(line.line, language),
        picture=first_picture(variant.item if variant else None, language),
        quantity=line.quantity,
        unit=variant.unit if variant else Unit.PIECE,
        ready_on=line.ready_on,
        late=line.ready_on < clock.today() and standing.stage is Stage.TO_PREPARE,
        stage=standing.stage,
        fault=str(_(FAULTS[back.fault])) if back and back.fault else "",
        fault_icon=FAULT_ICONS[back.fault] if back and back.fault else "edit",
        note=(back.note or "") if back else "",
        faulty=_at_work(line.line_id, [one for one in photos if back and one.check_id == back.id]),
        of_making=_at_work(line.line_id, [one for one in photos if one.is_of_making]),
        can_be_shown=standing.is_at_work,
    )


def _at_work(line_id: int, photos: Sequence[WorkPicture]) -> list[Shown[WorkPicture]]:
    def address(key: str, width: int) -> str:
        return url_for("portal.work.picture", line_id=line_id, key=key, width=width)

    return private_pictures.shown(photos, address)


class Said(NamedTuple):
    """A word of the thread."""

    mine: bool
    author: str
    at: datetime
    text: str
    spoken: Sequence[Spoken] = ()
    pictures: Sequence[Shown[RequestPicture]] = ()


def said_about(line: RequestLine) -> list[Said]:
    """What was written on the request, oldest first, as this maker may read it: no contacts, no other maker's words."""
    request, hide = line.request, masking.contacts
    said = []
    if request.message:
        beside = spoken.beside(request, translating.REQUEST, hide)
        said.append(Said(False, str(_("The customer")), request.sent_at, hide(request.message), beside))
    authors = {Author.CUSTOMER: _("The customer"), Author.STAFF: _("The cooperative"), Author.ARTISAN: _("You")}
    for message in request.messages:
        mine = message.author is Author.ARTISAN
        if mine and message.artisan_id != line.artisan_id:
            continue
        beside = spoken.beside(request, translating.of_message(message), hide)
        shown = pictures_of(line, message.id)
        said.append(Said(mine, str(authors[message.author]), message.at, hide(message.body), beside, shown))
    return said


def wish_in_other_languages(line: RequestLine) -> list[Spoken]:
    """What the team translated of the line's words."""
    has_words = line.description or line.wish
    return spoken.beside(line.request, translating.of_line(line), masking.contacts) if has_words else []


def pictures_of(line: RequestLine, message_id: int | None = None) -> list[Shown[RequestPicture]]:
    """The customer's pictures that an advisor let pass: those of the line's wish, or those of a message."""
    passed = [one for one in picturing.shown_to_maker(line) if one.message_id == message_id]
    return private_pictures.shown(passed, lambda key, width: _address(line.id, key, width))


def _address(line_id: int, key: str, width: int) -> str:
    return url_for("portal.purchasing.picture", line_id=line_id, key=key, width=width)


def title_of(line: RequestLine, language: str) -> str:
    """What the piece was called when it was asked for; a wish has no name of its own."""
    return in_language(line.titles, language)
