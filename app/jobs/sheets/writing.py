"""What was planned, written in one transaction: all of it or nothing. The caller commits.

On SQLite nobody else writes meanwhile, on PostgreSQL the pieces that change are locked; both refuse where somebody
changed one of them since it was compared.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, text, update

from app.base.database import Base, db
from app.domain.catalogue import change_triggers
from app.domain.catalogue.changes import About, CatalogueChange
from app.domain.catalogue.models import Item, Variant
from app.domain.catalogue.sheets.refusals import ChangedMeanwhile
from app.domain.catalogue.sheets.rows import INSERTED, NUMBERED, columns
from app.jobs.sheets.going import Going
from app.jobs.sheets.scratch import Scratch

AT_ONCE = 500
COPIED_AT_ONCE = 2_000
WORTH_IT = 1_000
"""New pieces."""
Thing = TypeVar("Thing")


def write(going: Going) -> None:
    """Inside ``writing()``. Raises ChangedMeanwhile."""
    scratch, connection = going.scratch, db.session.connection()
    touched = scratch.touched()
    if connection.dialect.name != "sqlite":
        _lock(sorted(touched))
    _refuse_where_changed(going, touched)
    try:
        _number(connection, scratch)
        _change(connection, going)
        with _noted_at_once(connection, scratch):
            for table in INSERTED:
                _insert(connection, scratch, table)
    except connection.dialect.loaded_dbapi.IntegrityError as clash:  # somebody took a reference or an SKU meanwhile
        raise ChangedMeanwhile from clash


def _lock(ids: list[int]) -> None:
    for some in _batches(ids):
        db.session.execute(select(Item.id).where(Item.id.in_(some)).order_by(Item.id).with_for_update()).all()
        variants = select(Variant.id).where(Variant.item_id.in_(some)).order_by(Variant.id).with_for_update()
        db.session.execute(variants).all()


def _refuse_where_changed(going: Going, touched: set[int]) -> None:
    """Whoever changed a piece noted it, because triggers do; names of crafts and artisans count for all pieces."""
    news = going.follower.news(db.session())
    if news is None or any(one.about != About.ITEM or one.thing_id in touched for one in news):
        raise ChangedMeanwhile


def _number(connection: Connection, scratch: Scratch) -> None:
    for table in NUMBERED:
        count = scratch.how_many_new(table)
        if connection.dialect.name == "sqlite":
            highest = connection.scalar(select(func.max(table.c.id))) or 0
            scratch.number(table, range(highest + 1, highest + count + 1))
        else:
            given = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
            scratch.number(table, connection.scalars(given, {"name": table.name, "count": count}))


def _change(connection: Connection, going: Going) -> None:
    known = Base.metadata.tables
    for name, pairs in groupby(going.scratch.emptied(), lambda row: row[0]):
        for some in _batches([pair[1] for pair in pairs]):
            connection.execute(delete(known[name]).where(known[name].c.item_id.in_(some)))
    for (name, said), changes in groupby(going.scratch.changes(going.options.at), lambda one: (one[0], tuple(one[2]))):
        table = known[name]
        values: dict[str, Any] = {column: bindparam(column) for column in said}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        statement = update(table).where(table.c.id == bindparam("row")).values(values)
        changed = ({"row": id_, **becomes} for _name, id_, becomes in changes)
        for rows in _batches(changed):
            connection.execute(statement, rows)


@contextmanager
def _noted_at_once(connection: Connection, scratch: Scratch) -> Iterator[None]:
    """SQLite notes a change for every row, which takes as long as the rows: for many, once a piece will do.

    Others cannot see it without its triggers: these go and come back in one transaction that is alone.
    """
    new = scratch.how_many_new(INSERTED[0])
    if connection.dialect.name != "sqlite" or new < WORTH_IT:
        yield
        return
    change_triggers.take_away(connection)
    yield
    change_triggers.put_in_place(connection)
    ids = (*scratch.given(INSERTED[0]), *scratch.touched())
    for some in _batches(ids):
        connection.execute(insert(CatalogueChange), [{"about": About.ITEM, "thing_id": id_, "tx": 0} for id_ in some])


def _insert(connection: Connection, scratch: Scratch, table: Table) -> None:
    """By the driver itself: SQLAlchemy would take longer over each row than the database."""
    names, driver = ", ".join(columns(table)), connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns(table)))
        driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", scratch.rows(table))  # noqa: S608  # ours
        return
    rows = scratch.rows(table, zone="+00:00")
    while some := list(islice(rows, COPIED_AT_ONCE)):  # the driver keeps what the server has not read yet
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in some:
                copy.write_row(row)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while some := list(islice(rest, AT_ONCE)):
        yield some
