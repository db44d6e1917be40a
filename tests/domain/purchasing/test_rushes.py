"""Small rushes each time, on both engines; `make bench SUITE=torture` makes them at full size."""

from collections.abc import Iterator

import pytest

from tests.databases import Template
from tests.rushes import acceptances, double_taps, last_pieces, shelf_edits
from tests.rushes.crowd import Crowd, gathered


@pytest.fixture(scope="module")
def crowd(template: Template) -> Iterator[Crowd]:
    """One for all rushes: each makes rows of its own, and the others' are the noise around them."""
    with template.copy() as app, gathered(app) as people:
        yield people


def test_the_last_pieces_are_promised_and_never_one_more(crowd: Crowd) -> None:
    found = last_pieces.run(crowd, last_pieces.Rush(rounds=5, answers=12, pieces=5))
    assert found.trouble == []
    assert (found.promised, found.refused, found.made) == (5 * 5, 3 * 7, 2 * 7)


def test_an_offer_that_many_hands_accept_is_accepted_once(crowd: Crowd) -> None:
    found = acceptances.run(crowd, acceptances.Rush(offers=5, hands=8))
    assert found.trouble == []
    assert (found.offers, found.accepted, sum(found.answers.values())) == (5, 5, 40)


def test_a_form_sent_many_times_at_once_is_one_request(crowd: Crowd) -> None:
    found = double_taps.run(crowd, double_taps.Rush(forms=10, taps=6))
    assert found.trouble == []
    assert (found.requests, found.answers) == (10, {"303": 60})


def test_a_count_changed_while_a_line_is_answered_loses_neither(crowd: Crowd) -> None:
    found = shelf_edits.run(crowd, shelf_edits.Rush(pairs=50, shelves=10))
    assert found.trouble == []
    assert (found.pairs, found.refused, found.lost) == (50, 10, 0)
