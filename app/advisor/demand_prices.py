"""The price curve: at which price offers were accepted, and at which refused."""

from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.advisor import demand_filters, demand_tables
from app.advisor.demand_filters import Choices, Filters
from app.advisor.demand_tables import Column, Entry, Table
from app.base import clock
from app.domain.catalogue import naming
from app.domain.demand import prices
from app.domain.demand.prices import Band, Outcome
from app.domain.demand.shares import Share
from app.web import languages
from app.web.addresses import asked_row
from app.web.words import amount, comma, number, percent

blueprint = Blueprint("demand_prices", __name__)
NONE = "–"
OUTCOMES = (Outcome.ACCEPTED, Outcome.TOO_DEAR, Outcome.REFUSED, Outcome.ENDED)
ONE_PRICE = 100
"""A band of one dirham, in centimes: it is called by its price, and a price lies in its middle."""


class Asked(NamedTuple):
    """item_id: of which piece alone. marked: its prices, in centimes."""

    filters: Filters
    choices: Choices
    item_id: int | None
    title: str
    marked: tuple[int, ...]


class Point(NamedTuple):
    """A band on the chart, in its 600 × 226. x: its middle; y: of the share counted; top, bottom: of its estimate; or
    None without answers.
    """

    words: str
    x: float
    y: float | None
    top: float | None
    bottom: float | None
    said: str


@blueprint.route("/demand/prices")
def show() -> str:
    """``item`` in the query: one piece alone, beside the filters of all pages about demand."""
    asked = _read()
    offers = _offers(asked)
    bands = prices.bands(offers)
    usual = prices.usual(offers)
    return render_template(
        "advisor/demand/prices.html",
        asked=asked,
        **demand_filters.for_page(
            asked.filters,
            asked.choices,
            action=url_for(".show"),
            kept={"item": asked.item_id} if asked.item_id else {},
        ),
        table=_table(asked, bands),
        points=_points(bands),
        marks=_marks(bands, asked.marked),
        said=_said(bands),
        offers=len(offers),
        usual=usual,
        small=any(band.share and band.share.is_small for band in bands),
        keep_url=lambda kind: url_for(".keep", kind=kind, **_query(asked)),
    )


@blueprint.route("/demand/prices.<kind>")
def keep(kind: str) -> Response:
    asked = _read()
    bands = prices.bands(_offers(asked))
    table = _table(asked, bands)
    for row, band in zip(table.rows, bands, strict=True):
        row.append(Entry("") if band.share is None else Entry(_("yes") if band.share.is_small else _("no")))
    table.columns.append(Column(_("Few cases")))
    return demand_tables.kept_table(kind, table, "prices", asked.filters.today)


def _query(asked: Asked) -> dict[str, Any]:
    return asked.filters.query | ({"item": asked.item_id} if asked.item_id else {})


def _read() -> Asked:
    choices = demand_filters.choices()
    filters = demand_filters.read(request.args, choices=choices, today=clock.today())
    item_id = asked_row("item")
    title = naming.titles_in({item_id}, languages.current()).get(item_id, "") if item_id else ""
    if not title:
        return Asked(filters, choices, None, "", ())
    return Asked(filters, choices, item_id, title, naming.prices_of(item_id or 0))


def _offers(asked: Asked) -> list[prices.Offered]:
    filters = asked.filters
    return prices.offered(
        filters.first,
        filters.last,
        crafts=frozenset() if asked.item_id else filters.crafts,
        country=filters.country,
        lines=() if asked.item_id else filters.narrowed.lines(),
        item_id=asked.item_id,
    )


def _behind(asked: Asked, band: Band, outcome: Outcome | None = None) -> str:
    """The lines of a band, of one outcome or of all."""
    query = _query(asked)
    if asked.item_id:  # of one piece, whatever else was chosen but the country and the days
        query = {name: value for name, value in query.items() if name not in ("craft", "place", "attribute")}
    query |= {"what": "offered", "low": band.low, "high": band.high, "outcome": outcome}
    return url_for("advisor.demand_behind.show", **query)


def _table(asked: Asked, bands: list[Band]) -> Table:
    columns = [
        Column(_("Price, MAD"), is_short=True),
        Column(_("Offered"), is_number=True),
        Column(_("Accepted offers"), is_number=True),
        Column(_("Refused for the price"), is_number=True),
        Column(_("Refused otherwise"), is_number=True),
        Column(_("Ended without answer"), is_number=True),
        Column(_("Pieces offered"), is_number=True),
        Column(_("Share accepted"), is_number=True),
        Column(_("Low, %(share)s", share=percent(0.8)), is_number=True),
        Column(_("High, %(share)s", share=percent(0.8)), is_number=True),
    ]
    rows = []
    for band in bands:
        counts = [(band.offered, None), *((band.lines[one], one) for one in OUTCOMES), (band.pieces, None)]
        shares = band.share
        percents = (shares.counted, shares.low, shares.high) if shares else (None, None, None)
        rows.append(
            [
                Entry(_edges(band)),
                *(Entry(number(count), count, _behind(asked, band, one) if count else "") for count, one in counts),
                *(Entry(NONE, "") if one is None else Entry(percent(one), round(one, 3)) for one in percents),
            ]
        )
        if shares:
            rows[-1][-3] = rows[-1][-3]._replace(small=_counted(shares))
    return Table(columns, rows, len(rows))


def _counted(shares: Share) -> str:
    """What the share was counted of."""
    said = str(_("%(followed)s of %(asked)s", followed=number(shares.yes), asked=number(shares.cases)))
    return comma().join([said, _("few cases")] if shares.is_small else [said])


def _edges(band: Band) -> str:
    if band.high - band.low <= ONE_PRICE:
        return amount(band.low)
    high = band.high - 1 if band.high % 100 else band.high
    return str(_("%(low)s to %(high)s", low=amount(band.low), high=amount(high)))


LEFT, RIGHT, TOP, BOTTOM = 44.0, 572.0, 21.0, 196.0


def _points(bands: list[Band]) -> list[Point]:
    width = (RIGHT - LEFT) / max(len(bands), 1)
    points = []
    for place, band in enumerate(bands):
        x, share = round(LEFT + (place + 0.5) * width, 1), band.share
        y, top, bottom = (_height(one) for one in (share.counted, share.high, share.low)) if share else (None,) * 3
        said = ngettext("%(num)d answer", "%(num)d answers", band.accepted + band.said_no)
        points.append(Point(amount(band.low), x, y, top, bottom, said if share else ""))
    return points


def _height(share: float) -> float:
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _marks(bands: list[Band], marked: tuple[int, ...]) -> list[tuple[float, str]]:
    """Where the piece's own prices stand on the chart."""
    width = (RIGHT - LEFT) / max(len(bands), 1)
    found = []
    for price in marked:
        for place, band in enumerate(bands):
            if band.low <= price < band.high:
                width_of = band.high - band.low
                within = (price - band.low) / width_of if width_of > ONE_PRICE else 0.5
                found.append((round(LEFT + (place + within) * width, 1), amount(price)))
    return found


def _said(bands: list[Band]) -> str:
    """The chart in a sentence for those who do not see it."""
    each = [
        _("%(price)s MAD: %(share)s", price=_edges(band), share=percent(band.share.counted))
        for band in bands
        if band.share
    ]
    return str(_("Share of answered offers that were accepted, by price. %(each)s.", each="; ".join(each)))
