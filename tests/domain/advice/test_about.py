"""Advice that was given about a piece or from an opportunity is found for lists about lost demand."""

from datetime import timedelta

from flask import Flask

from app.domain.advice import about
from app.domain.advice.models import AdviceState
from tests import given
from tests.given import NOW


def test_what_was_sent_about_a_piece_or_from_an_opportunity_newest_first(app: Flask) -> None:
    maker, piece, other = given.artisan(), given.item(), given.item()
    older = given.advice(maker, item_id=piece.id, sent_at=NOW - timedelta(days=9))
    newer = given.advice(maker, opportunity="search:fouta", sent_at=NOW)
    given.advice(maker, item_id=other.id)
    given.advice(maker, item_id=piece.id, sent=False)
    given.advice(maker, item_id=piece.id, state=AdviceState.WITHDRAWN)
    found = about.given({piece.id}, {"search:fouta"})
    assert [(one.id, one.item_id, one.opportunity) for one in found] == [
        (newer.id, 0, "search:fouta"),
        (older.id, piece.id, ""),
    ]
    assert [one.id for one in about.given({piece.id}, ())] == [older.id]


def test_about_nothing_nothing_is_asked(app: Flask, statements: list[str]) -> None:
    statements.clear()
    assert about.given((), ()) == [] == statements
