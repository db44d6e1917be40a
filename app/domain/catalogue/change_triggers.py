"""The triggers that note changes, in the words of either engine.

They are put in place after every migration, not by one: SQLite drops a table's triggers when a migration rebuilds it.
"""

from typing import NamedTuple

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from app.domain.catalogue.changes import About


class Source(NamedTuple):
    """What a changed row ``c`` is about. key: the column of it that is looked at; joins: from there to the thing."""

    about: About
    key: str
    thing: str = ""
    joins: str = ""


_OF_SET = "JOIN photo_set s ON s.id = "
SOURCES = {
    "item": Source(About.ITEM, "id"),
    **dict.fromkeys(
        ("variant", "item_text", "item_material", "item_technique", "item_colour", "photo_set", "item_label"),
        Source(About.ITEM, "item_id"),
    ),
    "photo_place": Source(About.ITEM, "photo_set_id", "s.item_id", f"{_OF_SET}c.photo_set_id"),
    "photo": Source(About.ITEM, "id", "s.item_id", f"JOIN photo_place p ON p.photo_id = c.id {_OF_SET}p.photo_set_id"),
    "artisan": Source(About.ARTISAN, "id"),
    **dict.fromkeys(("artisan_craft", "customer_word"), Source(About.ARTISAN, "artisan_id")),
    **dict.fromkeys(("craft", "place", "material", "technique", "colour", "glossary_term"), Source(About.WORDS, "id")),
}
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_FUNCTION = "note_catalogue_change"


def put_in_place(connection: Connection) -> None:
    """Make every trigger anew, on the tables that there are: at an older migration some are not yet."""
    take_away(connection)
    tables = set(inspect(connection).get_table_names())
    of_sqlite = connection.dialect.name == "sqlite"
    if not of_sqlite:
        connection.exec_driver_sql(_POSTGRESQL_FUNCTION)
    for table, source in SOURCES.items():
        for event, row in EVENTS.items() if table in tables else ():
            make = _in_sqlite if of_sqlite else _in_postgresql
            connection.exec_driver_sql(
                f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} {make(source, row)}"
            )


def take_away(connection: Connection) -> None:
    """Drop what notes changes, before the table it writes to goes."""
    for name, table in _there(connection):
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_FUNCTION}()")


def missing(connection: Connection) -> set[str]:
    """The triggers that should be there and are not."""
    return {_name(table, event) for table in SOURCES for event in EVENTS} - {name for name, _ in _there(connection)}


def _there(connection: Connection) -> list[tuple[str, str]]:
    every = connection.exec_driver_sql(_IN_SQLITE if connection.dialect.name == "sqlite" else _IN_POSTGRESQL)
    return [(name, table) for name, table in every if name.endswith("_noted")]


def _name(table: str, event: str) -> str:
    return f"{table}_{event.lower()}_noted"


def _in_sqlite(source: Source, row: str) -> str:
    """For each row, as SQLite has it."""
    one = f"(SELECT {row}.{source.key} AS {source.key}) c"  # names of ours
    return f"BEGIN INSERT INTO catalogue_change (about, thing_id, tx) {_things(source, one, '0')}; END"


def _in_postgresql(source: Source, row: str) -> str:
    """Once for each statement: a bulk load would otherwise pay for every row."""
    things = _things(source, "changed c", "pg_current_xact_id()::text::bigint").replace("'", "''")
    return f"REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}('{things}')"


def _things(source: Source, rows: str, tx: str) -> str:
    thing = source.thing or f"c.{source.key}"
    return f"SELECT DISTINCT '{source.about}', {thing}, {tx} FROM {rows} {source.joins}"  # noqa: S608  # names of ours


_IN_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
_IN_POSTGRESQL = """SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"""
_POSTGRESQL_FUNCTION = f"""CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'INSERT INTO catalogue_change (about, thing_id, tx) ' || TG_ARGV[0];
    RETURN NULL;
END $$"""  # names of ours
