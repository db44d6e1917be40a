"""What was committed is on the next page; what was undone never was."""

from threading import Thread

import pytest
from flask import Flask

from app.base.database import db, reading, writing
from app.domain.catalogue import browsing, changes, shelves
from app.domain.catalogue.changes import CatalogueChange
from app.domain.catalogue.facets import NEW, NOW, Filters, Narrowed, Shelf
from app.domain.catalogue.models import Colour, Item, ItemState
from app.domain.catalogue.stock import MovementKind, adjust
from app.domain.people.models import Standing
from tests import given


def _found(**filters: object) -> list[int]:
    """A new page, in a transaction of its own that only reads."""
    db.session.commit()
    with reading(), shelves.opened() as here:
        found = Narrowed(here, Shelf(), Filters(**filters)).page(sort=NEW, number=1)  # type: ignore[arg-type]  # a test's own
    db.session.commit()
    return found


def test_each_change_is_on_the_next_page(app: Flask) -> None:
    red = Colour(slug="red", names={"fr": "rouge"}, hex="#ff0000")
    bowl, cup = given.item(stock=1, colours=[red]), given.item(stock=1)
    assert _found() == [cup.id, bowl.id]
    adjust(bowl.main, -1, kind=MovementKind.DAMAGED, by=given.user(), at=given.NOW)
    assert _found(ready=(NOW,)) == [cup.id]
    bowl.main.price = 100_00
    assert _found(price_max=100) == [bowl.id]
    cup.colours = [red]
    assert _found(colour=("red",)) == [cup.id, bowl.id]
    bowl.colours = []
    assert _found(colour=("red",)) == [cup.id]
    cup.state = ItemState.PAUSED
    assert _found() == [bowl.id]
    bowl.artisan.standing = Standing.SUSPENDED
    assert _found() == []
    bowl.artisan.standing = Standing.GOOD
    bowl.artisan.place = given.place("chefchaouen")
    assert _found(place=("chefchaouen",)) == [bowl.id]
    db.session.delete(db.session.merge(bowl))
    assert _found() == []


def test_what_nobody_changed_costs_one_statement(app: Flask, statements: list[str]) -> None:
    given.item()
    _found()
    statements.clear()
    _found()
    assert len([one for one in statements if "SAVEPOINT" not in one]) == 1


def test_a_writer_takes_nothing_in(app: Flask) -> None:
    """What it sees may still be undone, and the numbers of undone changes are given again."""
    bowl = given.item()
    assert _found() == [bowl.id]
    with writing(), shelves.opened() as here:
        edition = here.edition
    given.item()
    with writing(), shelves.opened() as here:
        assert here.edition == edition
    db.session.rollback()
    assert _found() == [bowl.id]


def test_who_missed_what_was_forgotten_reads_all_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bowl = given.item()
    assert _found() == [bowl.id]
    monkeypatch.setattr(changes, "KEPT", 2)
    cups = [given.item().id for _ in range(5)]
    db.session.commit()
    changes.forget_old(db.session())
    assert _found() == [*reversed(cups), bowl.id]
    assert db.session.query(CatalogueChange).count() == 2


@pytest.mark.parametrize("template", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_changes_that_appear_out_of_their_order_are_not_missed(own_app: Flask) -> None:
    """On PostgreSQL a transaction that began first may end last: its change has a smaller number than one seen."""
    with own_app.app_context():
        slow, quick = given.item().id, given.item().id
        db.session.commit()
        assert _found() == [quick, slow]
        with db.engine.connect() as first:
            first.execute(Item.__table__.update().where(Item.id == slow).values(state=ItemState.PAUSED))  # type: ignore[attr-defined]  # a table has update()
            _in_another_thread(own_app, quick)
            assert _found() == [slow]
            first.commit()
        assert _found() == []


def _in_another_thread(app: Flask, item_id: int) -> None:
    def pause() -> None:
        with app.app_context(), writing():
            item = db.session.get(Item, item_id)
            assert item
            item.state = ItemState.PAUSED
            db.session.commit()

    thread = Thread(target=pause)
    thread.start()
    thread.join()


def test_a_piece_that_is_held_changes_with_the_database(app: Flask, statements: list[str]) -> None:
    bowl, cup = given.item(title="Bol"), given.item(title="Tasse")
    cup.artisan = bowl.artisan
    assert [item.text("fr").title for item in _cards(bowl.id, cup.id)] == ["Bol", "Tasse"]  # type: ignore[union-attr]  # given
    statements.clear()
    assert _cards(cup.id, bowl.id)[1].main.available == 3
    assert len([one for one in statements if "SAVEPOINT" not in one]) == 1, "only the question for changes"
    adjust(bowl.main, -1, kind=MovementKind.DAMAGED, by=given.user(), at=given.NOW)
    assert _cards(bowl.id)[0].main.available == 2
    bowl.artisan.name = "Rahma"
    assert {item.artisan.name for item in _cards(bowl.id, cup.id)} == {"Rahma"}
    bowl.craft.names = {"fr": "Poterie"}
    assert _cards(bowl.id)[0].craft.called("fr") == "Poterie"
    cup.state = ItemState.PAUSED
    assert [item.id for item in _cards(cup.id, bowl.id)] == [bowl.id]


def test_memory_holds_so_many_pieces(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_HELD", 2)
    ids = [given.item().id for _ in range(5)]
    assert [item.id for item in _cards(*ids)] == ids
    with reading(), shelves.opened() as here:
        assert len(here.held) == 2


def _cards(*ids: int) -> list[Item]:
    db.session.commit()
    with reading():
        found = browsing.cards(ids)
    db.session.commit()
    return found
