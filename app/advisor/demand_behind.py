"""What stands behind a figure of demand: the requests, their lines, the signs by day or one by one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.advisor import behind_rows, demand_filters, demand_tables
from app.advisor.behind_words import SIGNS, TITLES
from app.advisor.demand_filters import Choices, Filters
from app.advisor.demand_tables import Table
from app.base import clock
from app.base.errors import Missing
from app.domain.advice import following
from app.domain.demand import behind, behind_sales, behind_signs, counts, months, reading
from app.domain.demand.behind import Lines, Requests, Scope
from app.domain.demand.models import SignalKind
from app.domain.people import makers
from app.domain.people.models import Artisan
from app.web.addresses import asked_row

blueprint = Blueprint("demand_behind", __name__)

PER_PAGE = 50
MOST_KEPT = 20_000
LONGEST_REASON = 40
BY_LINE, BY_DAY, BY_SALE = "lines", "days", "sales"


@dataclass(frozen=True)
class Asked:
    """What an address asks to be opened. view: lines or days, where both are there; past sales, where a month counts
    some (sold). day: signs of that day alone.
    """

    what: str
    view: str
    scope: Scope
    filters: Filters
    choices: Choices
    artisan: Artisan | None
    day: date | None
    now: datetime
    sold: bool = False

    @property
    def kinds(self) -> tuple[SignalKind, ...]:
        return SIGNS.get(self.what, ())

    @property
    def views(self) -> list[str]:
        """The ways this can be looked at."""
        return [
            *([BY_SALE] if self.sold else []),
            *([BY_LINE] if self.what in set(Lines) else []),
            *([BY_DAY] if self.kinds else []),
        ]

    @property
    def query(self) -> dict[str, Any]:
        """As arguments of an address, without the page."""
        said = {
            "what": self.what,
            "month": self.scope.month or None,
            "reason": self.scope.reason or None,
            "artisan": self.scope.artisan_id or None,
            "view": self.view if self.view and self.view != self.views[0] else None,
            "day": self.day.isoformat() if self.day else None,
        }
        return self.filters.query | {name: value for name, value in said.items() if value is not None}


@blueprint.route("/demand/behind")
def show() -> str:
    """``what`` in the query names the figure, else it is the requests received; the rest of it narrows."""
    asked, page = _read(), max(asked_row("page") or 1, 1)
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
            kept={name: asked.query.get(name, "") for name in ("what", "month", "reason", "artisan", "view")},
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
    asked = _read()
    table = _table(asked, 0, MOST_KEPT)
    return demand_tables.kept_table(kind, table, f"demand-{asked.what}".replace("_", "-"), asked.filters.today)


def _read() -> Asked:
    what, now = request.args.get("what", Requests.RECEIVED.value), clock.now()
    if what not in TITLES:
        raise Missing
    choices = demand_filters.choices()
    filters = demand_filters.read(request.args, choices=choices, today=clock.local(now).date())
    artisan_id, month = asked_row("artisan"), asked_row("month") or 0
    first, last = filters.first, filters.last
    if 1 <= month <= 12 and (span := months.observed(now)):
        first, last = span.first, span.last  # of the years that the seasons are made of
    day = _day(request.args.get("day"))
    asked = Asked(
        what=what,
        view="",
        scope=Scope(
            first,
            last,
            crafts=filters.crafts,
            country=filters.country,
            lines=filters.narrowed.lines(),
            about=filters.narrowed.about,
            artisan_id=artisan_id or 0,
            month=month if 1 <= month <= 12 else 0,
            reason=request.args.get("reason", "")[:LONGEST_REASON],
        ),
        filters=filters,
        choices=choices,
        artisan=makers.by_id(artisan_id) if artisan_id else None,
        day=day if day and day >= filters.today - timedelta(days=counts.RAW_DAYS) and SIGNS.get(what) else None,
        now=now,
    )
    past = behind_sales.of_month(asked.scope, now) if asked.scope.month and what == Lines.ASKED else None
    asked = replace(asked, sold=past is not None and behind_sales.are_there(past))
    wanted = request.args.get("view", "")
    view = BY_DAY if asked.day else wanted if wanted in asked.views else next(iter(asked.views), "")
    return replace(asked, view=view, scope=past if past and view == BY_SALE else asked.scope)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def _table(asked: Asked, offset: int, limit: int) -> Table:
    scope, what = asked.scope, asked.what
    if what in set(Requests):
        total, found = behind.requests(Requests(what), scope, offset=offset, limit=limit)
        return behind_rows.of_requests(found, total)
    if what == "advice":
        narrowed = asked.filters.narrowed
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
    if asked.day:
        total, signs = behind_signs.signs(
            asked.kinds, asked.day, scope, in_vain=what == "in_vain", offset=offset, limit=limit
        )
        return behind_rows.of_signs(what, signs, total)
    if asked.view == BY_SALE:
        crafts = {craft.id: craft for craft in asked.choices.crafts}
        return behind_rows.of_sales(behind_sales.sales(scope, offset=offset, limit=limit), crafts)
    if asked.view == BY_LINE:
        total, lines = behind.lines(Lines(what), scope, offset=offset, limit=limit)
        return behind_rows.of_lines(what, lines, total)
    return _by_day(asked, offset, limit)


def _by_day(asked: Asked, offset: int, limit: int) -> Table:
    scope, about = asked.scope, asked.scope.about
    artisan_id = scope.artisan_id or None
    cells = reading.cells(scope.first, scope.last, now=asked.now, kinds=asked.kinds, artisan_id=artisan_id, about=about)
    days = behind_signs.by_day(cells, scope, in_vain=asked.what == "in_vain")
    horizon = asked.filters.today - timedelta(days=counts.RAW_DAYS)

    def one_by_one(day: date) -> str:
        kept = {name: value for name, value in asked.query.items() if name != "view"}
        return url_for(".show", **(kept | {"day": day.isoformat()})) if day >= horizon else ""

    crafts = {craft.id: craft for craft in asked.choices.crafts}
    shown = days[offset : offset + limit]
    return behind_rows.of_days(asked.what, shown, len(days), crafts, one_by_one, counted=sum(one.count for one in days))


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
