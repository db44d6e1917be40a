"""Which months are strong, and which days count: a month unseen stays empty, past sales have days of their own."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.domain.demand import months, seasons
from app.domain.demand.models import SignalKind
from app.domain.demand.months import Eras, Span, after
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW


def test_seasons_are_means_of_whole_months_and_unseen_ones_stay_empty() -> None:
    span = Span(date(2025, 11, 16), date(2026, 3, 4))
    counts = [15, 31, 62, 28, 2]  # half of November, four days of March
    year = seasons.of_year(counts, span)
    assert (year[10], year[11], year[0], year[1]) == (30, 31, 62, 28)
    assert year[2] is None and year[5] is None


def test_the_same_month_of_two_years_is_averaged() -> None:
    span = Span(date(2025, 1, 1), date(2026, 1, 31))
    assert seasons.of_year([10] + [0] * 11 + [30], span)[0] == 20


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    assert after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert after(date(2026, 1, 1), -13) == date(2024, 12, 1)
    span = Span(date(2025, 12, 20), date(2026, 1, 10))
    assert span.months == [date(2025, 12, 1), date(2026, 1, 1)]
    assert span.share(date(2025, 12, 1)) == pytest.approx(12 / 31)
    assert span.last - span.first == timedelta(days=21)


def test_days_between_past_sales_and_ours_were_not_seen(app: Flask) -> None:
    long_ago = (TODAY - date(2011, 12, 9)).days
    given.day(SignalKind.PAST_SALE, long_ago + 60, 30, words="a", craft_id=7)
    given.day(SignalKind.PAST_SALE, long_ago, 12, words="b", craft_id=7)
    given.day(SignalKind.REQUEST_LINE, 30, 5, craft_id=7)
    eras = months.eras(NOW)
    assert eras is not None and eras.spans == (
        Span(date(2011, 10, 10), date(2011, 12, 9)),
        Span(TODAY - timedelta(days=30), TODAY - timedelta(days=1)),
    )
    rows = months.asked(eras, now=NOW)
    year = seasons.of_year(months.series(rows, eras), eras)
    assert year[11] is None and year[10] == pytest.approx(0) and year[9] is not None and year[8] is None
    observed = months.observed(NOW)
    assert observed is not None and observed.first == TODAY - timedelta(days=30)


def test_past_sales_that_reach_into_our_own_days_are_one_era(app: Flask) -> None:
    given.day(SignalKind.PAST_SALE, 90, 4, words="a")
    given.day(SignalKind.PAST_SALE, 20, 4, words="a")
    given.day(SignalKind.VIEW, 30, 5)
    eras, observed = months.eras(NOW), months.observed(NOW)
    whole = Span(TODAY - timedelta(days=90), TODAY - timedelta(days=1))
    assert eras == Eras((whole,), TODAY - timedelta(days=30)) and observed == whole
    assert sum(row.count for row in months.asked(whole, now=NOW)) == 8


def test_pieces_are_counted_not_lines(app: Flask) -> None:
    given.day(SignalKind.REQUEST_LINE, 3, 2, quantity=9, craft_id=7)
    given.day(SignalKind.VIEW, 3, 50, craft_id=7)
    span = Span(TODAY - timedelta(days=5), TODAY - timedelta(days=1))
    assert [(row.craft_id, row.count) for row in months.asked(span, now=NOW)] == [(7, 9)]


def test_a_craft_without_past_sales_was_not_seen_in_the_years_of_anothers(app: Flask) -> None:
    for days in range(40, 800, 10):  # of one craft; since 30 days all are recorded here
        given.day(SignalKind.PAST_SALE, days, 10, words="a", craft_id=7)
    given.day(SignalKind.REQUEST_LINE, 30, 0, craft_id=9)
    for days in range(1, 30):
        given.day(SignalKind.REQUEST_LINE, days, 2, craft_id=8)
    eras = months.eras(NOW)
    assert eras is not None
    rows = months.asked(eras, now=NOW)
    years = {}
    for craft_id in (7, 8):
        own = [row for row in rows if row.craft_id == craft_id]
        known = seasons.seen(eras, own)
        years[craft_id] = seasons.of_year(months.series(own, known), known)
    yesterday = TODAY - timedelta(days=1)
    assert years[8][yesterday.month - 1] == pytest.approx(2 * months.length(yesterday.replace(day=1)), rel=0.08)
    assert years[8].count(None) >= 10 and None not in years[7]
