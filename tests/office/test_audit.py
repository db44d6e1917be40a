"""What was done can be found again."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.base.database import db
from app.domain.audit import trail
from app.domain.people.models import User
from app.office import deeds
from tests import given
from tests.pages import Visitor


@pytest.fixture
def boss(app: Flask, visitor: Visitor) -> User:
    made = given.coordinator(name="Karim Alaoui")
    nadia, maker = given.advisor(name="Nadia Temsamani"), given.artisan(name="Rahma Bakkali")
    for days, by, deed, behalf in ((1, made, "role.changed", None), (3, nadia, "stock.adjusted", maker.id)):
        trail.record(
            deed,
            subject="variant",
            subject_id=days,
            by_id=by.id,
            at=given.NOW - timedelta(days=days),
            on_behalf_of_id=behalf,
            facts={"change": 7000 + days},
        )
    db.session.commit()
    visitor.sign_in(made)
    return made


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {7001, 7003}),
        ({"deed": "role.changed"}, {7001}),
        ({"behalf": "1"}, {7003}),
        ({"since": "2026-11-18"}, {7001}),
        ({"until": "2026-11-17"}, {7003}),
        ({"since": "2026-11-17", "until": "2026-11-17"}, {7003}),
        ({"since": "2026-11-20"}, set()),
    ],
)
def test_filters(visitor: Visitor, boss: User, filters: dict[str, str], found: set[int]) -> None:
    text = visitor.get("/office/audit/", query_string=filters).readable
    assert {number for number in (7001, 7003) if str(number) in text} == found


def test_by_whom(visitor: Visitor, boss: User) -> None:
    text = visitor.get(f"/office/audit/?by={boss.id}").readable
    assert "7001" in text and "7003" not in text


def test_on_whose_behalf_is_always_said(visitor: Visitor, boss: User) -> None:
    assert "Rahma Bakkali" in visitor.get("/office/audit/?deed=stock.adjusted").text


@pytest.mark.parametrize(
    "odd",
    [
        {"page": "99999999999999"},
        {"page": "-1"},
        {"by": "99999999999999"},
        {"since": "2026-99-99"},
        {"since": "9999-12-31", "until": "0001-01-01"},
        {"deed": "\x00"},
        {"deed": "x" * 5000},
        {"by": "½"},
    ],
)
def test_filters_that_cannot_be_read_are_left_out(visitor: Visitor, boss: User, odd: dict[str, str]) -> None:
    assert "7001" in visitor.get("/office/audit/", query_string=odd).text


def test_a_long_log_has_pages_and_asks_no_more(visitor: Visitor, boss: User) -> None:
    few = len(visitor.get("/office/audit/").queries)
    for n in range(trail.PAGE + 5):
        who = given.advisor()
        trail.record("signed.in", subject="user", subject_id=who.id, by_id=who.id, at=given.NOW + timedelta(minutes=n))
    db.session.commit()
    first = visitor.get("/office/audit/")
    assert len(first.queries) <= few and "7001" not in first.readable
    assert "7001" in visitor.get("/office/audit/?page=2").text


def test_every_deed_the_code_writes_down_has_words() -> None:
    written = re.compile(r'(?:trail\.record|_note|_written)\(\s*"([a-z_]+\.[a-z_]+)"')
    app = Path(deeds.__file__).parents[1]
    found = {deed for file in app.rglob("*.py") for deed in written.findall(file.read_text())}
    assert len(found) > 15, "the search finds next to nothing"
    assert found <= deeds.WORDS.keys(), f"no words for {sorted(found - deeds.WORDS.keys())}"


@pytest.mark.parametrize(
    ("deed", "facts", "said"),
    [
        (
            "stock.adjusted",
            {"change": -2, "kind": "sold_elsewhere", "on_hand": 4},
            "Sold elsewhere: −2. On the shelf: 4",
        ),
        ("terms.changed", {"from": [26000, 5], "to": [28000, 5]}, "Price: 260 MAD, then 280 MAD"),
        ("terms.changed", {"from": [26000, 5], "to": [26000, 9]}, "Made in 5 days, then 9"),
        ("role.changed", {"from": "advisor", "to": "coordinator"}, "Advisor, then Coordinator"),
        ("sessions.ended", {"sessions": 3}, "3 sessions"),
        ("text.approved", {"language": "es"}, "Español"),
        ("sign_in.failed", {"way": "password"}, "by password"),
        ("staff.invited", {"role": "advisor"}, "Advisor"),
        ("staff.invited", {"again": True}, "Sent again"),
        ("stock.adjusted", {"change": "many"}, "change: many"),
        ("a.deed", {"of": ["the", "past"]}, "of: the, past"),
    ],
)
def test_details_are_told_in_words(visitor: Visitor, deed: str, facts: dict[str, object], said: str) -> None:
    me = given.coordinator(language="en")
    trail.record(deed, subject="x", subject_id=None, by_id=me.id, at=given.NOW, facts=facts)
    text = visitor.sign_in(me).get("/office/audit/").text.replace("\u00a0", " ")
    assert f"<bdi>{said}</bdi>" in text


def test_a_deed_leads_to_what_it_is_about(visitor: Visitor, boss: User) -> None:
    piece = given.item()
    asked, advice = given.request(piece), given.advice(piece.artisan)
    about = {
        "recommendation": (advice.id, f"/advisor/advice/{advice.id}"),
        "item": (piece.id, f"/advisor/catalogue/items/{piece.id}"),
        "variant": (piece.main.id, f"/advisor/catalogue/items/{piece.id}"),
        "artisan": (piece.artisan_id, f"/advisor/artisans/{piece.artisan_id}"),
        "purchase_request": (asked.id, f"/advisor/requests/{asked.reference}"),
    }
    for subject, (id_, url) in about.items():
        deed = f"x.{subject}"
        trail.record(deed, subject=subject, subject_id=id_, by_id=boss.id, at=given.NOW)
        assert f'<a href="{url}">' in visitor.get(f"/office/audit/?deed={deed}").text, subject
