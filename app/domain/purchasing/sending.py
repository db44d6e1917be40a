"""A customer sends a request: prices and titles are taken from the catalogue, never from the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.base import clock
from app.base.database import db, new_key
from app.base.errors import N_, Refusal, Stale
from app.domain.catalogue import food
from app.domain.catalogue.destinations import HOME
from app.domain.catalogue.models import ItemState, Kind, Variant
from app.domain.notices.models import Channel
from app.domain.people.models import Artisan, Standing
from app.domain.people.trades import Craft
from app.domain.purchasing import masking, telling, totals
from app.domain.purchasing.arrows import CUSTOMER, Deed, move
from app.domain.purchasing.destinations import NotThere, may_go
from app.domain.purchasing.models import PurchaseRequest, RequestLine

MOST_LINES = 40
MOST_PIECES = 999
_FIRST_REFERENCE = 1000


class NothingAsked(Refusal):
    text = N_("Your request holds no piece yet. Add one, or describe the piece you are looking for.")


class TooManyLines(Refusal):
    text = N_("A request holds 40 different pieces at most. Send the others in a second one.")


class WrongQuantity(Refusal):
    text = N_("Write how many pieces, from 1 to 999.")


class OnlyOne(Refusal):
    text = N_("“%(title)s” is a unique piece: ask for one.")


class NoLongerForSale(Refusal):
    text = N_("“%(title)s” is no longer for sale. Remove it from your request.")


class NoPhone(Refusal):
    text = N_("Write the phone number that should receive the SMS.")


class NoEmail(Refusal):
    text = N_("Write the e-mail address that should receive the answer.")


class NotAName(Refusal):
    """Every message begins with the name, and goes to whoever the sender names: it is no place for an advertisement."""

    text = N_("Write only your name, without a web address.")


class DayHasPassed(Refusal):
    text = N_("This day has passed. Choose a later one, or leave it empty.")


@dataclass(frozen=True)
class Wanted:
    """Pieces of the catalogue. quantity: pieces."""

    variant: Variant
    quantity: int
    wish: str | None = None


@dataclass(frozen=True)
class Wished:
    """A piece that is in no catalogue. budget: centimes a piece, what the customer has in mind."""

    description: str
    quantity: int = 1
    craft: Craft | None = None
    artisan: Artisan | None = None
    budget: int | None = None


@dataclass(frozen=True)
class Contact:
    """How and where the customer is reached. phone: E.164. country: ISO code. pickup: they collect the pieces here."""

    name: str
    channel: Channel
    country: str
    email: str | None = None
    phone: str | None = None
    city: str | None = None
    address: str | None = None
    pickup: bool = False


def send(
    contact: Contact,
    lines: Sequence[Wanted | Wished],
    *,
    key: str,
    language: str,
    message: str | None = None,
    needed_by: date | None = None,
    at: datetime,
) -> PurchaseRequest:
    """Send a request, or find the one that this very form has sent before. Raises a Refusal."""
    earlier = _of_key(key, contact)
    if earlier is not None:
        return earlier
    _check(contact, lines, needed_by, at)
    request = PurchaseRequest(
        reference=new_key()[:20],
        key=key,
        language=language,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        channel=contact.channel,
        country=contact.country,
        city=contact.city or None,
        address=contact.address or None,
        pickup=contact.pickup,
        needed_by=needed_by,
        message=message or None,
        sent_at=at,
        changed_at=at,
        lines=[_line(wanted, position) for position, wanted in enumerate(lines)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        earlier = _of_key(key, contact)
        if earlier is None:
            raise
        return earlier
    request.reference = reference_of(request.id)
    move(request, Deed.SEND, CUSTOMER, at=at)
    telling.request_sent(request, at=at)
    return request


def reference_of(id_: int) -> str:
    """The reference people say on the phone, for example TNG-2417."""
    return f"TNG-{_FIRST_REFERENCE + id_}"


def _of_key(key: str, contact: Contact) -> PurchaseRequest | None:
    """The request a key has sent. A key comes from a browser: it opens nothing to whoever did not send it."""
    request = db.session.scalar(select(PurchaseRequest).where(PurchaseRequest.key == key))
    if request is not None and (request.name, request.email, request.phone) != (
        contact.name,
        contact.email,
        contact.phone,
    ):
        raise Stale
    return request


def _check(contact: Contact, lines: Sequence[Wanted | Wished], needed_by: date | None, at: datetime) -> None:
    if contact.channel is Channel.SMS and not contact.phone:
        raise NoPhone(field="phone")
    if contact.channel is Channel.EMAIL and not contact.email:
        raise NoEmail(field="email")
    if masking.holds_link(contact.name):
        raise NotAName(field="name")
    if needed_by is not None and needed_by < clock.local(at).date():
        raise DayHasPassed(field="needed_by")
    if not lines:
        raise NothingAsked
    if len(lines) > MOST_LINES:
        raise TooManyLines
    for wanted in lines:
        _check_line(wanted, HOME if contact.pickup else contact.country, clock.local(at).date())


def _check_line(wanted: Wanted | Wished, country: str, today: date) -> None:
    field = f"qty-{wanted.variant.id}" if isinstance(wanted, Wanted) else "quantity"
    if not 1 <= wanted.quantity <= MOST_PIECES:
        raise WrongQuantity(field=field)
    if isinstance(wanted, Wished):
        return
    title = titles(wanted.variant).get("fr", "")
    if not for_sale(wanted.variant):
        raise NoLongerForSale(field=field, title=title)
    if wanted.variant.kind is Kind.UNIQUE and wanted.quantity > 1:
        raise OnlyOne(field=field, title=title)
    if food.is_past(wanted.variant.best_before, today):
        raise NoLongerForSale(field=field, title=title)
    if not may_go(wanted.variant, country):
        raise NotThere(field=field, title=title)


def for_sale(variant: Variant) -> bool:
    """Whether customers may ask for it now."""
    item = variant.item
    offered = variant.put_away_at is None and not variant.is_past
    return offered and item.state is ItemState.PUBLISHED and item.artisan.standing is Standing.GOOD


def titles(variant: Variant) -> dict[str, str]:
    """What a variant is called, by language, as it is called today."""
    labels = variant.labels
    named = {text.language: text.title for text in variant.item.texts}
    return {
        code: f"{title}, {label}" if (label := labels.get(code) or labels.get("fr")) else title
        for code, title in named.items()
    }


def _line(wanted: Wanted | Wished, position: int) -> RequestLine:
    if isinstance(wanted, Wished):
        line = RequestLine(
            description=wanted.description,
            artisan_id=wanted.artisan.id if wanted.artisan else None,
            craft_id=wanted.craft.id if wanted.craft else None,
            unit_price=wanted.budget,
        )
    else:
        line = RequestLine(
            variant_id=wanted.variant.id,
            artisan_id=wanted.variant.item.artisan_id,
            craft_id=wanted.variant.item.craft_id,
            titles=titles(wanted.variant),
            unit_price=wanted.variant.price,
            wish=wanted.wish or None,
        )
    line.position, line.quantity = position, wanted.quantity
    totals.amount(line)
    return line
