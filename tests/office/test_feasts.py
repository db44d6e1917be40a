"""Feasts: the team sees them, a coordinator writes the announced day and takes it back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from app.domain.demand import feast_days, feasts
from app.domain.demand.feasts import Feast
from tests import given
from tests.given import NOW
from tests.pages import Visitor

RAMADAN = feasts.computed(Feast.RAMADAN, 1448)
DOOR = "/office/feasts/ramadan/1448"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karim(visitor: Visitor) -> Visitor:
    return visitor.sign_in(given.coordinator())


def test_an_advisor_sees_two_years_and_no_button(visitor: Visitor) -> None:
    page = visitor.sign_in(given.advisor()).get("/advisor/demand/feasts").text
    assert page.count("Aïd al-Adha") == 2 and "vers le 8 février 2027" in page and "Corriger le jour" not in page
    visitor.get(DOOR, status=403)


def test_a_coordinator_corrects_a_day_and_takes_the_computed_one_again(karim: Visitor) -> None:
    later = RAMADAN + timedelta(days=1)
    karim.get(DOOR)
    assert karim.post(DOOR, {"day": later.isoformat()}).location == "/advisor/demand/feasts"
    assert feast_days.corrected() == {(Feast.RAMADAN, 1448): later}
    page = karim.get("/advisor/demand/feasts")
    assert "9 février 2027" in page.text
    assert "1448" in karim.get("/office/audit/").text
    assert f'action="{DOOR}/put-back"' in page.text
    karim.post(f"{DOOR}/put-back")
    assert feast_days.corrected() == {}


@pytest.mark.parametrize("day", ["", "2027-02-20", "soon"])
def test_a_day_that_cannot_be_is_told_beside_the_field(karim: Visitor, day: str) -> None:
    page = karim.post(DOOR, {"day": day}, status=422)
    assert "msg-err" in page.text and feast_days.corrected() == {}


@pytest.mark.parametrize("door", ["/office/feasts/ramadan/1400", "/office/feasts/noel/1448"])
def test_a_feast_that_is_not_ahead_is_missing(karim: Visitor, door: str) -> None:
    karim.get(door, status=404)
