"""Artisans come in by phone."""

import re
from datetime import timedelta

import html5lib
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.people import passwords
from app.domain.people.models import PhoneCode, SignIn, Throttle
from tests import given
from tests.account.steps import ask, came_in, give, messages, other_than, sent_code
from tests.pages import Visitor

PHONE = "+212612345678"


@pytest.fixture
def maker(app: Flask):
    made = given.artisan(name="Rahma Bakkali")
    made.user.phone = PHONE
    given.artisan()  # somebody else's door stays closed
    db.session.commit()
    return made


def test_a_phone_and_the_code_it_receives_open_the_workshop(visitor: Visitor, maker) -> None:
    assert ask(visitor, "06 12 34 56 78").location == "/account/sign-in/code"
    assert "06 12 34 56 78" in visitor.get("/account/sign-in/code").text
    assert give(visitor, sent_code()).location == "/portal/"
    visitor.get("/portal/")


def test_the_code_goes_to_that_phone_and_lies_nowhere_in_the_clear(visitor: Visitor, maker) -> None:
    ask(visitor, "0612345678")
    (message,) = messages("sign_in_code")
    assert message.recipient == PHONE and message.channel == "sms"
    code = message.secret["code"]
    assert len(code) == 6 and code.isdigit() and code not in str(message.facts)
    kept = db.session.scalars(select(PhoneCode.code_hash)).one()
    assert code not in kept and len(kept) == 64


def test_eastern_digits_and_spaces_are_understood(visitor: Visitor, maker) -> None:
    ask(visitor, "٠٦١٢٣٤٥٦٧٨")
    eastern = sent_code().translate({ord(str(n)): digit for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩")})
    give(visitor, f" {eastern[:3]} {eastern[3:]} ")
    assert came_in(visitor)


def test_a_number_and_a_code_pasted_with_marks_of_direction_are_understood(visitor: Visitor, maker) -> None:
    ask(visitor, "\u200e06 12 34 56 78\u200f")
    give(visitor, f"\u2068{sent_code()}\u2069\u200f")
    assert came_in(visitor)


def test_a_code_works_once(app: Flask, visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    code = sent_code()
    give(visitor, code)
    other = Visitor(app)
    with other.client.session_transaction() as session:
        session["phone"] = PHONE
    give(other, code, status=422)
    assert not came_in(other)


def test_a_code_opens_no_other_phones_door(app: Flask, visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    code = sent_code()
    other = Visitor(app)
    ask(other, given.artisan().user.phone)
    give(other, code, status=422 if code != sent_code() else 303)
    assert not came_in(other)


def test_after_five_wrong_tries_the_right_code_is_refused(visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    code = sent_code()
    for _try in range(5):
        give(visitor, other_than(code), status=422)
    give(visitor, code, status=422)
    assert not came_in(visitor)


def test_the_fifth_try_may_still_be_right(visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    code = sent_code()
    for _try in range(4):
        give(visitor, other_than(code), status=422)
    give(visitor, code)
    assert came_in(visitor)


@pytest.mark.parametrize(("minutes", "opens"), [(9, True), (10, False)])
def test_a_code_lives_ten_minutes(visitor: Visitor, maker, minutes: int, opens: bool) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        ask(visitor, PHONE)
        time.shift(timedelta(minutes=minutes))
        give(visitor, sent_code(), status=303 if opens else 422)
        assert came_in(visitor) is opens


def test_a_new_code_takes_the_place_of_the_old_one(visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    old = sent_code()
    visitor.post("/account/sign-in/code/again")
    give(visitor, old, status=422 if old != sent_code() else 303)
    give(visitor, sent_code())
    assert came_in(visitor)


def test_three_codes_an_hour_and_eight_a_day(visitor: Visitor, maker) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        for hour in (3, 3, 2):
            for _code in range(hour):
                ask(visitor, PHONE)
            page = ask(visitor, PHONE, status=429)
            assert "Trop d’essais" in page.text
            time.shift(timedelta(minutes=61))
        ask(visitor, PHONE, status=429)
        time.shift(timedelta(hours=22))
        ask(visitor, PHONE)
    assert len(messages("sign_in_code")) == 9


def test_a_night_does_not_forget_what_was_asked(visitor: Visitor, maker) -> None:
    """The key that hides numbers changes at midnight; the count goes on."""
    with time_machine.travel("2026-11-20 23:50+01:00", tick=False) as time:
        for _code in range(3):
            ask(visitor, PHONE)
        time.shift(timedelta(minutes=20))
        ask(visitor, PHONE, status=429)


def test_twenty_codes_an_hour_from_one_address(app: Flask, visitor: Visitor) -> None:
    for n in range(20):
        ask(visitor, f"06120000{n:02}")
    ask(visitor, "0612000099", status=429)
    ask(Visitor(app), "0612000098", status=429)
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
    visitor.post("/account/sign-in", {"phone": "0612000097"}, status=303, **elsewhere)


def test_numbers_and_addresses_are_kept_as_keyed_hashes_only(visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    give(visitor, other_than(sent_code()), status=422)
    kept = [*db.session.scalars(select(Throttle.subject)), *db.session.scalars(select(AuditEvent.origin))]
    assert len(kept) == 4
    assert all(len(one) == 32 and "127.0.0.1" not in one and "612345678" not in one for one in kept)


def test_throttling_ends_no_live_session(app: Flask, visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    give(visitor, sent_code())
    stranger = Visitor(app)
    for _code in range(2):
        ask(stranger, PHONE)
    ask(stranger, PHONE, status=429)
    visitor.get("/portal/")


def test_nothing_tells_whether_a_number_is_known(app: Flask, maker) -> None:
    """The same status, words, cookies' names and address for a maker, for staff, for nobody, for a closed account."""
    closed = given.artisan()
    closed.user.active = False
    advisor = given.advisor(phone="+212612999999")
    db.session.commit()
    seen = []
    for phone in (PHONE, advisor.phone, "+212612888888", closed.user.phone):
        somebody = Visitor(app)
        asked = ask(somebody, phone)
        shown = somebody.get("/account/sign-in/code")
        wrong = give(somebody, other_than(sent_code()) if phone == PHONE else "000000", status=422)
        seen.append((asked.location, _without(shown.text, phone), _without(wrong.text, phone)))
    assert len(set(seen)) == 1
    assert [message.recipient for message in messages("sign_in_code")] == [PHONE]


def test_an_unknown_number_costs_as_many_questions_as_a_known_one(app: Flask, maker) -> None:
    counts = {}
    for phone in ("+212612777777", PHONE):
        somebody = Visitor(app)
        asked = ask(somebody, phone)
        wrong = give(somebody, other_than(sent_code()) if phone == PHONE else "000000", status=422)
        counts[phone] = (len(asked.queries), len(wrong.queries))
    known, unknown = counts[PHONE], counts["+212612777777"]
    assert abs(known[0] - unknown[0]) <= 2 and abs(known[1] - unknown[1]) <= 2


def test_a_password_opens_the_workshop_too(visitor: Visitor, maker) -> None:
    passwords.choose(maker.user, "quatre mots bien choisis")
    db.session.commit()
    wrong = {"phone": "0612345678", "password": "quatre mots mal choisis"}
    page = visitor.post("/account/sign-in/password", wrong, status=422)
    assert "0612345678" in page.text and "mal choisis" not in page.text
    visitor.post("/account/sign-in/password", {**wrong, "password": "quatre mots bien choisis"})
    visitor.get("/portal/")


def test_passwords_cannot_be_tried_for_ever(visitor: Visitor, maker) -> None:
    passwords.choose(maker.user, "quatre mots bien choisis")
    db.session.commit()
    for n in range(10):
        visitor.post("/account/sign-in/password", {"phone": PHONE, "password": f"wrong number {n}"}, status=422)
    right = {"phone": PHONE, "password": "quatre mots bien choisis"}
    visitor.post("/account/sign-in/password", right, status=429)
    assert not came_in(visitor)


def test_staff_do_not_come_in_by_phone(visitor: Visitor, app: Flask) -> None:
    advisor = given.advisor(phone=PHONE)
    passwords.choose(advisor, "quatre mots bien choisis")
    db.session.commit()
    form = {"phone": PHONE, "password": "quatre mots bien choisis"}
    visitor.post("/account/sign-in/password", form, status=422)
    ask(visitor, PHONE)
    assert not messages("sign_in_code")


def test_after_signing_in_one_is_where_one_wanted_to_be(visitor: Visitor, maker) -> None:
    door = visitor.get("/portal/me", status=303).location
    assert door == "/account/sign-in?next=/portal/me"
    visitor.post(door, {"phone": PHONE})
    assert give(visitor, sent_code()).location == "/portal/me"


@pytest.mark.parametrize(
    ("opened", "back"),
    [
        ("http://localhost/portal/items/7/stock?variant=9", "/portal/items/7/stock?variant=9"),
        ("http://localhost/portal/items/7/terms", None),  # the answer to a form: cannot be opened by itself
        ("http://localhost/nowhere", None),
        ("http://localhost//evil.example/portal/me", None),
        ("https://evil.example/portal/me", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_whose_session_ended_over_a_form_comes_back_to_its_page(
    visitor: Visitor, maker, opened: str | None, back: str | None
) -> None:
    door = visitor.post("/portal/items/7/terms", headers={"Referer": opened} if opened else {}).location
    visitor.post(door, {"phone": PHONE})
    assert give(visitor, sent_code()).location == (back or "/portal/")


def test_what_was_typed_when_the_session_ended_is_held_until_one_is_back(visitor: Visitor, maker) -> None:
    typed = {
        "note": "Laine « fine » <b>du Rif</b>",
        "price": "260",
        "key": "key-of-the-form",
        "form_token": "before",
    }
    opened = {"Referer": "http://localhost/portal/items/add"}
    page = visitor.post("/portal/items/add?from=home", typed, headers=opened, status=401)
    fields = html5lib.parse(page.text, namespaceHTMLElements=False)
    (form,) = fields.findall(".//form[@action='/portal/items/add?from=home']")
    held = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert held["form_token"] != "before" and {**held, "form_token": "before"} == typed
    door = fields.find(".//a[@target='_blank']").get("href")
    visitor.post(door, {"phone": PHONE})
    assert give(visitor, sent_code()).location == "/portal/items/add"
    again = visitor.post("/portal/items/add?from=home", held, status=422)
    assert "Laine « fine » &lt;b&gt;du Rif&lt;/b&gt;" in again.text, "only the photo is missing now"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example".replace("%09", "\t"),
        "javascript:alert(1)",
        "/portal/\r\nSet-Cookie: a=b",
        "https:evil.example",
        "portal",
        " //evil.example",
        "/" + "a" * 600,
    ],
)
def test_nobody_is_led_to_another_site(visitor: Visitor, maker, elsewhere: str) -> None:
    visitor.post("/account/sign-in", {"phone": PHONE}, query_string={"next": elsewhere})
    assert give(visitor, sent_code()).location == "/portal/"


def test_signing_in_gives_the_browser_a_new_token(visitor: Visitor, maker) -> None:
    """A token that somebody planted before opens nothing afterwards."""
    with visitor.client.session_transaction() as session:
        session.update({"sign_in": "planted", "extra": "planted", "phone": PHONE})
    ask(visitor, PHONE)
    give(visitor, sent_code())
    with visitor.client.session_transaction() as session:
        assert session["sign_in"] != "planted" and "extra" not in session and "phone" not in session


def test_signing_in_again_ends_the_session_before(visitor: Visitor, maker) -> None:
    first, second = given.artisan().user, maker.user
    visitor.sign_in(first)
    with visitor.client.session_transaction() as session:
        session.pop("_user_id")
    ask(visitor, PHONE)
    give(visitor, sent_code())
    ended = {row.user_id: row.ended_at for row in db.session.scalars(select(SignIn))}
    assert ended[first.id] is not None and ended[second.id] is None


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor, maker) -> None:
    visitor.sign_in(maker.user)
    kept = {cookie.key: cookie.value for cookie in visitor.client._cookies.values()}
    visitor.post("/account/sign-out")
    visitor.client.set_cookie("session", kept["session"])
    visitor.get("/portal/", status=303)


@pytest.mark.parametrize(
    "typed", ["", "abc", "12", "0612345678x123", "=0612345678", "\x00", "9" * 5000, "99999999999999", "06\u200b", "😀"]
)
def test_what_cannot_be_a_number_is_said_beside_the_field_and_stays(visitor: Visitor, app: Flask, typed: str) -> None:
    page = visitor.post("/account/sign-in", {"phone": typed}, status=422)
    assert 'id="phone-error"' in page.text
    assert db.session.scalar(select(func.count()).select_from(Throttle)) == 0


def test_a_number_is_asked_for_as_people_here_write_it(visitor: Visitor) -> None:
    page = visitor.post("/account/sign-in", {"phone": "12"}, status=422)
    assert "06 12 34 56 78" in page.text and "+33" not in page.text
    assert page.text.count('<li><a href="#phone">') == 1
    assert "Il y a quelque chose" not in page.text, "one thing to repair needs no heading"


def test_a_second_code_is_said_to_be_on_its_way(visitor: Visitor, maker) -> None:
    ask(visitor, PHONE)
    before = visitor.get("/account/sign-in/code").text
    visitor.get(visitor.post("/account/sign-in/code/again").location)
    assert "nouveau code" in visitor.get("/account/sign-in/code?sent=again").text.split("<form")[0]
    assert "nouveau code" not in before.split("<form")[0]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12 34", "\x00", "9" * 10_000, "½½½½½½"])
def test_what_cannot_be_a_code_is_said_and_costs_no_try(visitor: Visitor, maker, typed: str) -> None:
    ask(visitor, PHONE)
    page = give(visitor, typed, status=422)
    assert 'id="code-error"' in page.text
    assert db.session.scalars(select(PhoneCode.tries)).one() == 0


def _without(text: str, phone: str) -> str:
    """A page without what differs for everybody: the number itself, tokens and keys."""
    text = re.sub(r'value="[^"]*"', "", text)
    return re.sub(r"<bdi [^>]*>[^<]*</bdi>", "", text)
