"""Asking leaves one message that asks back, and never tells whether anybody is known."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.alerts import confirming, links
from app.domain.alerts.asking import NothingSought, Reached
from app.domain.alerts.models import AlertKind
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.notices.models import Channel
from app.domain.people import throttles
from app.domain.people.throttles import TooMany
from app.web import letters as writing
from tests import given
from tests.domain.alerts.given import CLAIRE, HICHAM, alerts, asked, confirmed, letters
from tests.given import NOW

HOUR = timedelta(hours=1)


def test_asking_only_asks_back(app: Flask) -> None:
    alert = asked(given.item(stock=0, title="Mendil rouge"))
    (letter,) = letters()
    assert alert is not None and alert.confirmed_at is None
    assert (letter.template, letter.recipient) == ("alert_confirm", CLAIRE.recipient)
    text = writing.written(letter).text
    assert f"/fr/notices/confirm/{links.token(alert)}" in text and "Mendil rouge" in text
    assert db.session.scalar(select(DemandSignal.id)) is None


@pytest.mark.parametrize("who", [CLAIRE, HICHAM])
def test_what_a_stranger_typed_is_in_no_message_that_nobody_asked_for(app: Flask, who: Reached) -> None:
    asked("gagnez un prix evil.example", who=who)
    (letter,) = letters()
    assert "evil" not in writing.written(letter).text and "evil" not in str(letter.facts)


def test_confirming_counts_once_as_demand(app: Flask) -> None:
    piece = given.item(stock=0, price=26000)
    alert = confirmed(piece)
    confirming.confirm(alert, at=NOW + HOUR)
    (signal,) = db.session.scalars(select(DemandSignal)).all()
    assert (signal.kind, signal.item_id, signal.craft_id, signal.value) == (
        SignalKind.STOCK_ALERT,
        piece.id,
        piece.craft_id,
        26000,
    )
    assert signal.visitor is None and alert.confirmed_at == NOW


def test_asked_twice_it_is_one_alert_and_a_confirmed_one_is_not_asked_about_again(app: Flask) -> None:
    piece = given.item(stock=0)
    first = asked(piece)
    again = asked(piece, who=Reached(Channel.EMAIL, CLAIRE.recipient.upper()), at=NOW + HOUR)
    assert again is first and first is not None and first.asked_at == NOW + HOUR
    assert len(alerts()) == 1 and len(letters()) == 2
    confirming.confirm(first, at=NOW + HOUR)
    asked(piece, at=NOW + HOUR)
    assert len(alerts()) == 1 and len(letters()) == 2


def test_words_are_one_alert_however_they_are_written(app: Flask) -> None:
    asked("Mendil de 220 cm")
    asked("MENDIL 220 cm")
    asked("panier")
    assert len(alerts()) == 2
    with pytest.raises(NothingSought):
        asked("…")


def test_a_stranger_is_written_to_a_few_times_and_whoever_asks_is_not_told(app: Flask) -> None:
    """Whatever stands behind a plus reaches the same mailbox."""
    for n in range(throttles.ALERTS.most + 3):
        asked(given.item(stock=0), who=Reached(Channel.EMAIL, f"claire+{n}@example.org"), sender=f"192.0.2.{n}")
    assert len(letters()) == throttles.ALERTS.most == len(alerts())


def test_one_line_writes_to_few_people(app: Flask) -> None:
    piece = given.item(stock=0)
    for n in range(throttles.ALERTS_FROM_ADDRESS.most):
        asked(piece, who=Reached(Channel.EMAIL, f"person-{n}@example.org"))
    with pytest.raises(TooMany):
        asked(piece, who=Reached(Channel.EMAIL, "one-more@example.org"))


def test_a_link_cannot_be_guessed_or_used_for_another(app: Flask) -> None:
    one, other = asked(given.item(stock=0)), asked(given.item(stock=0), who=HICHAM)
    assert one is not None and other is not None
    assert links.opened(links.token(one)) is one
    swapped = f"{other.id}-{links.token(one).partition('-')[2]}"
    for made_up in (swapped, "", "-", f"{one.id}-", "9" * 30 + "-x", "²-x", f"{one.id}-é", links.token(one) + "x"):
        with pytest.raises(links.LinkEnded):
            links.opened(made_up)


def test_a_contact_is_not_told_by_its_link(app: Flask) -> None:
    contact = links.contact(Channel.EMAIL, CLAIRE.recipient)
    assert contact == links.contact(Channel.EMAIL, CLAIRE.recipient.upper()) and "claire" not in contact.lower()
    assert contact != links.contact(Channel.SMS, CLAIRE.recipient)


def test_a_price_is_the_one_they_saw(app: Flask) -> None:
    alert = asked(given.item(price=26000), AlertKind.PRICE)
    assert alert is not None and alert.price == 26000
