"""What was sold before, as demand: rows of a table become days of their series, however often the table comes.

The rows lie in a table of this connection alone until all have been read, and the database adds them up: a table of
millions takes no more memory than one of hundreds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)

from app.base.database import db, take_turns
from app.base.errors import N_, Refusal
from app.domain.catalogue.models import Item, Variant
from app.domain.demand import counts, nights
from app.domain.demand.forecasting.buckets import Sale
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.people.trades import Craft

LONGEST_SERIES = 120
AT_ONCE, NAMES_AT_ONCE = 10_000, 500
MOST = 2**31 - 1
"""Pieces, or centimes, of a series on one day: what the database can hold."""

Thing = TypeVar("Thing")

_beside = MetaData()
_row = Table(
    "past_sale_row",
    _beside,
    Column("series", String(LONGEST_SERIES)),
    Column("day", Date),
    Column("units", Integer),
    Column("value", BigInteger),
    Index("ix_past_sale_row", "series", "day"),
    prefixes=["TEMPORARY"],
)
_series = Table(
    "past_sale_series",
    _beside,
    Column("name", String(LONGEST_SERIES), primary_key=True),
    Column("item_id", Integer),
    Column("craft_id", Integer),
    Column("artisan_id", Integer),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class Taken:
    """What was taken in. matched: series that are a piece of ours; adrift: of no craft. days: different ones."""

    rows: int
    series: int
    matched: int
    adrift: int
    days: int
    units: int


@dataclass(frozen=True)
class _Place:
    """Where a series belongs: to a piece, to a craft alone, or nowhere (0)."""

    item_id: int = 0
    craft_id: int = 0
    artisan_id: int = 0


class TooMuch(Refusal):
    text = N_("“%(series)s” on %(day)s: so much cannot be right. Look at its pieces and prices.")


def take_in(sales: Iterable[Sale], *, craft: Craft | None = None) -> Taken:
    """Past sales as demand. A series' day that was there before is replaced, so the same table again changes nothing.

    craft: of the series that are no piece of ours and no craft's name. Whoever takes in sales at the same time waits.
    Does not commit. Raises TooMuch.
    """
    take_turns("past sales")
    connection = db.session.connection()
    _beside.create_all(connection)
    for some in _parts(sales, AT_ONCE):
        connection.execute(insert(_row), [_staged(sale) for sale in some])
    _check_sums()
    _place_series(craft)
    _replace()
    taken = _counted()
    _beside.drop_all(connection)
    nights.forget_marks()
    return taken


def _parts(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part


def _staged(sale: Sale) -> dict[str, Any]:
    value = sale.units * sale.price
    if value > MOST:
        raise TooMuch(series=sale.series, day=sale.day.isoformat())
    return {"series": sale.series, "day": sale.day, "units": sale.units, "value": value}


def _check_sums() -> None:
    row = _row.c
    too_much = or_(func.sum(row.units) > MOST, func.sum(row.value) > MOST)
    summed = select(row.series, row.day).group_by(row.series, row.day).having(too_much).limit(1)
    for series, day in db.session.execute(summed):
        raise TooMuch(series=series, day=day.isoformat())


def _place_series(craft: Craft | None) -> None:
    """Write down where each series of the table belongs."""
    crafts = {slug: id_ for id_, slug in db.session.execute(select(Craft.id, Craft.slug))}
    usual = craft.id if craft else 0
    names = list(db.session.scalars(select(_row.c.series).distinct().order_by(_row.c.series)))
    for some in _parts(names, NAMES_AT_ONCE):
        pieces = dict(_pieces(some))
        rows = []
        for name in some:
            place = pieces.get(name.casefold()) or _Place(craft_id=crafts.get(name.casefold(), usual))
            rows.append({"name": name, **vars(place)})
        db.session.execute(insert(_series), rows)


def _pieces(names: Iterable[str]) -> Iterator[tuple[str, _Place]]:
    """By what names them in small letters: a reference before a SKU before an address, so the last one counts."""
    spelt = {way for name in names for way in (name, name.upper(), name.lower())}
    own = (Item.id, Item.craft_id, Item.artisan_id)
    by_sku = select(Variant.sku, *own).join(Variant, Variant.item_id == Item.id)
    for column, asked in (
        (Item.slug, select(Item.slug, *own)),
        (Variant.sku, by_sku),
        (Item.reference, select(Item.reference, *own)),
    ):
        for said, item_id, craft_id, artisan_id in db.session.execute(asked.where(column.in_(spelt))):
            yield said.casefold(), _Place(item_id, craft_id, artisan_id)


def _replace() -> None:
    day, row, series = DemandDay, _row.c, _series.c
    first, last = db.session.execute(select(func.min(row.day), func.max(row.day))).one()
    again = exists().where(row.series == day.words, row.day == day.day)
    within = day.day.between(first, last)
    db.session.execute(delete(day).where(day.kind == SignalKind.PAST_SALE, within, again))
    columns = {
        "day": row.day,
        "kind": literal(SignalKind.PAST_SALE, DemandDay.__table__.c.kind.type),
        "words": row.series,
        "item_id": series.item_id,
        "craft_id": series.craft_id,
        "artisan_id": series.artisan_id,
        "signals": func.sum(case((row.units > 0, 1), else_=0)),
        "quantity": func.sum(row.units),
        "value": func.sum(row.value),
    }
    summed = (
        select(*columns.values())
        .join(_series, series.name == row.series)
        .group_by(row.day, row.series, series.item_id, series.craft_id, series.artisan_id)
        .order_by(row.day, row.series)
    )
    db.session.execute(insert(DemandDay).from_select(list(columns), summed))
    counts.changed()


def _counted() -> Taken:
    rows, days, units = db.session.execute(
        select(func.count(), func.count(_row.c.day.distinct()), func.coalesce(func.sum(_row.c.units), 0))
    ).one()
    series, matched, adrift = db.session.execute(
        select(
            func.count(), func.count(case((_series.c.item_id > 0, 1))), func.count(case((_series.c.craft_id == 0, 1)))
        )
    ).one()
    return Taken(rows, series, matched, adrift, days, int(units))
