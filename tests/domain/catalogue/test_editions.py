"""The edition goes up with every commit that a page may show, however commits overlap, and survives a lost server."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.base.database import db
from app.domain.catalogue import editions
from app.domain.catalogue.editions import Editions
from app.domain.catalogue.models import Item
from tests import given


@pytest.fixture
def shop(own_app: Flask) -> Iterator[Editions]:
    with own_app.app_context():
        given.item(slug="bowl", title="Bol bleu", stock=3)
        db.session.commit()
        made = Editions(db.engine)
        yield made
        made.close()


def _sell() -> None:
    bowl = db.session.query(Item).one()
    bowl.main.on_hand -= 1


def test_it_stands_still_until_a_commit(shop: Editions) -> None:
    first = shop.current()
    assert shop.current() == first
    _sell()
    db.session.flush()
    assert shop.current() == first, "not committed yet"
    db.session.commit()
    assert shop.current() > first and shop.current() == shop.current()


def test_what_changes_nothing_that_is_shown_leaves_it(shop: Editions) -> None:
    first = shop.current()
    given.advisor()
    db.session.commit()
    assert shop.current() == first


def test_a_commit_is_seen_whichever_transaction_began_first(shop: Editions) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    first = shop.current()
    with Session(db.engine) as early:
        early.execute(text("UPDATE item SET reference = 'EARLY' WHERE slug = 'bowl'"))
        assert shop.current() == first
        given.item(slug="jug", title="Cruche")
        db.session.commit()
        second = shop.current()
        assert second > first and shop.current() == second
        early.commit()
    assert shop.current() > second


def test_a_lost_server_is_said_and_then_asked_again(shop: Editions) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("it is a file")
    first = shop.current()
    process = shop._connection.dbapi_connection.info.backend_pid
    db.session.execute(text("SELECT pg_terminate_backend(:process, 2000)"), {"process": process})
    with pytest.raises(psycopg.OperationalError):
        shop.current()
    assert shop.current() > first, "who cannot know counts it as a change"


def test_the_edition_of_a_page_ends_with_the_page() -> None:
    with editions.asked(7):
        assert editions.of_this_page() == 7
    assert editions.of_this_page() is None
