"""What a private page says: what is expected of the customer now, the offer, what was said, where things stand."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.domain.catalogue.models import Variant
from app.domain.people.models import Artisan
from app.domain.purchasing import countering, findings, links, papers, totals, translating
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.document_models import Document, DocumentKind
from app.domain.purchasing.models import AnswerKind, PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState
from app.domain.purchasing.talk_models import RequestPicture
from app.storefront import private_address, private_fulfilment, private_words
from app.storefront.private_address import Where
from app.storefront.private_fulfilment import Followed
from app.storefront.private_steps import Step, steps
from app.storefront.private_thread import Said, pictures_of, thread
from app.storefront.tongues import Told, told
from app.web import languages, spoken
from app.web.papers.naming import Named, named
from app.web.private_pictures import Shown
from app.web.spoken import Spoken
from app.web.words import amount, day, money


@dataclass(frozen=True)
class Row:
    """A line as asked or as offered. amount, unit_price: centimes, where they are known.

    notes: what differs from what was asked. spoken, pictures: of the wish.
    """

    id: int
    title: Told
    maker: str
    quantity: int
    amount: int | None
    notes: list[str]
    wish: str | None
    accepted: bool | None
    unit_price: int | None
    spoken: list[Spoken]
    pictures: list[Shown[RequestPicture]]

    @property
    def said(self) -> list[str]:
        """What stands under the title: who makes it, and what changed."""
        return [words for words in (self.maker, *self.notes) if words]


@dataclass(frozen=True)
class PrivatePage:
    asked: PurchaseRequest
    heading: str
    lead: Markup
    offer: Offer | None
    rows: list[Row]
    thread: list[Said]
    steps: list[Step]
    papers: list[Named]
    link: str
    accepted_total: int | None
    wanted_by: date | None
    is_countered: bool
    may_decide: bool
    may_withdraw: bool
    may_erase: bool
    where: Where | None
    followed: Followed | None = None

    @property
    def is_new(self) -> bool:
        """Nobody has answered: the page is shown after sending, when its address is to be kept."""
        return self.asked.state is State.SENT


def of(asked: PurchaseRequest) -> PrivatePage:
    _load(asked)
    offer = _shown_offer(asked)
    heading, lead = private_words.now_expected(asked, offer)
    return PrivatePage(
        asked=asked,
        heading=heading,
        lead=lead,
        offer=offer,
        rows=[_offered(line) for line in offer.lines] if offer else [_asked(line) for line in asked.lines],
        thread=thread(asked),
        steps=steps(asked, offer),
        papers=named(_current(papers.of_request(asked), offer)),
        link=url_for("storefront.private.open_link", token=links.token(asked)),
        accepted_total=_accepted_total(offer),
        wanted_by=countering.wanted_by(asked),
        is_countered=bool(asked.proposals) and offer is None,
        may_decide=offer is not None and offer.state is OfferState.SENT,
        may_withdraw=allowed(asked, Deed.WITHDRAW, Actor.CUSTOMER),
        may_erase=asked.closed_at is not None or allowed(asked, Deed.WITHDRAW, Actor.CUSTOMER),
        where=private_address.of(asked),
        followed=private_fulfilment.of(asked),
    )


def _load(asked: PurchaseRequest) -> None:
    """All that the page reads of the request, in a few statements."""
    lines = selectinload(PurchaseRequest.lines)
    db.session.scalars(
        select(PurchaseRequest)
        .where(PurchaseRequest.id == asked.id)
        .options(
            lines.joinedload(RequestLine.answer),
            lines.joinedload(RequestLine.counter),
            lines.joinedload(RequestLine.artisan).joinedload(Artisan.place),
            lines.joinedload(RequestLine.variant).joinedload(Variant.item),
            *(selectinload(one) for one in (PurchaseRequest.proposals, PurchaseRequest.pictures)),
            *(selectinload(one) for one in (PurchaseRequest.messages, PurchaseRequest.translations)),
        )
        .execution_options(populate_existing=True)
    ).all()


def _shown_offer(asked: PurchaseRequest) -> Offer | None:
    """The newest version, unless the customer asked for another one."""
    newest = next(iter(findings.offers(asked)), None)
    return None if newest is None or newest.state is OfferState.REPLACED else newest


def _current(issued: list[Document], offer: Offer | None) -> list[Document]:
    """Of several offers, the paper of the one that counts."""
    return [one for one in issued if one.kind is not DocumentKind.PRO_FORMA or (offer and one.offer_id == offer.id)]


def _accepted_total(offer: Offer | None) -> int | None:
    """What is to be paid, where only some lines were accepted."""
    partly = offer is not None and any(line.accepted is False for line in offer.lines)
    return totals.accepted(offer) if offer is not None and partly and offer.state is OfferState.ACCEPTED else None


def title_of(line: RequestLine) -> Told:
    if line.titles:
        return told(line.titles)
    here = languages.current()
    return Told(str(_("Piece you described")), here, languages.direction(here))


def maker_of(line: RequestLine) -> str:
    if line.artisan is None:
        return ""
    language = languages.current()
    maker, place = line.artisan.known_as(language), line.artisan.place.called(language)
    return str(_("%(maker)s, %(place)s", maker=maker, place=place))


def _asked(line: RequestLine) -> Row:
    answer = line.answer
    notes = [private_words.declined(answer.reason)] if answer is not None and answer.reason is not None else []
    quantity, price = line.wanted_quantity, line.wanted_price
    has_price = price is not None and (line.variant_id is not None or line.counter is not None)
    return Row(
        id=line.id,
        title=title_of(line),
        maker=maker_of(line),
        quantity=quantity,
        amount=quantity * price if price is not None and has_price else None,
        notes=[*notes, *_wished(line)],
        wish=line.wish or line.description,
        accepted=None,
        unit_price=price,
        spoken=spoken.beside(line.request, translating.of_line(line)),
        pictures=pictures_of(line.request, line_id=line.id),
    )


def _wished(line: RequestLine) -> list[str]:
    """What the customer wishes otherwise than it was offered."""
    wish = line.counter
    if wish is None or not wish.differs:
        return []
    offered = wish.offered
    notes = []
    if wish.quantity != offered.quantity:
        notes.append(_("You wish %(new)d instead of %(old)d", new=wish.quantity, old=offered.quantity))
    if wish.unit_price != offered.unit_price:
        new, old = money(wish.unit_price), money(offered.unit_price)
        notes.append(_("You wish %(new)s for one instead of %(old)s", new=new, old=old))
    return [str(note) for note in notes]


def _offered(offered: OfferLine) -> Row:
    line = offered.line
    return Row(
        id=offered.id,
        title=told(offered.titles) if offered.titles else title_of(line),
        maker=maker_of(line),
        quantity=offered.quantity,
        amount=offered.amount,
        notes=_changes(offered),
        wish=line.wish or line.description,
        accepted=offered.accepted,
        unit_price=offered.unit_price,
        spoken=spoken.beside(line.request, translating.of_line(line)),
        pictures=pictures_of(line.request, line_id=line.id),
    )


def _changes(offered: OfferLine) -> list[str]:
    """What differs from what was asked last, in words."""
    line, answer = offered.line, offered.answer
    wish = countering.before(offered)
    quantity, price = (wish.quantity, wish.unit_price) if wish else (line.quantity, line.unit_price)
    notes = []
    if price and (line.variant_id or wish) and offered.unit_price != price:
        notes.append(_("New price: %(new)s instead of %(old)s", new=amount(offered.unit_price), old=amount(price)))
    if offered.quantity != quantity:
        notes.append(_("Quantity: %(new)d instead of %(old)d", new=offered.quantity, old=quantity))
    if answer.kind is not AnswerKind.DECLINED and answer.quantity_made:
        notes.append(_("Made for you, ready on %(day)s", day=day(offered.ready_on)))
    return [str(note) for note in notes]
