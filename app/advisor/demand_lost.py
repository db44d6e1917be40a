"""The ledger of lost demand: what was asked for and not served, unit by unit, and what was looked for in vain."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.adapters import tables
from app.advisor import demand_filters, demand_lost_words, demand_tables
from app.advisor.demand_filters import Choices, Filters
from app.advisor.demand_lost_words import CAUSES, OF_SIGNS
from app.advisor.demand_tables import Table
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Missing
from app.domain.demand import ledger, vain
from app.domain.demand.ledger import Ledger
from app.domain.demand.lost import Cause
from app.domain.demand.vain import Sign
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place
from app.web.addresses import asked_row
from app.web.countries import country_name

blueprint = Blueprint("demand_lost", __name__)

PAGE = 50
VAIN = "vain"
LINES = {"asked": N_("Pieces asked for"), "served": N_("Served"), "open": N_("Under way"), "lost": N_("Lost")}
"""The lists of lines behind the sums."""


@blueprint.route("/demand/lost")
def index() -> str | Response:
    """Filters in the query: weeks, craft, country, ``place``, ``cause``; ``list=vain`` for searches and views, which
    alone can have found nothing, and ``list=asked``, ``served``, ``open`` or ``lost`` for the lines behind a sum.
    """
    if _list() in LINES:
        return _lines()
    if _list() == VAIN:
        return _vain()
    if _is_of_signs_alone(_cause()):
        return redirect(url_for(".index", list=VAIN, **_query(_filters(demand_filters.crafts()))))
    return _asked()


@blueprint.route("/demand/lost/export")
def export() -> Response:
    """The list shown, whole. kind: CSV or XLSX."""
    known = demand_filters.crafts()
    filters, crafts = _filters(known), {craft.id: craft for craft in known}
    kind = request.args.get("kind", tables.CSV)
    if _list() in LINES:
        return demand_tables.kept_table(kind, _table(filters, 0, None)[1], f"lost-{_list()}", filters.today)
    if _list() == VAIN or _is_of_signs_alone(_cause()):
        columns, rows = demand_lost_words.table_of_signs(_signs(filters), crafts)
    else:
        columns, rows = demand_lost_words.table(_ledger(filters).entries, crafts)
    return demand_tables.kept(kind, columns, rows, "lost", filters.today)


def _asked() -> str:
    known = demand_filters.crafts()
    filters, crafts = _filters(known), {craft.id: craft for craft in known}
    found = _ledger(filters)
    pages = max(1, -(-len(found.entries) // PAGE))
    page = min(asked_row("page") or 1, pages)
    shown = found.entries[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "advisor/demand/lost.html",
        vain=False,
        sums=found.sums,
        totals=[(_(CAUSES[one.cause]), one) for one in found.totals],
        worth=sum(one.value for one in found.totals),
        rows=demand_lost_words.rows(shown, crafts),
        count=len(found.entries),
        page=page,
        pages=pages,
        places=_places(),
        countries=_countries(filters),
        **_for_page(filters, known, in_vain=False),
    )


def _vain() -> str:
    known = demand_filters.crafts()
    filters, crafts = _filters(known), {craft.id: craft for craft in known}
    found = _signs(filters)
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked_row("page") or 1, pages)
    people = {cause: sum(one.people for one in found if one.cause is cause) for cause in OF_SIGNS}
    return render_template(
        "advisor/demand/lost.html",
        vain=True,
        totals=[(_(OF_SIGNS[cause]), cause, count) for cause, count in people.items() if count],
        rows=demand_lost_words.rows_of_signs(found[(page - 1) * PAGE : page * PAGE], crafts),
        count=len(found),
        page=page,
        pages=pages,
        **_for_page(filters, known, in_vain=True),
    )


def _lines() -> str:
    """The lines behind one sum, each with its part of it."""
    known = demand_filters.crafts()
    filters = _filters(known)
    page = asked_row("page") or 1
    total, table = _table(filters, (page - 1) * PAGE, PAGE)
    pages = max(1, -(-table.total // PAGE))
    if page > pages:
        raise Missing
    return render_template(
        "advisor/demand/lost_lines.html",
        title=_(LINES[_list()]),
        total=total,
        table=table,
        page=page,
        pages=pages,
        **_for_page(filters, known, in_vain=False),
    )


def _table(filters: Filters, offset: int, limit: int | None) -> tuple[int, Table]:
    """The sum of all lines, and some of them. limit: None for all of them."""
    which, found = _list(), _ledger(filters)
    chosen = [one for one in found.stands if getattr(one, which)]
    shown = chosen[offset:] if limit is None else chosen[offset : offset + limit]
    total = sum(getattr(one, which) for one in chosen)
    worth = sum(one.value for one in chosen) if which == "lost" else None
    return total, demand_lost_words.table_of_lines(which, shown, len(chosen), total, worth)


def _list() -> str:
    return request.args.get("list", "")


def _for_page(filters: Filters, crafts: list[Craft], *, in_vain: bool) -> dict[str, Any]:
    cause, place, query = _cause(), asked_row("place"), _query(filters)
    return {
        "filters": filters,
        "periods": demand_filters.PERIODS,
        "crafts": crafts,
        "cause": cause,
        "place": place,
        "causes": [(one, _(name)) for one, name in (OF_SIGNS if in_vain else CAUSES).items()],
        "query": query,
        "tabs": [
            url_for(".index", **(_without_cause(query) if _is_of_signs_alone(cause) else query)),
            url_for(".index", list=VAIN, **(query if cause in OF_SIGNS else _without_cause(query))),
        ],
        "lines_url": lambda which: url_for(".index", list=which, **_without_cause(query)),
        "page_url": lambda n: url_for(".index", **query, list=request.args.get("list"), page=n),
        "keep_url": lambda kind: url_for(".export", kind=kind, **query, list=request.args.get("list")),
    }


def _query(filters: Filters) -> dict[str, Any]:
    cause, place = _cause(), asked_row("place")
    return {
        **filters.query,
        **({"cause": cause.value} if cause else {}),
        **({"place": place} if place else {}),
    }


def _is_of_signs_alone(cause: Cause | None) -> bool:
    """No line of a request is lost for it."""
    return cause is Cause.NOT_FOUND


def _without_cause(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name != "cause"}


def _ledger(filters: Filters) -> Ledger:
    return ledger.of(
        filters.first,
        filters.today,
        crafts=filters.crafts,
        country=filters.country,
        place_id=asked_row("place"),
        cause=_cause(),
    )


def _signs(filters: Filters) -> list[Sign]:
    return vain.signs(now=clock.now(), weeks=filters.lately, crafts=filters.crafts, cause=_cause())


def _filters(crafts: list[Craft]) -> Filters:
    return demand_filters.read(request.args, choices=Choices(crafts), today=clock.today())


def _cause() -> Cause | None:
    written = request.args.get("cause", "")
    return Cause(written) if written in set(Cause) else None


def _places() -> list[Place]:
    """Where the makers are."""
    chosen = select(Place).where(Place.id.in_(select(Artisan.place_id)))
    return sorted(db.session.scalars(chosen), key=lambda place: (place.position, place.id))


def _countries(filters: Filters) -> list[tuple[str, str]]:
    """The countries that lost requests came from, and the one asked for, by name."""
    codes = {*ledger.countries(filters.first, filters.today), filters.country} - {""}
    return sorted(((code, country_name(code)) for code in codes), key=lambda one: one[1])
