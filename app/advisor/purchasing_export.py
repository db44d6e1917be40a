"""Requests as a table, sent as it is made: what was asked, where it stands, what was offered.

Who the customer is stands in a coordinator's table alone; what they wrote freely stands in none, for it may say so too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.advisor import demand_tables, patience, request_words
from app.advisor.purchasing_filters import Wanted
from app.base import clock
from app.base.database import db
from app.base.errors import N_
from app.domain.audit import trail
from app.domain.people.models import RoleName, User
from app.domain.purchasing import desk
from app.domain.purchasing.desk import Place
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import Offer
from app.web import languages, streaming
from app.web.countries import country_name

AT_ONCE = 200
COLUMNS = (
    N_("Request"), N_("Received"), N_("State"), N_("Waits for"), N_("Since"), N_("Country"), N_("Collected"),
    N_("Wanted by"), N_("Pieces"), N_("Quantity"), N_("Artisans"), N_("Lines"), N_("Answered"), N_("Asked for, MAD"),
    N_("Offer"), N_("Goods, MAD"), N_("Delivery, MAD"), N_("Total, MAD"), N_("Good until"), N_("Closed"),
)  # fmt: skip
CONTACTS = (N_("Name"), N_("E-mail"), N_("Phone"), N_("Town"), N_("Address"))

Cell = str | int | float | None


def record(wanted: Wanted, kind: str, *, by: User, at: datetime) -> None:
    """Write down that requests leave the house in a table, and whether with whom they are from."""
    chosen = {name: value for name, value in asdict(wanted).items() if value}
    facts = {**chosen, "kind": kind, "contacts": may_have_contacts(by)}
    trail.record("requests.exported", subject="purchase_request", subject_id=None, by_id=by.id, at=at, facts=facts)


def may_have_contacts(user: User) -> bool:
    return user.is_a(RoleName.COORDINATOR)


def answer(wanted: Wanted, kind: str, *, contacts: bool) -> Response:
    """kind: CSV or XLSX. contacts: whether it says who the customers are."""
    now, terms = clock.now(), patience.ours()

    def next_part(after: int) -> tuple[list[list[Cell]], int | None]:
        places, ends = desk.part(now, terms, **asdict(wanted), after=after, most=AT_ONCE)
        offers = _offers([place.request.id for place in places])
        return [_row(place, offers.get(place.request.id), contacts=contacts) for place in places], ends

    columns = [_(name) for name in (*COLUMNS, *(CONTACTS if contacts else ()))]
    rows = _each(streaming.batches(next_part))
    return demand_tables.kept(kind, columns, rows, "requests", clock.today())


def _each(batches: Iterator[list[list[Cell]]]) -> Iterator[list[Cell]]:
    for rows in batches:
        yield from rows


def _offers(ids: Sequence[int]) -> dict[int, Offer]:
    """The last offer on each request."""
    found = db.session.scalars(select(Offer).where(Offer.request_id.in_(ids)).order_by(Offer.number_in_request))
    return {offer.request_id: offer for offer in found}


def _row(place: Place, offer: Offer | None, *, contacts: bool) -> list[Cell]:
    asked = place.request
    language = languages.current()
    named = {line.artisan.id: line.artisan.known_as(language) for line in asked.lines if line.artisan is not None}
    pieces = [f"{request_words.title_of(line)}{request_words.TIMES}{line.quantity}" for line in asked.lines]
    row: list[Cell] = [
        asked.reference,
        _day(asked.sent_at),
        _(request_words.STATES[asked.state][0]),
        _(request_words.TURNS[place.turn]),
        _day(place.since),
        country_name(asked.country),
        _("yes") if asked.pickup else _("no"),
        asked.needed_by.isoformat() if asked.needed_by else None,
        "\n".join(pieces),
        sum(line.quantity for line in asked.lines),
        "\n".join(named.values()),
        place.lines,
        place.answered,
        _dirhams(sum(line.quantity * (line.unit_price or 0) for line in asked.lines)),
        offer.number if offer else None,
        _dirhams(offer.goods) if offer else None,
        _dirhams(offer.delivery_cost) if offer else None,
        _dirhams(offer.total) if offer else None,
        offer.expires_on.isoformat() if offer else None,
        _day(asked.closed_at) if asked.closed_at else None,
    ]
    return [*row, *_contacts(asked)] if contacts else row


def _contacts(asked: PurchaseRequest) -> list[Cell]:
    return [asked.name, asked.email, asked.phone, asked.city, asked.address]


def _day(moment: datetime) -> str:
    """As a spreadsheet sorts it, on a Casablanca calendar."""
    return clock.local(moment).date().isoformat()


def _dirhams(centimes: int) -> int | float:
    """For a spreadsheet to add up; nothing is reckoned with it here."""
    return centimes // 100 if centimes % 100 == 0 else centimes / 100
