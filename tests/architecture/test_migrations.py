"""Migrations run up from nothing and down again, and the models hold nothing that they do not, on both engines."""

from alembic import command
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import inspect

from app.base.database import db, writing
from app.domain.catalogue import change_triggers


def _alembic(app: Flask) -> object:
    migrate: Migrate = app.extensions["migrate"].migrate
    return migrate.get_config(None)


def test_models_and_migrations_agree(own_app: Flask) -> None:
    with own_app.app_context():
        command.check(_alembic(own_app))


def test_down_to_nothing_and_up_again(own_app: Flask) -> None:
    with own_app.app_context():
        command.downgrade(_alembic(own_app), "base")
        left = {name for name in inspect(db.engine).get_table_names() if name != "alembic_version"}
        assert not left
        command.upgrade(_alembic(own_app), "head")
        assert "purchase_request" in inspect(db.engine).get_table_names()


def test_a_migration_that_rebuilds_a_table_leaves_its_triggers(own_app: Flask) -> None:
    """SQLite drops a table's triggers with it; pages kept in memory would no longer hear of changes."""
    with own_app.app_context(), writing(), db.engine.connect() as connection:
        assert not change_triggers.missing(connection)
        connection.exec_driver_sql("DROP TRIGGER variant_update_noted" + _on(own_app, "variant"))
        assert change_triggers.missing(connection) == {"variant_update_noted"}
        connection.commit()
        command.downgrade(_alembic(own_app), "-1")
        command.upgrade(_alembic(own_app), "head")
        assert not change_triggers.missing(connection)


def _on(app: Flask, table: str) -> str:
    return "" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else f" ON {table}"
