"""The figures above the advisors' page count what they say, within their days, craft and country."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask

from app.base.database import db
from app.domain.demand import counts, figures, months, reading
from app.domain.demand.models import SignalKind
from app.domain.notices.models import Channel
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, RequestLine, State
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.given import TODAY
from tests.given import NOW

FIRST = TODAY - timedelta(days=27)
_numbers = count(1)


def request(state: State = State.SENT, *, days_ago: int = 3, answer_days: float | None = None, **more: Any) -> None:
    sent = NOW - timedelta(days=days_ago)
    craft_id, item = more.pop("craft_id", None), more.pop("item", None)
    made = PurchaseRequest(
        **{
            "reference": f"M-{next(_numbers)}",
            "key": f"key-{next(_numbers):08d}",
            "state": state,
            "language": "fr",
            "name": "Carmen",
            "email": "c@example.org",
            "channel": Channel.EMAIL,
            "country": "MA",
            "sent_at": sent,
            "changed_at": sent,
            **more,
        }
    )
    made.lines.append(RequestLine(position=0, craft_id=craft_id, variant=item.main if item else None, quantity=1))
    if answer_days is not None:
        answered = sent + timedelta(days=answer_days)
        for later in (0, 5):  # a second version of the offer comes later and does not count
            made.events.append(RequestEvent(at=answered + timedelta(days=later), deed="offer", to_state=State.OFFERED))
    db.session.add(made)
    db.session.flush()


def taken(**filters: Any) -> figures.Figures:
    cells = reading.cells(FIRST, TODAY, now=NOW)
    crafts, fresh = filters.get("crafts", frozenset()), counts.read(NOW).day
    searched = figures.searched([(FIRST, TODAY)], crafts=crafts, fresh=fresh, raw=cells)
    (found,) = figures.of_periods([(FIRST, TODAY)], searched=searched, **filters)
    return found


def test_requests_of_the_period_and_the_share_of_the_decided_that_was_accepted(app: Flask) -> None:
    for state in (State.SENT, State.OFFERED, State.ACCEPTED, State.CLOSED, State.SHIPPED, State.REFUSED):
        request(state)
    request(State.REFUSED, days_ago=28)
    found = taken()
    assert (found.received, found.decided, found.accepted) == (6, 4, 0.75)


def test_the_median_time_to_the_first_offer(app: Flask) -> None:
    for days in (1, 2, 9):
        request(answer_days=days)
    request()
    assert taken().answer_days == pytest.approx(2)


def test_searches_in_vain(app: Flask) -> None:
    given.day(SignalKind.SEARCH, 3, 40, words="mendil", craft_id=1)
    given.day(SignalKind.SEARCH, 3, 10, without_result=6)
    given.day(SignalKind.SEARCH, 40, 90, without_result=90)
    found = taken()
    assert (found.without_result, found.searches) == (0.12, 50)
    assert taken(crafts=frozenset({1})).without_result == 0


def test_nothing_measured_is_not_nought(app: Flask) -> None:
    assert taken() == figures.Figures(0, None, 0, None, 0, None, 0)


def test_filters_by_country_and_by_craft_of_a_piece_or_of_a_wish(app: Flask) -> None:
    piece = people.item()
    request(item=piece, country="ES")
    request(craft_id=piece.craft_id)
    request(craft_id=people.craft().id)
    assert taken(country="ES").received == 1
    assert taken(crafts=frozenset({piece.craft_id})).received == 2


def test_reasons_by_how_often_they_were_given(app: Flask) -> None:
    given.day(SignalKind.DECLINE, 2, 2, reason="no_time")
    given.day(SignalKind.DECLINE, 3, 3, reason="no_stock")
    given.day(SignalKind.DECLINE, 3, 3, reason="no_time")
    given.day(SignalKind.DECLINE, 40, 9, reason="other")
    given.day(SignalKind.OFFER_REFUSED, 2, 1, reason="delay")
    given.day(SignalKind.OFFER_REFUSED, 2, 1)
    cells = reading.cells(TODAY - timedelta(days=60), TODAY, now=NOW)
    assert figures.reasons(cells, SignalKind.DECLINE, first=FIRST, last=TODAY) == [("no_time", 5), ("no_stock", 3)]
    assert figures.reasons(cells, SignalKind.OFFER_REFUSED, first=FIRST, last=TODAY) == [("delay", 1), ("", 1)]


def test_requests_by_month_hold_kept_and_fresh_days(app: Flask) -> None:
    given.day(SignalKind.REQUEST_LINE, 60, 2, craft_id=1, artisan_id=4)
    given.day(SignalKind.CUSTOM_WISH, 59, 1, craft_id=1)
    given.day(SignalKind.VIEW, 59, 100, craft_id=1)
    given.signal(SignalKind.REQUEST_LINE, craft_id=1, artisan_id=4, request_id=1, at=NOW - timedelta(days=1))
    span = months.observed(NOW)
    assert span is not None and (span.first, span.last) == (TODAY - timedelta(days=60), TODAY - timedelta(days=1))
    rows = months.asked(span, now=NOW)
    assert months.series(rows, span) == [3, 0, 1]
    assert span.months == [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]


def test_before_the_first_whole_day_nothing_was_observed(app: Flask) -> None:
    assert months.observed(NOW) is None
    given.signal(SignalKind.VIEW)
    assert months.observed(NOW) is None
