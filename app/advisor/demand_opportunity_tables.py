"""The tables of an opportunity's page, for a spreadsheet."""

from datetime import date

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import demand_lost_words, demand_opportunity, demand_tables
from app.advisor.demand_tables import Value
from app.base import clock
from app.domain.demand import capacity, ledger_said
from app.domain.demand.opportunities import OF_PEOPLE, Opportunity
from app.web import languages
from app.web.words import percent

blueprint = Blueprint("demand_opportunity", __name__)
Written = tuple[list[str], list[list[Value]]]


@blueprint.route("/demand/opportunity/<any(weeks, value, makers, lines):table>/<path:key>.<kind>")
def keep(table: str, key: str, kind: str) -> Response:
    """One table of the page of one opportunity."""
    today = clock.today()
    columns, rows = TABLES[table](demand_opportunity.load(key), today)
    return demand_tables.kept(kind, columns, rows, f"opportunity-{table}", today)


def _weeks(one: Opportunity, today: date) -> Written:
    rows: list[list[Value]] = [[first.isoformat(), count] for first, count in demand_opportunity.weeks_of(one, today)]
    return [_("Week from"), _("People") if one.kind in OF_PEOPLE else _("Requests")], rows


def _value(one: Opportunity, _today: date) -> Written:
    share = percent(0.8)
    heads = [_("Figure"), _("Expected"), _("Low, %(share)s", share=share), _("High, %(share)s", share=share)]
    rows: list[list[Value]] = [[row.label, *row.kept] for row in demand_opportunity.factors_of(one)]
    whole: tuple[Value, ...] = tuple(round(value / 100) for value in (one.value, one.low, one.high))
    return heads, [*rows, [_("Value, MAD a month"), *whole]]


def _makers(one: Opportunity, today: date) -> Written:
    language = languages.current()
    makers = capacity.makers_of(one.craft_id, today=today) if one.craft_id else []
    rows: list[list[Value]] = [
        [
            maker.artisan.known_as(language),
            maker.artisan.place.called(language),
            *((maker.free, maker.capacity) if maker.capacity else (None, None)),
        ]
        for maker in makers
    ]
    return [_("Artisan"), _("Place"), _("Free in the next four weeks"), _("Can be made in four weeks")], rows


def _lines(one: Opportunity, today: date) -> Written:
    entries = demand_opportunity.entries_of(one, today)
    said = ledger_said.said({entry.line_id for entry in entries})
    heads = [_("Request"), _("Day"), _("Cause"), _("Description"), _("Pieces"), _("Value, MAD")]
    rows: list[list[Value]] = [
        [
            said[entry.line_id].reference,
            entry.day.isoformat(),
            _(demand_lost_words.CAUSES[entry.cause]),
            said[entry.line_id].description,
            entry.units,
            None if entry.value is None else round(entry.value / 100),
        ]
        for entry in entries
    ]
    return heads, rows


TABLES = {"weeks": _weeks, "value": _value, "makers": _makers, "lines": _lines}
