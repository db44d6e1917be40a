"""Rows behind a figure, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from app.advisor import demand_words, request_words
from app.advisor.behind_words import SIGNS
from app.advisor.demand_tables import Column, Entry, Table
from app.base import clock
from app.domain.advice import words as advice_words
from app.domain.advice.models import Response
from app.domain.catalogue import naming
from app.domain.demand.behind import UNSAID, Line
from app.domain.demand.behind_made import Made
from app.domain.demand.behind_sales import Sales
from app.domain.demand.behind_signs import Day
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.people.trades import Craft, in_language
from app.domain.purchasing.models import PurchaseRequest
from app.web import languages
from app.web.countries import country_name
from app.web.words import amount, day_year, daytime, number, shortened

NONE = "–"
LONGEST = 60
REASONS = {"declined": demand_words.DECLINES, "refused": demand_words.REFUSALS}


def of_requests(found: Iterable[tuple[PurchaseRequest, datetime | None]], total: int) -> Table:
    columns = [
        Column(_("Request"), is_short=True),
        Column(_("Received"), is_short=True),
        Column(_("Pieces")),
        Column(_("Country")),
        Column(_("State")),
        Column(_("Answered after, days"), is_number=True),
    ]
    rows = [
        [
            _reference(request.reference),
            _moment(request.sent_at),
            Entry(request_words.pieces_of(request)),
            Entry(country_name(request.country)),
            Entry(str(_(request_words.STATES[request.state][0]))),
            _waited(request.sent_at, answered),
        ]
        for request, answered in found
    ]
    return Table(columns, rows, total)


def of_advice(responses: Iterable[Response], total: int) -> Table:
    columns = [Column(_("Advice")), Column(_("Artisan")), Column(_("Sent"), is_short=True), Column(_("State"))]
    language = languages.current()
    rows = [
        [
            Entry(
                response.recommendation.title,
                url=url_for("advisor.advice.show", recommendation_id=response.recommendation_id),
            ),
            _artisan(response.artisan.known_as(language), response.artisan_id),
            _moment(response.sent_at),
            Entry(str(_(advice_words.STATES[response.state]))),
        ]
        for response in responses
    ]
    return Table(columns, rows, total)


def of_lines(what: str, lines: Iterable[Line], total: int, pieces: int) -> Table:
    """pieces: of all lines."""
    columns = [
        Column(_("Request"), is_short=True),
        Column(_("Day"), is_short=True),
        Column(_("Piece")),
        Column(_("Artisan")),
        Column(_("Pieces (%(num)s in all)", num=number(pieces)), is_number=True, of_one=_("Pieces")),
        Column(_("Price, MAD"), is_number=True),
        *([Column(_("Reason"))] if what in REASONS else []),
    ]
    language = languages.current()
    rows = []
    for line in lines:
        row = [
            _reference(line.reference),
            _moment(line.at),
            Entry(in_language(line.titles, language) or shortened(line.description or "", LONGEST) or str(_("A wish"))),
            _artisan(line.artisan.known_as(language), line.artisan.id) if line.artisan else Entry(NONE, ""),
            Entry(number(line.quantity), line.quantity),
            Entry(amount(line.price), line.price / 100) if line.price else Entry(NONE, ""),
        ]
        rows.append([*row, Entry(reason_words(what, line.reason) or NONE)] if what in REASONS else row)
    return Table(columns, rows, total)


def of_days(
    what: str,
    days: Sequence[Day],
    total: int,
    crafts: Mapping[int, Craft],
    url: Callable[[date], str],
    *,
    counted: int,
    people: int | None = None,
) -> Table:
    """url: the signs of a day one by one, empty where they are no more. counted: the sum of all rows; people: where the
    figure counts people, their sum.
    """
    titles = _titles({one.item_id for one in days})
    language = languages.current()
    reasons = any(one.reason for one in days)
    times = _("Times (%(num)s in all)", num=number(counted)) if people is None else _("Times")
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("About")),
        Column(_("Craft")),
        *([Column(_("Reason"))] if reasons else []),
        Column(_("Country")),
        Column(times, is_number=True, of_one=_("Times")),
        people_that_day(people),
    ]
    rows = []
    for one in days:
        craft = crafts[one.craft_id].called_short(language) if one.craft_id in crafts else NONE
        rows.append(
            [
                Entry(day_year(one.day), one.day.isoformat(), url(one.day)),
                Entry(titles.get(one.item_id) or one.words or _nameless(what)),
                Entry(craft),
                *([Entry(_reason(one.reason))] if reasons else []),
                Entry(country_name(one.country) if one.country else NONE),
                Entry(number(one.count), one.count),
                Entry(number(one.people), one.people),
            ]
        )
    return Table(columns, rows, total)


def people_that_day(people: int | None) -> Column:
    words = _("People that day")
    in_all = words if people is None else _("People that day (%(num)s in all)", num=number(people))
    return Column(in_all, is_number=True, of_one=words)


def of_sales(found: Sales, crafts: Mapping[int, Craft]) -> Table:
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("About")),
        Column(_("Craft")),
        Column(_("Pieces (%(num)s in all)", num=number(found.pieces)), is_number=True, of_one=_("Pieces")),
        Column(_("Price, MAD"), is_number=True),
    ]
    titles, language = _titles({one.item_id for one in found.found}), languages.current()
    rows = [
        [
            Entry(day_year(one.day), one.day.isoformat()),
            Entry(titles.get(one.item_id) or one.words),
            Entry(crafts[one.craft_id].called_short(language) if one.craft_id in crafts else NONE),
            Entry(number(one.pieces), one.pieces),
            Entry(amount(price), price / 100) if (price := round(one.value / max(one.pieces, 1))) else Entry(NONE, ""),
        ]
        for one in found.found
    ]
    return Table(columns, rows, found.rows)


def of_made(found: Sequence[Made], total: int, pieces: int) -> Table:
    """pieces: of all rows."""
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("Piece")),
        Column(_("Artisan")),
        Column(_("Pieces (%(num)s in all)", num=number(pieces)), is_number=True, of_one=_("Pieces")),
    ]
    titles, language = _titles({one.item_id for one in found}), languages.current()
    rows = [
        [
            _moment(one.at),
            Entry(titles.get(one.item_id, NONE), url=url_for("advisor.catalogue.item", item_id=one.item_id)),
            _artisan(one.artisan.known_as(language), one.artisan.id),
            Entry(number(one.pieces), one.pieces),
        ]
        for one in found
    ]
    return Table(columns, rows, total)


def of_signs(what: str, signs: Sequence[tuple[DemandSignal, str | None]], total: int) -> Table:
    """One by one: when, what, how many were found. Never who. Columns in which nothing would stand are left out."""
    nameless = _nameless(what)
    titles = _titles({sign.item_id for sign, _reference in signs if sign.item_id})
    columns = [
        Column(_("Time"), is_short=True),
        Column(_("About")),
        Column(_("Results"), is_number=True),
        Column(_("Language")),
        Column(_("Country")),
        Column(_("Reason")),
        Column(_("Request"), is_short=True),
    ]
    rows = [
        [
            _moment(sign.at),
            Entry(titles.get(sign.item_id or 0) or sign.words or nameless),
            Entry(number(sign.results), sign.results) if sign.results is not None else Entry(NONE, ""),
            Entry(languages.NAMES.get(sign.language or "", NONE)),
            Entry(country_name(sign.country) if sign.country else NONE),
            Entry(_reason(sign.reason or "")),
            _reference(reference) if reference else Entry(NONE, ""),
        ]
        for sign, reference in signs
    ]
    filled = [place for place in range(len(columns)) if any(row[place].text != NONE for row in rows)]
    kept = [[row[place] for place in filled] for row in rows]
    return Table([columns[place] for place in filled], kept, total)


def _nameless(what: str) -> str:
    """What stands where neither a piece nor words do."""
    return str(_("Rare words, forgotten") if SignalKind.SEARCH in SIGNS.get(what, ()) else _("A wish"))


def reason_words(what: str, reason: str) -> str:
    """Why, as the bars say it; empty where no reason was chosen."""
    return reason_in(REASONS[what], reason) if reason and what in REASONS else ""


def reason_in(names: Mapping[str, str], reason: str) -> str:
    return str(_("No reason said") if reason == UNSAID else _(names.get(reason, names["other"])))


def _reason(reason: str) -> str:
    words = demand_words.DECLINES | demand_words.REFUSALS
    return str(_(words[reason])) if reason in words else NONE


def _titles(ids: set[int]) -> dict[int, str]:
    return naming.titles_in(ids - {0}, languages.current())


def _reference(reference: str) -> Entry:
    return Entry(reference, url=url_for("advisor.request.show", reference=reference))


def _artisan(name: str, artisan_id: int) -> Entry:
    return Entry(name, url=url_for("advisor.artisans.show", artisan_id=artisan_id))


def _moment(at: datetime) -> Entry:
    return Entry(daytime(clock.local(at)), clock.local(at).strftime("%Y-%m-%d %H:%M"))


def _waited(sent: datetime, answered: datetime | None) -> Entry:
    if answered is None:
        return Entry(NONE, "")
    days = (answered - sent) / timedelta(days=1)
    return Entry(number(days, 1), round(days, 2))
