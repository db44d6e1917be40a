"""What the market asks: figures, opportunities ranked in money, seasons, a forecast, why people refuse."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import (
    behind_rows,
    demand_charts,
    demand_figures,
    demand_filters,
    demand_opportunity,
    demand_tables,
    demand_words,
    forecast_charts,
)
from app.advisor.demand_filters import Choices, Filters
from app.base import clock, together
from app.domain.demand import at_hand, months, reading, said_no, unmet, year
from app.domain.demand.behind import UNSAID
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS, Opportunity
from app.domain.demand.said_no import Said
from app.domain.demand.sought import Typed
from app.domain.people.trades import Craft
from app.web.words import percent

blueprint = Blueprint("demand", __name__)

SHOWN = 12
LATELY = 7
MOST_EXPORTED = 500
REASONS_SHOWN = 7


@blueprint.route("/demand")
def index() -> str:
    now, choices, filters = _asked()
    every, about = bool(request.args.get("all")), filters.narrowed.about
    at_hand_now = at_hand.read(now, filters.craft.id if filters.craft else None)
    fresh, eras = at_hand_now.fresh, at_hand_now.eras
    raw = reading.cells(fresh.day, filters.today, now=now, kinds=unmet.READ, about=about, by_facet=True, fresh=fresh)
    seen = unmet.look(now=now, weeks=filters.weeks or WEEKS, about=about, fresh=fresh, raw=raw)
    found = unmet.ranked(
        now=now, weeks=filters.weeks or WEEKS, crafts=filters.crafts, country=filters.country, seen=seen
    )
    answers = together.asked(
        **demand_figures.questions(filters, fresh.day),
        said=said_no.question(filters.first, filters.last, fresh.day, about),
        **year.questions(eras, fresh, about, filters.country),
    )
    said = said_no.made(answers["said"], raw, first=filters.first, last=filters.last)
    rows = year.made(answers, eras, fresh, raw, about=about, country=filters.country)
    drawn = demand_charts.Year(choices.crafts, eras, rows)
    return render_template(
        "advisor/demand/index.html",
        filters=filters,
        periods=demand_filters.PERIODS,
        choices=choices,
        countries=demand_filters.countries(said.countries, filters),
        figures=demand_figures.shown(filters, answers, fresh.day, raw),
        rows=demand_words.rows(found if every else found[:SHOWN], {craft.id: craft for craft in choices.crafts}),
        count=len(found),
        every=every,
        counted=fresh.until,
        heat=drawn.heat(partial(_month_behind, filters), filters.craft),
        months=demand_charts.columns(),
        marks=demand_charts.marks(filters.today, at_hand_now.moved),
        month=filters.today.month - 1,
        seasons_url=lambda kind: url_for(".seasons", kind=kind, **filters.query),
        keep_url=lambda kind: url_for(".export", kind=kind, **filters.query),
        outlook=forecast_charts.named(at_hand_now.forecast, choices.crafts),
        foreseen=at_hand_now.made_on,
        in_vain=_in_vain(filters, seen.typed),
        declines=_bars(said, SignalKind.DECLINE, filters, demand_words.DECLINES),
        refusals=_bars(said, SignalKind.OFFER_REFUSED, filters, demand_words.REFUSALS),
    )


@blueprint.route("/demand/seasons.<kind>")
def seasons(kind: str) -> Response:
    """The table of the seasons, for a spreadsheet: means of whole months."""
    now, choices, filters = _asked()
    eras, narrowed = months.eras(now), dict[str, Any](about=filters.narrowed.about, country=filters.country)
    drawn = demand_charts.Year(choices.crafts, eras, months.asked(eras, now=now, **narrowed) if eras else [])
    columns = [_("Craft"), *(column.full for column in demand_charts.columns())]
    heat = drawn.heat(lambda *_of: "", filters.craft)
    rows = [[row.name, *(None if cell.mean is None else round(cell.mean, 1) for cell in row.cells)] for row in heat]
    return demand_tables.kept(kind, columns, rows, "seasons", filters.today)


def _asked() -> tuple[datetime, Choices, Filters]:
    now, choices = clock.now(), demand_filters.choices()
    return now, choices, demand_filters.read(request.args, choices=choices, today=clock.local(now).date())


def _month_behind(filters: Filters, craft: Craft, month: int) -> str:
    """What a craft's cell of the seasons rests on."""
    kept = filters.query | {"craft": craft.slug}
    for name in ("weeks", "from", "to"):  # seasons are of all years
        kept.pop(name, None)
    return url_for("advisor.demand_behind.show", what="asked", month=month, **kept)


@blueprint.route("/demand/opportunities.<kind>")
def export(kind: str) -> Response:
    """All opportunities of the filters, for a spreadsheet."""
    _now, choices, filters = _asked()
    crafts = choices.crafts
    weeks = [_("Week %(number)s", number=number) for number in range(1, WEEKS + 1)]
    share = percent(0.8)
    heads = [_("Value, MAD a month"), _("Low, %(share)s", share=share), _("High, %(share)s", share=share)]
    names = [_("Rank"), _("Piece"), _("Craft"), _("Signal"), _("Proof")]
    columns = [*names, *weeks, *heads, _("Few cases"), _("Artisans who can make it")]
    table: list[list[demand_tables.Value]] = []
    found = _ranked(filters)[:MOST_EXPORTED]
    for rank, row in enumerate(demand_words.rows(found, {craft.id: craft for craft in crafts}), 1):
        one = row.opportunity
        money = (one.value // 100, one.low // 100, one.high // 100)
        few = _("yes") if one.is_small else _("no")
        table.append([rank, row.title, row.craft, row.tag, row.proof, *one.weeks, *money, few, one.makers])
    return demand_tables.kept(kind, columns, table, "demand", filters.today)


@blueprint.route("/demand/opportunities/<path:key>")
def opportunity(key: str) -> str:
    """One opportunity: the signal week by week, the words, who can make it, what was advised before."""
    return demand_opportunity.page(key)


def _in_vain(filters: Filters, typed: Typed) -> list[tuple[str, str, int]]:
    """Of the last days; nothing where searches cannot be narrowed like the rest."""
    if not filters.searches_follow:
        return []
    return unmet.in_vain(typed, since=filters.today - timedelta(days=LATELY - 1), crafts=filters.crafts)


def _ranked(filters: Filters) -> list[Opportunity]:
    """Of the weeks chosen, else of the last twelve."""
    now, weeks = clock.now(), filters.weeks or WEEKS
    seen = unmet.look(now=now, weeks=weeks, about=filters.narrowed.about)
    return unmet.ranked(now=now, weeks=weeks, crafts=filters.crafts, country=filters.country, seen=seen)


def _bars(said: Said, kind: SignalKind, filters: Filters, names: dict[str, str]) -> list[tuple[str, str, int]]:
    counted = said.reasons(kind, crafts=filters.crafts, country=filters.country)
    return [
        (reason or UNSAID, behind_rows.reason_in(names, reason or UNSAID), count)
        for reason, count in counted[:REASONS_SHOWN]
    ]
