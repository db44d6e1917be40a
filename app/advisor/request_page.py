"""What the pages of a request show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.advisor import request_undelivered, request_words
from app.advisor.request_forms import OfferForm
from app.base import clock
from app.base.database import db
from app.domain.people.models import Artisan, User
from app.domain.purchasing import desk, findings, totals
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.models import AnswerKind, Author, PurchaseRequest, RequestEvent, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.waiting import PIECE
from app.web import languages
from app.web.countries import country_name
from app.web.pictures import Picture, first_picture
from app.web.words import daytime, listed


@dataclass(frozen=True)
class Line:
    """A line of the table: what was asked, by whom it is made, what was answered."""

    line: RequestLine
    title: str
    picture: Picture | None
    artisan: str


class Said(NamedTuple):
    mine: bool
    author: str
    at: datetime
    text: str


class Happened(NamedTuple):
    """A deed of the timeline. state: always done, for what is written down has happened."""

    state: str
    label: str
    detail: str


class PaperRow(NamedTuple):
    title: str
    quantity: int
    amount: int
    note: str


def of(asked: PurchaseRequest) -> dict[str, Any]:
    """The request's page."""
    place = desk.standing([asked], clock.now())[0]
    load(asked)  # after the desk, which reads the lines anew without their pieces
    return {
        "asked": asked,
        "place": place,
        "lines": [_line(line) for line in asked.lines],
        "offers": findings.offers(asked),
        "thread": _thread(asked),
        "timeline": _timeline(asked),
        "undelivered": request_undelivered.of(asked),
        "may": {deed.value: allowed(asked, deed, Actor.STAFF) for deed in Deed},
        "promised": any(line.answer and line.answer.kind is not AnswerKind.DECLINED for line in asked.lines),
        "words": request_words,
        "country": country_name(asked.country),
    }


def of_line(line: RequestLine) -> dict[str, Any]:
    return {"asked": line.request, "shown": _line(line), "line": line, "words": request_words}


def draft_offer(asked: PurchaseRequest, form: OfferForm) -> dict[str, Any]:
    """What the offer would say: the answers so far, the delivery as typed."""
    load(asked)
    promised = [line for line in asked.lines if line.answer and line.answer.kind is not AnswerKind.DECLINED]
    rows = [_paper_row(line, line.answer.quantity, line.answer.unit_price or 0) for line in promised if line.answer]
    goods = totals.goods(line.answer for line in promised if line.answer)
    return {
        "asked": asked,
        "rows": rows,
        "goods": goods,
        "delivery": form.delivery_cost.data,
        "total": goods + (form.delivery_cost.data or 0),
        "left_out": [_line(line) for line in asked.lines if line not in promised],
        "words": request_words,
        "may_offer": allowed(asked, Deed.OFFER, Actor.STAFF),
    }


def of_offer(offer: Offer) -> dict[str, Any]:
    load(offer.request)
    return {
        "asked": offer.request,
        "offer": offer,
        "rows": [_paper_row(line.line, line.quantity, line.unit_price) for line in offer.lines],
        "words": request_words,
    }


def load(asked: PurchaseRequest) -> None:
    """All that these pages read of a request, in a few statements."""
    lines = selectinload(PurchaseRequest.lines)
    db.session.scalars(
        select(PurchaseRequest)
        .where(PurchaseRequest.id == asked.id)
        .options(
            lines.joinedload(RequestLine.answer),
            lines.joinedload(RequestLine.artisan).joinedload(Artisan.user),
            lines.options(*PIECE),
            selectinload(PurchaseRequest.events),
            selectinload(PurchaseRequest.messages),
        )
        .execution_options(populate_existing=True)
    ).all()


def _line(line: RequestLine) -> Line:
    language = languages.current()
    item = line.variant.item if line.variant else None
    artisan = line.artisan.known_as(language) if line.artisan else ""
    return Line(line, request_words.title_of(line), first_picture(item, language), artisan)


def _paper_row(line: RequestLine, quantity: int, unit_price: int) -> PaperRow:
    answer, notes = line.answer, []
    if quantity != line.quantity:
        notes.append(str(ngettext("%(num)d asked", "%(num)d asked", line.quantity)))
    if answer and answer.quantity_made:
        notes.append(str(ngettext("%(num)d to be made", "%(num)d to be made", answer.quantity_made)))
    return PaperRow(request_words.title_of(line), quantity, quantity * unit_price, ". ".join(notes))


def _thread(asked: PurchaseRequest) -> list[Said]:
    """What was said, oldest first; the team's words are ours."""
    language = languages.current()
    name = asked.name or str(_("The customer"))
    said = [Said(False, name, asked.sent_at, asked.message)] if asked.message else []
    for message in asked.messages:
        if message.author is Author.CUSTOMER:
            author = name
        elif message.artisan is not None:
            author = message.artisan.known_as(language)
        else:
            author = message.by.name if message.by else str(_("The cooperative"))
        said.append(Said(message.author is Author.STAFF, author, message.at, message.body))
    return said


def _timeline(asked: PurchaseRequest) -> list[Happened]:
    by_ids = {event.by_id for event in asked.events if event.by_id}
    people = (
        {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(by_ids)))} if by_ids else {}
    )
    return [_happened(event, people, asked) for event in asked.events]


def _happened(event: RequestEvent, people: dict[int, str], asked: PurchaseRequest) -> Happened:
    from_line = next((line for line in asked.lines if line.id == event.facts.get("line_id")), None)
    about = request_words.title_of(from_line) if from_line else ""
    reason = request_words.reason_words(event.facts.get("reason"))
    parts = [listed([daytime(event.at), _who(event, people, from_line)]), about, reason]
    return Happened("done", request_words.deed_words(event.deed), ". ".join(part for part in parts if part))


def _who(event: RequestEvent, people: dict[int, str], line: RequestLine | None) -> str:
    """The maker by the name of their workshop, the team by theirs."""
    if event.by_customer:
        return str(_("the customer"))
    maker = line.artisan if line else None
    name = maker.known_as(languages.current()) if maker else ""
    if maker and event.by_id == maker.user_id:
        return name
    who = people.get(event.by_id or 0) or str(_("the clock"))
    return str(_("%(who)s, for %(artisan)s", who=who, artisan=name)) if event.on_behalf_of_id and maker else who
