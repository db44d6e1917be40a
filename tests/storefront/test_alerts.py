"""Being told once, without an account: asked on a page, confirmed from a message, stopped from every one."""

import re

import pytest
from flask import Flask

from app.base import clock
from app.base.database import db
from app.domain.alerts import links
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue.models import Item, Kind
from app.domain.people import throttles
from app.web import logs
from tests import given
from tests.domain.alerts.given import CLAIRE, HICHAM, alerts, asked, confirmed, letters
from tests.pages import Page, Visitor
from tests.storefront import shop

BY_SMS = {"channel": "sms", "phone": "06 12 00 99 99"}
BY_EMAIL = {"channel": "email", "email": "claire@example.org"}


def waiting() -> Alert:
    (alert,) = alerts()
    return alert


def test_a_sold_out_piece_offers_to_tell_and_to_make(visitor: Visitor) -> None:
    piece = given.item(stock=0, title="Mendil rouge")
    page = visitor.get(f"/fr/items/{piece.slug}").text
    tell, make = (
        f'class="btn" href="/fr/notices/stock/{piece.slug}"',
        'class="btn line" href="/fr/request/custom?q=Mendil',
    )
    assert page.index(tell) < page.index(make)
    assert "Ajouter à ma demande" not in page and f"/notices/price/{piece.slug}" not in page
    form = visitor.get("/fr/request/custom?q=Mendil%20rouge").text
    assert re.search(r"<textarea[^>]*>\s*Mendil rouge</textarea>", form)


def test_the_only_one_of_its_kind_once_sold_is_rather_made_again(visitor: Visitor) -> None:
    piece = given.item(stock=0, kind=Kind.UNIQUE)
    page = visitor.get(f"/fr/items/{piece.slug}").text
    assert 'class="btn" href="/fr/request/custom' in page
    assert f'class="btn plain" href="/fr/notices/stock/{piece.slug}"' in page


def test_a_piece_that_can_be_had_offers_to_tell_of_a_lower_price(visitor: Visitor) -> None:
    piece = given.item()
    page = visitor.get(f"/fr/items/{piece.slug}").text
    assert f'href="/fr/notices/price/{piece.slug}"' in page and f"/notices/stock/{piece.slug}" not in page


def test_a_search_in_vain_offers_to_tell_and_keeps_the_words(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/search?q=lampe+%C3%A0+huile")
    address = re.search(r'href="(/fr/notices/words[^"]*)"', page.text)
    assert address is not None
    assert 'value="lampe à huile"' in visitor.get(address[1].replace("&amp;", "&")).text


@pytest.mark.parametrize(("way", "recipient"), [(BY_SMS, "+212612009999"), (BY_EMAIL, "claire@example.org")])
def test_from_asking_to_confirming_to_stopping(visitor: Visitor, way: dict[str, str], recipient: str) -> None:
    piece = given.item(stock=0, title="Mendil rouge")
    sent = visitor.post(f"/fr/notices/stock/{piece.slug}", way)
    assert "/fr/notices/asked" in sent.location
    visitor.get(sent.location)
    assert (waiting().recipient, waiting().language, waiting().confirmed_at) == (recipient, "fr", None)
    link = f"/fr/notices/confirm/{links.token(waiting())}"
    page = visitor.get(link)
    assert "Mendil rouge" in page.text and waiting().confirmed_at is None, "opening it changes nothing"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert visitor.post(link).location == link
    assert waiting().confirmed_at is not None
    done = visitor.get(link).text
    visitor.post(link)
    stop = re.search(r'href="(/fr/stop/[^"]+)"', done)
    assert stop is not None
    assert "Mendil rouge" in visitor.get(stop[1]).text and len(alerts()) == 1
    after = visitor.post(stop[1])
    assert alerts() == [] and letters() == []
    assert "Mendil rouge" not in visitor.get(after.location).text
    visitor.get(link, status=410)


def test_the_button_of_a_mail_program_stops_all(visitor: Visitor) -> None:
    """RFC 8058: one POST, from a server that says nothing of itself and has no cookie."""
    alert = confirmed(given.item(stock=0))
    confirmed("coffre")
    visitor.headers = {}
    visitor.post(f"/fr/stop/{alert.contact}", {"List-Unsubscribe": "One-Click"})
    assert alerts() == []


def test_one_of_several_can_be_stopped(visitor: Visitor) -> None:
    alert, words = confirmed(given.item(stock=0)), confirmed("coffre")
    page = visitor.post(f"/fr/stop/{alert.contact}", {"alert": str(alert.id)})
    assert [left.id for left in alerts()] == [words.id]
    assert "coffre" in visitor.get(page.location).text


def test_somebody_elses_site_can_neither_ask_nor_confirm(visitor: Visitor) -> None:
    piece = given.item(stock=0)
    alert = asked(piece)
    assert alert is not None
    visitor.headers = {"Sec-Fetch-Site": "cross-site"}
    for address in (f"notices/stock/{piece.slug}", "notices/words", f"notices/confirm/{links.token(alert)}"):
        visitor.post(f"/fr/{address}", BY_SMS, status=403)


def test_the_answer_is_the_same_whether_or_not_somebody_is_known(visitor: Visitor) -> None:
    piece = given.item(stock=0)
    db.session.commit()
    seen = []
    for _ in range(throttles.ALERTS.most + 2):
        page = visitor.post(f"/fr/notices/stock/{piece.slug}", BY_EMAIL)
        seen.append((page.location, visitor.get(page.location).body))
        if waiting().confirmed_at is None:
            visitor.post(f"/fr/notices/confirm/{links.token(waiting())}")
    assert len(set(seen)) == 1 and len(letters()) == 1


def test_one_line_cannot_write_to_everybody(visitor: Visitor) -> None:
    piece = given.item(stock=0)
    for n in range(throttles.ALERTS_FROM_ADDRESS.most):
        visitor.post(f"/fr/notices/stock/{piece.slug}", {"channel": "email", "email": f"person{n}@example.org"})
    page = visitor.post(f"/fr/notices/stock/{piece.slug}", BY_EMAIL, status=429)
    assert "claire@example.org" in page.text and len(letters()) == throttles.ALERTS_FROM_ADDRESS.most


def test_a_double_tap_asks_once(visitor: Visitor) -> None:
    piece = given.item(stock=0)
    for _ in range(2):
        visitor.post(f"/fr/notices/stock/{piece.slug}", {**BY_SMS, "key": "k" * 32})
    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "sms", "phone": ""}, "phone"),
        ({"channel": "sms", "phone": "=1+1"}, "phone"),
        ({"channel": "sms", "phone": "0612"}, "phone"),
        ({"channel": "email", "email": ""}, "email"),
        ({"channel": "email", "email": "a<b@example.org"}, "email"),
        ({"channel": "email", "email": "claire@example.org, eve@example.org"}, "email"),
        ({"channel": "email", "email": "x" * 250 + "@example.org"}, "email"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_written_to_is_said_beside_its_field(
    visitor: Visitor, typed: dict[str, str], field: str
) -> None:
    page = visitor.post("/fr/notices/words", {"words": "coffre de bois", **typed}, status=422)
    assert f'id="{field}-error"' in page.text and 'value="coffre de bois"' in page.text
    assert alerts() == []


def test_words_that_say_nothing_are_refused(visitor: Visitor) -> None:
    page = visitor.post("/fr/notices/words", {"words": "…", **BY_SMS}, status=422)
    assert 'id="words-error"' in page.text and "06 12 00 99 99" in page.text


def test_what_was_typed_for_the_other_way_is_not_looked_at(visitor: Visitor) -> None:
    visitor.post("/fr/notices/words", {"words": "coffre", **BY_EMAIL, "phone": "12"})
    assert waiting().recipient == "claire@example.org"


def test_who_waits_for_what_is_there_is_led_to_it(visitor: Visitor) -> None:
    piece = given.item(stock=2)
    assert visitor.get(f"/fr/notices/stock/{piece.slug}", status=303).location == f"/fr/items/{piece.slug}"
    visitor.post(f"/fr/notices/stock/{piece.slug}", BY_SMS)
    assert alerts() == []


def test_a_piece_that_is_not_shown_cannot_be_waited_for_or_found_by_its_number(visitor: Visitor) -> None:
    hidden, shown = given.item(published=False), given.item()
    visitor.get(f"/fr/notices/stock/{hidden.slug}", status=404)
    visitor.get(f"/fr/notices/{hidden.id}", status=404)
    visitor.get("/fr/notices/2147483647", status=404)
    assert visitor.get(f"/fr/notices/{shown.id}", status=302).location == f"/fr/items/{shown.slug}"


def test_a_made_up_link_opens_nothing_and_says_so(visitor: Visitor) -> None:
    alert = asked(given.item(stock=0))
    assert alert is not None
    for token in ("1", "x", f"{alert.id}-x", "999-" + "x" * 22):
        visitor.get(f"/fr/notices/confirm/{token}", status=410)
        visitor.post(f"/fr/notices/confirm/{token}", status=410)
    assert waiting().confirmed_at is None
    visitor.get("/fr/stop/x")
    visitor.post("/fr/stop/x")
    assert len(alerts()) == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en", "es", "zgh"])
def test_every_page_reads_in_every_language(visitor: Visitor, language: str) -> None:
    sold, piece = given.item(stock=0), given.item()
    unconfirmed, alert = asked(sold, who=HICHAM), confirmed(sold)
    confirmed(piece, AlertKind.PRICE)
    confirmed("coffre")
    assert unconfirmed is not None
    pages: list[Page] = [
        visitor.get(f"/{language}/{address}")
        for address in (
            f"notices/stock/{sold.slug}",
            f"notices/price/{piece.slug}",
            "notices/words?q=coffre",
            "notices/asked?by=sms",
            "notices/asked?by=email",
            f"notices/confirm/{links.token(unconfirmed)}",
            f"notices/confirm/{links.token(alert)}",
            f"stop/{alert.contact}",
            "stop/nobody?done=1",
        )
    ]
    assert all(page.response.headers["X-Robots-Tag"] == "noindex, nofollow" for page in pages)


def test_secret_links_are_masked_in_the_log(app: Flask) -> None:
    assert logs.masked("/fr/notices/confirm/12-abc") == "/fr/notices/confirm/…"
    assert logs.masked("/ar/stop/abc") == "/ar/stop/…"
    assert logs.masked("/fr/notices/stock/bol-tis-0001") == "/fr/notices/stock/bol-tis-0001"


def test_an_advisor_sees_how_many_wait_and_not_who(visitor: Visitor) -> None:
    piece: Item = given.item(stock=0)
    confirmed(piece, at=clock.now())
    confirmed(piece, who=HICHAM, at=clock.now())
    confirmed(piece, AlertKind.PRICE, at=clock.now())
    page = visitor.sign_in(given.advisor(language="fr")).get(f"/advisor/catalogue/items/{piece.id}")
    assert "2 personnes attendent son retour." in page.plain and "1 personne attend un prix plus bas." in page.plain
    assert CLAIRE.recipient not in page.text and HICHAM.recipient not in page.text
