"""What stands behind a figure of demand: the requests, their lines, the signs by day or one by one."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.advisor import behind_asked, behind_rows, behind_wished_rows, demand_filters, demand_tables
from app.advisor.behind_asked import BY_LINE, BY_SALE, Asked
from app.advisor.behind_words import TITLES
from app.advisor.demand_tables import Table
from app.base import clock
from app.base.errors import Missing
from app.domain.advice import following
from app.domain.demand import behind, behind_made, behind_sales, behind_signs, behind_wished, counts, reading
from app.domain.demand.behind import Requests
from app.domain.demand.behind_lines import Lines
from app.web.addresses import asked_row

blueprint = Blueprint("demand_behind", __name__)

PER_PAGE = 50
MOST_KEPT = 20_000
COUNTS_PEOPLE = ("seen",)
KEPT = ("what", "month", "reason", "artisan", "item", "facet", "outcome", "low", "high", "view")


@blueprint.route("/demand/behind")
def show() -> str:
    """``what`` in the query names the figure, else it is the requests received; the rest of it narrows."""
    asked, page = behind_asked.read(), max(asked_row("page") or 1, 1)
    table = _table(asked, (page - 1) * PER_PAGE, PER_PAGE)
    pages = max(-(-table.total // PER_PAGE), 1)
    if page > pages:
        raise Missing
    return render_template(
        "advisor/demand/behind.html",
        asked=asked,
        **demand_filters.for_page(
            asked.filters,
            asked.choices,
            action=url_for(".show"),
            kept={name: asked.query.get(name, "") for name in KEPT},
        ),
        title=_(TITLES[asked.what]),
        reason=behind_rows.reason_words(asked.what, asked.scope.reason),
        without_period=bool(asked.scope.month),
        month=date(2025, asked.scope.month, 1) if asked.scope.month else None,
        table=table,
        said=_said(asked, table.total),
        page=page,
        pages=pages,
        page_url=lambda number: url_for(".show", **asked.query, page=number),
        keep_url=lambda kind: url_for(".keep", kind=kind, **asked.query),
        back_url=url_for(".show", **{name: value for name, value in asked.query.items() if name != "day"}),
        view_url=lambda view: url_for(".show", **(asked.query | {"view": view})),
    )


@blueprint.route("/demand/behind.<kind>")
def keep(kind: str) -> Response:
    """The same rows, all of them, for a spreadsheet."""
    asked = behind_asked.read()
    table = _table(asked, 0, MOST_KEPT)
    return demand_tables.kept_table(kind, table, f"demand-{asked.what}".replace("_", "-"), asked.filters.today)


def _table(asked: Asked, offset: int, limit: int) -> Table:
    scope, what = asked.scope, asked.what
    if asked.day:
        total, signs = behind_signs.signs(
            asked.kinds, asked.day, scope, in_vain=what == "in_vain", offset=offset, limit=limit
        )
        return behind_rows.of_signs(what, signs, total)
    if what in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[what](asked, offset, limit)
    if what in set(Requests):
        total, found = behind.requests(Requests(what), scope, offset=offset, limit=limit)
        return behind_rows.of_requests(found, total)
    if asked.view == BY_SALE:
        crafts = {craft.id: craft for craft in asked.choices.crafts}
        return behind_rows.of_sales(behind_sales.sales(scope, offset=offset, limit=limit), crafts)
    if asked.view == BY_LINE:
        total, pieces, lines = behind.lines(Lines(what), scope, offset=offset, limit=limit)
        return behind_rows.of_lines(what, lines, total, pieces)
    return _by_day(asked, offset, limit)


def _advice(asked: Asked, offset: int, limit: int) -> Table:
    scope, narrowed = asked.scope, asked.filters.narrowed
    total, responses = following.responses(
        clock.start_of_day(scope.first),
        clock.start_of_day(scope.last + timedelta(days=1)),
        crafts=scope.crafts,
        artisans=narrowed.artisans,
        items=narrowed.statement,
        offset=offset,
        limit=limit,
    )
    return behind_rows.of_advice(responses, total)


def _missed(asked: Asked, offset: int, limit: int) -> Table:
    days = behind_wished.missed(asked.scope, asked.now)
    return behind_wished_rows.of_missed(days, offset, limit, _one_by_one(asked))


def _wished(asked: Asked, offset: int, limit: int) -> Table:
    found = behind_wished.wished(asked.scope, asked.now)
    return behind_wished_rows.of_wished(found, offset, limit, _one_by_one(asked))


def _made(asked: Asked, offset: int, limit: int) -> Table:
    pieces = asked.filters.narrowed.pieces(asked.scope.crafts)
    total, whole, found = behind_made.made(asked.scope, pieces, offset=offset, limit=limit)
    return behind_rows.of_made(found, total, whole)


_OF_THEIR_OWN = {"advice": _advice, "made": _made, "missed": _missed, "attribute": _wished}


def _by_day(asked: Asked, offset: int, limit: int) -> Table:
    scope, about, artisan_id = asked.scope, asked.scope.read_about, asked.scope.artisan_id or None
    cells = reading.cells(scope.first, scope.last, now=asked.now, kinds=asked.kinds, artisan_id=artisan_id, about=about)
    if scope.without_piece:
        elsewhere = behind_wished.tagged(scope.first) if asked.what == Lines.DECLINED else []
        cells = behind_wished.nameless(cells, elsewhere)
    days = behind_signs.by_day(cells, scope, in_vain=asked.what == "in_vain")
    crafts = {craft.id: craft for craft in asked.choices.crafts}
    return behind_rows.of_days(
        asked.what,
        days[offset : offset + limit],
        len(days),
        crafts,
        _one_by_one(asked),
        counted=sum(one.count for one in days),
        people=sum(one.people for one in days) if asked.what in COUNTS_PEOPLE else None,
    )


def _one_by_one(asked: Asked) -> Callable[[date], str]:
    """The address of a day's signs, as long as they are kept."""
    horizon = asked.filters.today - timedelta(days=counts.RAW_DAYS)
    kept = {name: value for name, value in asked.query.items() if name != "view"}
    return lambda day: url_for(".show", **(kept | {"day": day.isoformat()})) if day >= horizon else ""


def _said(asked: Asked, total: int) -> str:
    """How many rows there are, in words."""
    if asked.what in set(Requests):
        said = ngettext("%(num)d request", "%(num)d requests", total)
    elif asked.what == "advice":
        said = ngettext("%(num)d piece of advice to one artisan", "%(num)d pieces of advice to one artisan", total)
    elif asked.day:
        said = ngettext("%(num)d sign", "%(num)d signs", total)
    elif asked.view == BY_LINE:
        said = ngettext("%(num)d line", "%(num)d lines", total)
    else:
        said = ngettext("%(num)d row", "%(num)d rows", total)
    return str(said)
