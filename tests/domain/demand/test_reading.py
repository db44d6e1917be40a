"""Demand as it is read, days that were rolled up and the day that was not yet."""

from datetime import timedelta

from flask import Flask

from app.domain.demand import reading
from app.domain.demand.models import SignalKind
from app.domain.demand.reading import About
from tests.domain.demand.given import NOW, TODAY, day, signal


def test_a_question_about_some_pieces_and_makers_is_answered_with_no_others(app: Flask) -> None:
    day(SignalKind.VIEW, 3, 2, item_id=1, artisan_id=10)
    day(SignalKind.VIEW, 3, 3, item_id=2, artisan_id=20)
    day(SignalKind.OFFER_ACCEPTED, 3, 4, item_id=0, artisan_id=30)
    day(SignalKind.VIEW, 3, 50, item_id=4, artisan_id=40)
    for item_id, artisan_id in ((1, 10), (3, 30), (4, 40)):
        signal(SignalKind.VIEW, at=NOW, visitor="a" * 32, item_id=item_id, artisan_id=artisan_id)
    about = About(item_ids=frozenset({1, 2}), artisan_ids=frozenset({30}))
    found = reading.cells(TODAY - timedelta(days=10), TODAY, now=NOW, about=about)
    assert sorted((cell.day == TODAY, cell.item_id, cell.visitors) for cell in found) == [
        (False, 0, 4),
        (False, 1, 2),
        (False, 2, 3),
        (True, 1, 1),
        (True, 3, 1),
    ]
