"""What is made of searches is remembered, and never older than what it is made of."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.base.database import db
from app.domain.catalogue import glossary
from app.domain.demand import counts, remembered, sought, unmet
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import Kind
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    remembered._held.clear()
    yield
    remembered._held.clear()


@pytest.fixture
def heaped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cells were heaped up, each time. Somebody looked for mendils in vain three days ago."""
    given.day(SignalKind.SEARCH, 3, 4, words="mendil", without_result=4)
    given.day(SignalKind.CLICK, 3, 2, words="tapis", item_id=people.item().id)
    counts.changed()
    db.session.flush()
    times: list[int] = []
    heaps = sought.heaps

    def noted(cells: list[object], meanings: object) -> object:
        times.append(len(cells))
        return heaps(cells, meanings)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(sought, "heaps", noted)
    return times


def found(weeks: int = 12) -> dict[str, int]:
    return {one.key: one.count for one in unmet.ranked(now=NOW, weeks=weeks) if one.kind is Kind.NO_RESULT}


def test_the_same_searches_are_heaped_up_once(heaped: list[int]) -> None:
    assert found() == found() == {"search:mendil": 4}
    assert len(heaped) == 1
    assert found(weeks=26) == {"search:mendil": 4}
    assert len(heaped) == 2, "another period is another question"


def test_a_search_of_this_moment_counts_at_once(heaped: list[int]) -> None:
    found()
    for visitor in ("a", "b"):
        given.search("mendil", visitor)
    assert found() == {"search:mendil": 6}
    assert len(heaped) == 2


def test_a_word_that_is_learnt_counts_at_once(heaped: list[int]) -> None:
    found()
    scarves = glossary.Told(
        {"fr": "foulard", "ar": "منديل", "en": "scarf", "es": "mendil"}, {}, people.craft("weaving")
    )
    glossary.add(scarves, by=people.advisor(), at=NOW)
    assert found() == {"search:foulard": 4}
    assert len(heaped) == 2


def test_a_day_that_is_counted_again_counts_anew(heaped: list[int]) -> None:
    found()
    given.day(SignalKind.SEARCH, 4, 3, words="mendil", without_result=3)
    counts.changed()
    assert found() == {"search:mendil": 7}


def test_nothing_is_remembered_of_days_of_which_nobody_says_when_they_change(app: Flask) -> None:
    given.day(SignalKind.SEARCH, 3, 4, words="mendil", without_result=4)
    assert found() == {"search:mendil": 4}
    assert not remembered._held
