"""What the pages of a request show."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from app.advisor import (
    fulfilment_page,
    patience,
    request_changes,
    request_delivery,
    request_undelivered,
    request_whatsapp,
    request_words,
)
from app.advisor.request_forms import MessageForm, OfferForm
from app.advisor.request_thread import pictures_of, thread
from app.base import clock
from app.base.database import db
from app.domain.catalogue.revisions import PhotoState
from app.domain.people.models import Artisan, User
from app.domain.purchasing import countering, desk, findings, papers, totals, translating
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.models import AnswerKind, PurchaseRequest, RequestEvent, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.talk_models import RequestPicture, Verdict
from app.domain.purchasing.waiting import PIECE
from app.web import languages, spoken
from app.web.countries import country_name
from app.web.forms import Button
from app.web.papers import frame
from app.web.papers.naming import named
from app.web.pictures import Picture, first_picture
from app.web.private_pictures import Shown
from app.web.spoken import Spoken
from app.web.words import daytime, listed


@dataclass(frozen=True)
class Line:
    """A line of the table: what was asked, by whom it is made, what was answered.

    waits: for its maker's word, for the first time or again. about: its words, by the name a translation knows.
    wished: in figures, what the customer asked for instead of an offer.
    """

    line: RequestLine
    title: str
    picture: Picture | None
    artisan: str
    waits: bool
    wished: str
    about: str
    spoken: list[Spoken]
    pictures: list[Shown[RequestPicture]]


ALL_OF_IT = (
    PurchaseRequest.events,
    PurchaseRequest.messages,
    PurchaseRequest.translations,
    PurchaseRequest.proposals,
    PurchaseRequest.pictures,
)


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


def shown(asked: PurchaseRequest, message: MessageForm | None = None, tried: Button | None = None) -> str:
    """The request's page. message, tried: forms that were sent back."""
    return render_template(
        "advisor/request/show.html",
        message=message or MessageForm(formdata=None),
        tried=tried,
        a_button=lambda: Button(formdata=None),
        **of(asked),
    )


def of(asked: PurchaseRequest) -> dict[str, Any]:
    """The request's page."""
    place = desk.standing([asked], clock.now(), patience.ours())[0]
    load(asked, *ALL_OF_IT)  # after the desk, which reads the lines anew without their pieces
    offers = findings.offers(asked)
    return {
        "asked": asked,
        "place": place,
        "lines": [_line(line) for line in asked.lines],
        "offers": offers,
        "papers": named(papers.of_request(asked)),
        "paper_languages": {code: languages.NAMES[code] for code in frame.LANGUAGES},
        "thread": thread(asked),
        "proposal": countering.latest(asked),
        "wanted_by": countering.wanted_by(asked),
        "to_look_at": sum(one.verdict is Verdict.WAITING and one.state is PhotoState.READY for one in asked.pictures),
        "whatsapp": request_whatsapp,
        "timeline": _timeline(asked),
        "undelivered": request_undelivered.of(asked),
        "may": {deed.value: allowed(asked, deed, Actor.STAFF) for deed in Deed},
        "promised": any(line.answer and line.answer.kind is not AnswerKind.DECLINED for line in asked.lines),
        "words": request_words,
        "country": country_name(asked.country),
        "work": fulfilment_page.of(asked, offers),
    }


def of_line(line: RequestLine) -> dict[str, Any]:
    """One line, on a page of its own."""
    shown = _line(line)
    return {"asked": line.request, "shown": shown, "line": line, "words": request_words, "whatsapp": request_whatsapp}


def draft_offer(asked: PurchaseRequest, form: OfferForm) -> dict[str, Any]:
    """What the offer would say: the answers so far, the delivery as typed."""
    load(asked)
    promised = [line for line in asked.lines if line.answer and line.answer.kind is not AnswerKind.DECLINED]
    rows = [
        _paper_row(line, line.answer.quantity, line.answer.unit_price or 0, line.wanted_quantity)
        for line in promised
        if line.answer
    ]
    goods = totals.goods(line.answer for line in promised if line.answer)
    return {
        "asked": asked,
        "rows": rows,
        "changes": request_changes.since_last_offer(asked),
        "proposal": countering.latest(asked),
        "wanted_by": countering.wanted_by(asked),
        "goods": goods,
        "delivery": form.delivery_cost.data,
        "reckoned": request_delivery.of(asked),
        "total": goods + (form.delivery_cost.data or 0),
        "left_out": [_line(line) for line in asked.lines if line not in promised],
        "words": request_words,
        "may_offer": allowed(asked, Deed.OFFER, Actor.STAFF),
    }


def of_offer(offer: Offer) -> dict[str, Any]:
    load(offer.request)
    asked_for = request_changes.asked_before(offer)
    return {
        "asked": offer.request,
        "offer": offer,
        "rows": [_paper_row(one.line, one.quantity, one.unit_price, asked_for[one.line_id]) for one in offer.lines],
        "words": request_words,
    }


def load(asked: PurchaseRequest, *more: InstrumentedAttribute[Any]) -> None:
    """All that these pages read of a request's lines, in a few statements. more: what else of it."""
    lines = selectinload(PurchaseRequest.lines)
    db.session.scalars(
        select(PurchaseRequest)
        .where(PurchaseRequest.id == asked.id)
        .options(
            lines.joinedload(RequestLine.answer),
            lines.joinedload(RequestLine.counter),
            lines.joinedload(RequestLine.artisan).joinedload(Artisan.user).lazyload(User.roles),
            lines.options(*PIECE),
            *(selectinload(one) for one in more),
        )
        .execution_options(populate_existing=True)
    ).all()


def _line(line: RequestLine) -> Line:
    language = languages.current()
    item = line.variant.item if line.variant else None
    artisan = line.artisan.known_as(language) if line.artisan else ""
    about, proposal = translating.of_line(line), countering.latest(line.request)
    return Line(
        line=line,
        title=request_words.title_of(line),
        picture=first_picture(item, language),
        artisan=artisan,
        waits=findings.waits(line, proposal.at if proposal else None),
        wished=request_changes.wished(line.counter),
        about=about,
        spoken=spoken.beside(line.request, about) if line.description or line.wish else [],
        pictures=pictures_of(line.request, line_id=line.id),
    )


def _paper_row(line: RequestLine, quantity: int, unit_price: int, asked_for: int) -> PaperRow:
    answer, notes = line.answer, []
    if quantity != asked_for:
        notes.append(str(ngettext("%(num)d asked", "%(num)d asked", asked_for)))
    if answer and answer.quantity_made:
        notes.append(str(ngettext("%(num)d to be made", "%(num)d to be made", answer.quantity_made)))
    return PaperRow(request_words.title_of(line), quantity, quantity * unit_price, ". ".join(notes))


def _timeline(asked: PurchaseRequest) -> list[Happened]:
    by_ids = {event.by_id for event in asked.events if event.by_id}
    people = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(by_ids))).all()) if by_ids else {}
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
