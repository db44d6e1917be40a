"""What was worked out of the catalogue is never older than the changes it stands for."""

from collections.abc import Callable
from threading import Event, Thread

from flask import Flask
from sqlalchemy import select

from app.base.database import db, reading, writing
from app.domain.catalogue import desk_memory
from app.domain.people.trades import Craft
from tests import given


def _slugs() -> list[str]:
    return sorted(db.session.scalars(select(Craft.slug)))


def _told(app: Flask) -> list[str]:
    """As a page of its own tells it."""
    with app.app_context(), reading():
        return desk_memory.worked_out("slugs", _slugs)


def _meanwhile(app: Flask, deed: Callable[[], object]) -> None:
    """By somebody else, in a transaction of their own."""

    def alone() -> None:
        with app.app_context(), writing():
            deed()
            db.session.commit()

    other = Thread(target=alone)
    other.start()
    other.join()


def test_an_answer_from_before_a_change_is_not_kept_for_after_it(own_app: Flask) -> None:
    """A page that began before a change looks only after another page has taken the change in."""
    _meanwhile(own_app, lambda: given.craft("weaving"))
    begun, changed = Event(), Event()
    slow: list[list[str]] = []

    def page() -> None:
        with own_app.app_context(), reading():
            with desk_memory.opened():
                begun.set()
            changed.wait(10)
            slow.append(desk_memory.worked_out("slugs", _slugs))

    reader = Thread(target=page)
    reader.start()
    begun.wait(10)
    _meanwhile(own_app, lambda: given.craft("pottery"))
    with own_app.app_context(), reading(), desk_memory.opened():
        pass
    changed.set()
    reader.join()
    assert slow
    assert _told(own_app) == ["pottery", "weaving"]
