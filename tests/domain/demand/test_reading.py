"""Demand as it is read, days that were rolled up and the day that was not yet."""

from collections import Counter
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


def test_facets_and_languages_are_told_apart_where_that_is_asked(app: Flask) -> None:
    for facet, count in (("material:wool", 2), ("colour:red", 3)):
        day(SignalKind.IMPRESSION, 3, count, facet=facet, craft_id=1)
    for language, count in (("fr", 4), ("ar", 5)):
        day(SignalKind.SEARCH, 3, count, words="panier", language=language)
    day(SignalKind.PAST_SALE, 3, 50, words="panier")
    signal(SignalKind.SEARCH, words="panier", visitor="a", language="fr", results=1)
    signal(SignalKind.IMPRESSION, facet="colour:red", visitor="a", craft_id=1, results=1)

    def read(*kinds: SignalKind, **how: bool) -> list[tuple[str, str, int]]:
        found = reading.cells(TODAY - timedelta(days=9), TODAY, now=NOW, kinds=kinds, **how)
        summed = Counter[tuple[str, str, bool]]()
        for cell in found:
            summed[cell.facet, cell.language, cell.day == TODAY] += cell.signals
        return sorted((facet, language, signals) for (facet, language, _today), signals in summed.items())

    assert read() == [("", "", 1), ("", "", 9)], "searches alone, whatever their language"
    assert read(by_language=True) == [("", "ar", 5), ("", "fr", 1), ("", "fr", 4)]
    assert read(SignalKind.IMPRESSION) == [("", "", 1), ("", "", 5)]
    told = [("colour:red", "", 1), ("colour:red", "", 3), ("material:wool", "", 2)]
    assert read(SignalKind.IMPRESSION, by_facet=True) == told
    assert read(SignalKind.PAST_SALE) == [("", "", 50)]
