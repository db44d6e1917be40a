"""The production desk in memory says what the database says, after every kind of change."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from hypothesis import given as for_all
from hypothesis import strategies as some

from app.base.database import db, reading, writing
from app.domain.catalogue import desk_index, desk_memory, desk_rows, labels, producing, texts, translations
from app.domain.catalogue.desk_index import LOST, WORTH, DeskIndex, Entry, Profile
from app.domain.catalogue.models import ItemState, Unit
from app.domain.catalogue.producing import LACKS, Wanted
from app.domain.catalogue.texts import Words
from app.domain.catalogue.translation_states import NOTHING_SAID
from tests import given

STATES, SOME_LACKS = some.sampled_from(ItemState), some.frozensets(some.sampled_from(LACKS))
PROFILES = some.builds(Profile, STATES, some.booleans(), SOME_LACKS, some.just(NOTHING_SAID))


def said(index: DeskIndex) -> dict[object, list[int]]:
    """All that an index says, by value."""
    known = [(name, one) for name, values in index._having.items() for one in values]
    return {value: index.ids(index.having(*value)) for value in known}


def _known() -> dict[object, list[int]]:
    """On a new page, in a transaction of its own that only reads."""
    db.session.commit()
    with reading(), desk_memory.opened() as here:
        known = said(here)
    db.session.commit()
    return known


def test_each_change_is_on_the_next_page(app: Flask) -> None:
    nadia, oil = given.advisor(), given.craft("oil")
    bowl, cup = given.item(craft_=oil), given.item(published=False)
    at = given.NOW
    label = labels.Said("12", at.date() + timedelta(days=90))

    def food() -> None:
        oil.is_food = True

    def advised() -> None:
        cup.artisan.advisor_id = nadia.id

    def weighed() -> None:
        bowl.main.unit = Unit.KILOGRAM

    changes: list[Callable[[], object]] = [
        food,
        advised,
        lambda: setattr(bowl, "length_mm", None),
        weighed,
        lambda: texts.propose(bowl, "ar", Words("زبدية", description="وصف"), by=nadia, at=at),
        lambda: texts.approve(bowl, "ar", by=nadia, at=at),
        lambda: labels.carry(bowl, "igp", label, by=nadia, at=at),
        lambda: setattr(cup, "weight_g", None),
        lambda: setattr(cup, "sent_back", "Une photo de plus"),
        lambda: setattr(bowl, "state", ItemState.ARCHIVED),
        given.item,
        lambda: db.session.delete(db.session.merge(bowl)),
    ]
    for number, change in enumerate(changes):
        before = _known()
        change()
        after = _known()
        assert after == said(DeskIndex(desk_rows.entries())), f"change {number}"
        assert after != before, f"change {number} would show nothing"


def test_what_nobody_changed_costs_one_statement_for_all_figures(app: Flask, statements: list[str]) -> None:
    given.item()
    _known()
    statements.clear()
    with reading():
        assert producing.waiting() == 1
        assert sum(producing.distribution(Wanted())) == 1
        assert len(translations.coverage()) == 1
    assert len([one for one in statements if "SAVEPOINT" not in one]) == 1


def test_what_was_undone_never_was(app: Flask) -> None:
    given.item()
    before = _known()
    given.item()
    with writing(), desk_memory.opened() as here:
        assert said(here) == before
    db.session.rollback()
    assert _known() == before


@for_all(profiles=some.lists(PROFILES, max_size=30), first=some.integers(0, 12), gone=some.sets(some.integers(0, 29)))
def test_pages_follow_one_another_in_the_order_asked_for(profiles: list[Profile], first: int, gone: set[int]) -> None:
    made = [Entry(number, -number % 5, 1, number % 3, None, profile) for number, profile in enumerate(profiles)]
    index = DeskIndex(made)
    for number in gone:
        index.drop(number)
    left = [entry for entry in made if entry.item_id not in gone]
    for name in (WORTH, LOST):
        for falling in (False, True):

            def place(entry: Entry, name: str = name, falling: bool = falling) -> tuple[int, int, int]:
                value = next(value for known, value in desk_index._values(entry.profile) if known == name)
                assert isinstance(value, int)
                return -value if falling else value, entry.created, entry.item_id

            expected = [entry.item_id for entry in sorted(left, key=place)]
            last = first + 7
            assert index.in_order(index.all, name, first, last, falling=falling) == expected[first:last]
    oldest = sorted(left, key=lambda entry: (entry.created, entry.item_id))
    assert index.oldest(index.all, 0, 30) == [entry.item_id for entry in oldest]


def test_what_comes_back_takes_a_place_that_is_free() -> None:
    entries = [Entry(number, number, 1, 1, 2, Profile(ItemState.DRAFT, False, frozenset())) for number in range(3)]
    index = DeskIndex(entries)
    index.drop(1)
    index.put(Entry(9, 0, 2, 1, 2, entries[0].profile))
    index.put(entries[2]._replace(craft_id=2))
    assert index.ids(index.having("craft", 2)) == [2, 9] and index.ids(index.all) == [0, 2, 9]
    assert index.ids(index.having("craft", 1)) == [0]
