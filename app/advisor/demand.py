"""What the market asks: figures, opportunities ranked in money, seasons, a forecast, why people refuse."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from app.advisor import (
    demand_charts,
    demand_figures,
    demand_filters,
    demand_opportunity,
    demand_words,
    forecast_charts,
)
from app.advisor.demand_filters import Filters
from app.base import clock
from app.domain.demand import expected, figures, unmet
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS, Opportunity
from app.web import spreadsheets
from app.web.countries import country_name
from app.web.words import percent

blueprint = Blueprint("demand", __name__)

SHOWN = 12
LATELY = 7
MOST_EXPORTED = 500
REASONS_SHOWN = 6


@blueprint.route("/demand")
def index() -> str:
    now, crafts = clock.now(), demand_filters.crafts()
    filters = demand_filters.read(request.args, crafts=crafts, today=clock.today())
    every = bool(request.args.get("all"))
    cells = unmet.read(filters.before[0], filters.today, now=now)
    within = [cell for cell in cells if not filters.crafts or cell.craft_id in filters.crafts]
    found = _ranked(filters, cells)
    year = demand_charts.Year(crafts, now)
    return render_template(
        "advisor/demand/index.html",
        filters=filters,
        periods=demand_filters.PERIODS,
        crafts=crafts,
        countries=_countries(cells, filters),
        figures=demand_figures.shown(filters, cells),
        rows=demand_words.rows(found if every else found[:SHOWN], {craft.id: craft for craft in crafts}),
        count=len(found),
        every=every,
        heat=year.heat(),
        months=demand_charts.columns(),
        marks=demand_charts.marks(filters.today),
        month=filters.today.month - 1,
        outlook=forecast_charts.of_craft(filters.craft, crafts),
        foreseen=expected.made_on,
        in_vain=unmet.in_vain(cells, since=filters.today - timedelta(days=LATELY - 1)),
        declines=_bars(within, SignalKind.DECLINE, filters, demand_words.DECLINES),
        refusals=_bars(within, SignalKind.OFFER_REFUSED, filters, demand_words.REFUSALS),
    )


@blueprint.route("/demand/opportunities.csv")
def export() -> Response:
    """All opportunities of the filters, for a spreadsheet."""
    crafts = demand_filters.crafts()
    filters = demand_filters.read(request.args, crafts=crafts, today=clock.today())
    weeks = [_("Week %(number)s", number=number) for number in range(1, WEEKS + 1)]
    share = percent(0.8)
    heads = [_("Value, MAD a month"), _("Low, %(share)s", share=share), _("High, %(share)s", share=share)]
    names = [_("Rank"), _("Piece"), _("Craft"), _("Signal"), _("Proof")]
    table = [[*names, *weeks, *heads, _("Artisans who can make it")]]
    found = _ranked(filters)[:MOST_EXPORTED]
    for rank, row in enumerate(demand_words.rows(found, {craft.id: craft for craft in crafts}), 1):
        one = row.opportunity
        money = (one.value // 100, one.low // 100, one.high // 100)
        table.append([rank, row.title, row.craft, row.tag, row.proof, *one.weeks, *money, one.makers])
    return spreadsheets.answer(f"demand-{filters.today.isoformat()}.csv", table)


@blueprint.route("/demand/opportunities/<path:key>")
def opportunity(key: str) -> str:
    """One opportunity: the signal week by week, the words, who can make it, what was advised before."""
    return demand_opportunity.page(key)


def _ranked(filters: Filters, cells: list[Cell] | None = None) -> list[Opportunity]:
    """cells: those read already, if they reach back twelve weeks."""
    known = cells if cells and filters.weeks * 2 >= WEEKS else None
    return unmet.ranked(
        now=clock.now(), weeks=filters.weeks, crafts=filters.crafts, country=filters.country, cells=known
    )


def _countries(cells: list[Cell], filters: Filters) -> list[tuple[str, str]]:
    """The countries that requests came from, and the one asked for, by name."""
    codes = {cell.country for cell in cells if cell.country} | {filters.country} - {""}
    return sorted(((code, country_name(code)) for code in codes), key=lambda one: one[1])


def _bars(cells: list[Cell], kind: SignalKind, filters: Filters, names: dict[str, str]) -> list[tuple[str, int]]:
    here = [cell for cell in cells if not filters.country or cell.country == filters.country]
    counted = figures.reasons(here, kind, first=filters.first)
    return [(_(names.get(reason, names["other"])), count) for reason, count in counted[:REASONS_SHOWN]]
