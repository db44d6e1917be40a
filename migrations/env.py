"""How migrations run: one transaction, on either engine.

SQLite rebuilds a table to change it; with foreign keys on, rebuilding a referenced table would fail, so they are off
while migrating and checked before they count again.
"""

from typing import Any

from alembic import context
from flask import current_app
from flask_security import AsaList
from sqlalchemy import Connection, inspect, text

from app.base.database import Json, Moment, writing
from app.domain.catalogue import change_triggers
from app.domain.catalogue.changes import CatalogueChange

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine
OURS_BY_HAND = ("search_entry_fts", "ix_search_entry_", "search_entry.words")
"""Made by hand in a migration, because SQLAlchemy has no words for them: what either engine searches by."""


def ours(thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    whole = f"{thing.table.name}.{name}" if kind == "column" else name or ""
    return not whole.startswith(OURS_BY_HAND)


def render(kind: str, thing: Any, autogen: Any) -> str | bool:
    if kind == "type" and isinstance(thing, Moment | Json):
        autogen.imports.add("from app.base.database import Json, Moment")
        return f"{type(thing).__name__}()"
    if kind == "type" and isinstance(thing, AsaList):
        return "sa.UnicodeText()"
    return False


def _mind_keys(connection: Connection, state: str) -> None:
    """Straight to the driver: SQLite passes over this within a transaction, and the engine begins one by itself."""
    driver = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={state}")
    if driver.execute("PRAGMA foreign_keys").fetchone() != (int(state == "ON"),):
        raise RuntimeError("a migration has to begin outside a transaction")


def run() -> None:
    with writing(), engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _mind_keys(connection, "OFF")  # to rebuild a table is to drop it: else all that hangs on its rows goes too
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            include_object=ours,
            render_item=render,
            **{**migrate.configure_args, "render_as_batch": sqlite, "compare_type": True},
        )
        with context.begin_transaction():
            context.run_migrations()
            if inspect(connection).has_table(CatalogueChange.__tablename__):
                change_triggers.put_in_place(connection)
            if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise RuntimeError("a migration left rows that point nowhere")
        connection.commit()
        if sqlite:
            _mind_keys(connection, "ON")


run()
