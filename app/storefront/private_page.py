"""What a private page says: what is expected of the customer now, the offer, what was said, where things stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.purchasing import findings, links, totals
from app.domain.purchasing.arrows import Actor, Deed, allowed
from app.domain.purchasing.models import AnswerKind, Author, PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer, OfferLine, OfferState
from app.storefront import private_words
from app.storefront.private_steps import Step, steps
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.words import amount, day


class Said(NamedTuple):
    """A message of the thread."""

    mine: bool
    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Row:
    """A line as asked or as offered. amount: centimes, where it is known. notes: what differs from what was asked."""

    id: int
    title: Told
    maker: str
    quantity: int
    amount: int | None
    notes: list[str]
    wish: str | None
    accepted: bool | None

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
    link: str
    accepted_total: int | None
    may_decide: bool
    may_withdraw: bool
    may_erase: bool

    @property
    def is_new(self) -> bool:
        """Nobody has answered: the page is shown after sending, when its address is to be kept."""
        return self.asked.state is State.SENT


def of(asked: PurchaseRequest) -> PrivatePage:
    offer = _shown_offer(asked)
    heading, lead = private_words.now_expected(asked, offer)
    return PrivatePage(
        asked=asked,
        heading=heading,
        lead=lead,
        offer=offer,
        rows=[_offered(line) for line in offer.lines] if offer else [_asked(line) for line in asked.lines],
        thread=_thread(asked),
        steps=steps(asked, offer),
        link=url_for("storefront.private.open_link", token=links.token(asked)),
        accepted_total=_accepted_total(offer),
        may_decide=offer is not None and offer.state is OfferState.SENT,
        may_withdraw=allowed(asked, Deed.WITHDRAW, Actor.CUSTOMER),
        may_erase=asked.closed_at is not None or allowed(asked, Deed.WITHDRAW, Actor.CUSTOMER),
    )


def _shown_offer(asked: PurchaseRequest) -> Offer | None:
    """The newest version, unless the customer asked for another one."""
    newest = next(iter(findings.offers(asked)), None)
    return None if newest is None or newest.state is OfferState.REPLACED else newest


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
    known = line.quantity * line.unit_price if line.unit_price is not None and line.variant_id else None
    wish = line.wish or line.description
    return Row(line.id, title_of(line), maker_of(line), line.quantity, known, notes, wish, None)


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
    )


def _changes(offered: OfferLine) -> list[str]:
    """What differs from what was asked, in words."""
    line, answer = offered.line, offered.answer
    notes = []
    if line.variant_id and line.unit_price and offered.unit_price != line.unit_price:
        notes.append(
            _("New price: %(new)s instead of %(old)s", new=amount(offered.unit_price), old=amount(line.unit_price))
        )
    if offered.quantity != line.quantity:
        notes.append(_("Quantity: %(new)d instead of %(old)d", new=offered.quantity, old=line.quantity))
    if answer.kind is not AnswerKind.DECLINED and answer.quantity_made:
        notes.append(_("Made for you, ready on %(day)s", day=day(offered.ready_on)))
    return [str(note) for note in notes]


def _thread(asked: PurchaseRequest) -> list[Said]:
    """Everything that was said, oldest first: the first word, the makers' notes, the messages."""
    language = languages.current()
    said = [Said(True, str(_("You")), asked.sent_at, asked.message)] if asked.message else []
    for line in asked.lines:
        if line.answer is not None and line.answer.note and line.artisan is not None:
            said.append(Said(False, line.artisan.known_as(language), line.answer.at, line.answer.note))
    for message in asked.messages:
        mine = message.author is Author.CUSTOMER
        if mine:
            author = str(_("You"))
        elif message.artisan is not None:
            author = message.artisan.known_as(language)
        else:
            author = str(_("The cooperative"))
        said.append(Said(mine, author, message.at, message.body))
    return sorted(said, key=lambda one: one.at)
