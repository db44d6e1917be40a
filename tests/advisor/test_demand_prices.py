"""The price curve: the share that was counted stands there, the estimate beside it, and that there are few cases."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
import time_machine

from app.base.database import db
from app.domain.purchasing.models import RefusalReason
from app.domain.purchasing.offer_models import OfferState
from tests import given as people
from tests.given import NOW
from tests.pages import Visitor

HERE = "/advisor/demand/prices"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(visitor: Visitor) -> Visitor:
    return visitor.sign_in(people.advisor(language="en"))


def decided(price: int, state: OfferState, count: int) -> None:
    """So many offers of one dear or cheap piece. price: centimes."""
    piece = people.item(price=price, stock=50)
    for _number in range(count):
        offer = people.offer(people.request(piece))
        offer.state = state
        if state is OfferState.REFUSED:
            offer.refusal_reason = RefusalReason.PRICE
    db.session.flush()


def test_the_share_is_the_one_that_was_counted_with_the_interval_of_the_estimate(nadia: Visitor) -> None:
    decided(20_000, OfferState.ACCEPTED, 22)
    decided(20_000, OfferState.REFUSED, 1)
    decided(90_000, OfferState.ACCEPTED, 2)
    text = nadia.get(HERE).text.replace("\N{NO-BREAK SPACE}", " ")
    said = " ".join(re.sub("<[^>]+>", " ", text).split())
    assert "96 % 22 of 23 " in said, "not drawn towards what nobody saw"
    assert "100 % 2 of 2, few cases" in said
    assert "200 to 300 MAD: 96 %" in text and "900 to 1,000 MAD: 100 %" in text, "the picture says the same"
    assert text.count('class="dot"') == 2 and 'cy="21.0"' in text, "all that answered, at the top"


def test_the_file_says_the_same_and_where_cases_are_few(nadia: Visitor) -> None:
    decided(20_000, OfferState.ACCEPTED, 22)
    decided(20_000, OfferState.REFUSED, 1)
    decided(90_000, OfferState.ACCEPTED, 2)
    decided(50_000, OfferState.EXPIRED, 1)
    written = nadia.get(f"{HERE}.csv").response.get_data().decode("utf-8-sig").replace("\N{NO-BREAK SPACE}", " ")
    rows = [row for row in csv.DictReader(StringIO(written), delimiter=";") if row["Offered"] != "0"]
    said = [(row["Share accepted"], row["Few cases"]) for row in rows]
    assert said == [("0,957", "no"), ("", ""), ("1,0", "yes")]
    (many, _none, few) = rows
    ends = many["Low, 80 %"], many["High, 80 %"], few["High, 80 %"]
    low, high, most = (float(one.replace(",", ".")) for one in ends)
    assert low < 0.957 < high and most < 1
