"""Supply against demand, by craft or attribute: too little and too much."""

from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import demand_filters, demand_tables
from app.advisor.demand_filters import Choices, Filters
from app.advisor.demand_tables import Column, Entry, Table
from app.base import clock
from app.base.errors import N_
from app.domain.demand import months, reading, supply
from app.domain.demand.supply import By, Row, Verdict
from app.web import languages
from app.web.words import number, percent

blueprint = Blueprint("demand_supply", __name__)
NONE = "–"

VERDICTS = {
    Verdict.SHORT: (N_("Too little"), "bad"),
    Verdict.PERHAPS_SHORT: (N_("Perhaps too little"), "wait"),
    Verdict.ENOUGH: (N_("Enough"), "good"),
    Verdict.MUCH: (N_("Much on the shelf"), "note"),
    Verdict.UNASKED: (N_("Stays on the shelf"), "note"),
    Verdict.CANNOT_TELL: (N_("Too few to tell"), ""),
}
ROWS_BY = {
    By.CRAFT: N_("By craft"),
    By.MATERIAL: N_("By material"),
    By.TECHNIQUE: N_("By technique"),
    By.COLOUR: N_("By colour"),
}


class Bars(NamedTuple):
    """One row of the chart: shares of the longest bar, 0 to 100. low, high: the interval of what is expected.

    What can still be made may be many times more than anybody asks for: its bar then runs out of the chart.
    """

    name: str
    url: str
    row: Row
    expected: float
    low: float
    high: float
    shelf: float
    free: float
    verdict: str
    tone: str

    @property
    def is_torn(self) -> bool:
        return self.shelf + self.free > 100


class Asked(NamedTuple):
    filters: Filters
    choices: Choices
    by: By
    rows: list[Row]
    names: dict[int, tuple[str, str]]


@blueprint.route("/demand/supply")
def show() -> str:
    """``by`` in the query: craft, material, technique or colour."""
    asked = _read()
    kept = asked.filters.query
    return render_template(
        "advisor/demand/supply.html",
        **demand_filters.for_page(
            asked.filters,
            asked.choices,
            action=url_for(".show"),
            kept={"by": asked.by if asked.by is not By.CRAFT else ""},
        ),
        by=asked.by,
        rows_by=[(by, _(words), url_for(".show", by=by, **kept)) for by, words in ROWS_BY.items()],
        bars=_bars(asked),
        table=_table(asked),
        weeks=supply.WEEKS,
        keep_url=lambda kind: url_for(".keep", kind=kind, by=asked.by, **kept),
    )


@blueprint.route("/demand/supply.<kind>")
def keep(kind: str) -> Response:
    asked = _read()
    return demand_tables.kept_table(kind, _table(asked), "supply", asked.filters.today)


def _read() -> Asked:
    now, choices = clock.now(), demand_filters.choices()
    filters = demand_filters.read(request.args, choices=choices, today=clock.local(now).date())
    by = next((one for one in By if one == request.args.get("by")), By.CRAFT)
    cells = [
        cell
        for cell in reading.cells(
            filters.first, filters.last, now=now, kinds=months.ASKED, about=filters.narrowed.about
        )
        if (not filters.crafts or cell.craft_id in filters.crafts)
        and (not filters.country or cell.country == filters.country)
    ]
    pieces = filters.narrowed.pieces(filters.crafts)
    narrowed = filters.country or filters.place or filters.attribute or (filters.craft and by is not By.CRAFT)
    is_whole = not narrowed
    rows = supply.rows(by, cells, filters.first, filters.last, today=filters.today, pieces=pieces, is_whole=is_whole)
    language = languages.current()
    if by is By.CRAFT:
        names = {one.id: (one.called_short(language), one.slug) for one in choices.crafts}
    else:
        names = {one.id: (one.called(language), one.key) for one in choices.attributes(by)}
    return Asked(filters, choices, by, [row for row in rows if row.id in names], names)


def _url(asked: Asked, slug: str, what: str = "asked") -> str:
    """What was asked for, or made, of a row."""
    kept = asked.filters.query | {"craft" if asked.by is By.CRAFT else "attribute": slug}
    return url_for("advisor.demand_behind.show", what=what, **kept)


def _bars(asked: Asked) -> list[Bars]:
    most = max((max(row.high, row.shelf) for row in asked.rows), default=0.0) or 1.0
    bars = []
    for row in asked.rows:
        name, slug = asked.names[row.id]
        words, tone = VERDICTS[row.verdict]
        scale = 100 / most
        bars.append(
            Bars(
                name,
                _url(asked, slug),
                row,
                expected=row.expected * scale,
                low=row.low * scale,
                high=row.high * scale,
                shelf=row.shelf * scale,
                free=row.free * scale,
                verdict=str(_(words)),
                tone=tone,
            )
        )
    return bars


def _table(asked: Asked) -> Table:
    share = percent(0.8)
    columns = [
        Column(_("Craft") if asked.by is By.CRAFT else _("Attribute")),
        Column(_("Pieces asked for"), is_number=True),
        Column(_("Made"), is_number=True),
        Column(_("Expected in four weeks"), is_number=True),
        Column(_("Low, %(share)s", share=share), is_number=True),
        Column(_("High, %(share)s", share=share), is_number=True),
        Column(_("According to")),
        Column(_("On the shelf"), is_number=True),
        Column(_("Can be made in four weeks"), is_number=True),
        Column(_("Shelf lasts, weeks"), is_number=True),
        Column(_("Verdict")),
    ]
    rows = []
    is_crossed = asked.by is not By.CRAFT and asked.filters.attribute is not None  # an address names one attribute
    for row in asked.rows:
        name, slug = asked.names[row.id]
        numbers = (row.asked, row.made, round(row.expected), round(row.low), round(row.high), row.shelf, row.free)
        rows.append(
            [
                Entry(name),
                Entry(number(row.asked), row.asked, _url(asked, slug)),
                Entry(number(row.made), row.made, _url(asked, slug, "made") if row.made and not is_crossed else ""),
                *(Entry(number(value), value) for value in numbers[2:5]),
                Entry(str(_("forecast") if row.is_foreseen else _("the period chosen"))),
                *(Entry(number(value), value) for value in numbers[5:]),
                Entry(number(row.weeks), round(row.weeks)) if row.weeks is not None else Entry(NONE, ""),
                Entry(str(_(VERDICTS[row.verdict][0]))),
            ]
        )
    return Table(columns, rows, len(rows))
