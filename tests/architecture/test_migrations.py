"""Migrations run up from nothing and down again, and the models hold nothing that they do not, on both engines."""

from alembic import command
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import inspect, select

from app.base.database import db, writing
from app.domain.advice.follow_up_models import FollowUp, NextStep
from app.domain.advice.models import Evidence, Response
from app.domain.catalogue import change_triggers
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.purchasing import deciding
from app.domain.purchasing.document_models import Document
from app.domain.purchasing.models import AnswerKind
from tests import given
from tests.domain.demand import given as signs


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


def test_a_migration_that_rebuilds_a_table_keeps_what_hangs_on_its_rows(own_app: Flask) -> None:
    """SQLite drops the table: with foreign keys in force, the answers to advice would go with it."""
    with own_app.app_context(), writing():
        response = given.advice(given.artisan()).responses[0]
        response.follow_ups = [FollowUp(step=NextStep.CALL, at=given.NOW)]
        db.session.commit()
        db.session.remove()
        command.downgrade(_alembic(own_app), "0027")
        command.upgrade(_alembic(own_app), "head")
        assert [one.step for one in db.session.scalars(select(FollowUp))] == [NextStep.VISIT]
        assert db.session.scalars(select(Evidence)).one() and db.session.scalars(select(Response)).one()
        db.session.remove()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_what_each_maker_was_asked_for_is_one_cell_again_on_the_way_back(own_app: Flask) -> None:
    with own_app.app_context(), writing():
        for maker, pieces in ((1, 2), (2, 3), (0, 4)):
            signs.day(SignalKind.CUSTOM_WISH, 3, 1, craft_id=7, artisan_id=maker, quantity=pieces)
        signs.day(SignalKind.CUSTOM_WISH, 4, 1, craft_id=7, artisan_id=1, quantity=6)
        db.session.commit()
        db.session.remove()
        command.downgrade(_alembic(own_app), "0031")
        command.upgrade(_alembic(own_app), "head")
        kept = select(DemandDay.artisan_id, DemandDay.signals, DemandDay.quantity).order_by(DemandDay.day)
        assert [tuple(row) for row in db.session.execute(kept)] == [(1, 1, 6), (2, 3, 9)]


def test_offers_sent_before_get_the_paper_that_they_would_get_today(own_app: Flask) -> None:
    """0019 writes down what was drawn from rows and settings until then."""
    with own_app.app_context(), writing():
        wish = given.Wished("Un tapis bleu", 1, artisan=given.artisan(name_ar="فاطمة"))
        request = given.request(given.Wanted(given.item(stock=3).main, 2), wish, language="es")
        given.answer(request.lines[1], kind=AnswerKind.CHANGED, quantity_made=1, unit_price=90000, lead_days=3)
        offer = given.offer(request, note="Bienvenue")
        deciding.accept(offer, at=given.NOW)
        given.receipt(request)
        given.delivery_note(offer, carrier="Amana", tracking="RR123MA")
        db.session.commit()
        before = _papers()
        db.session.remove()
        command.downgrade(_alembic(own_app), "0019")
        command.downgrade(_alembic(own_app), "-1")
        command.upgrade(_alembic(own_app), "head")
        assert _papers() == before


def _papers() -> dict[str, tuple[object, ...]]:
    columns = (
        Document.kind,
        Document.year,
        Document.offer_id,
        Document.by_id,
        Document.issued_at,
        Document.facts,
        Document.personal,
    )
    return {number: tuple(rest) for number, *rest in db.session.execute(select(Document.number, *columns))}


def _on(app: Flask, table: str) -> str:
    return "" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else f" ON {table}"
