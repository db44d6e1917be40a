"""The team comes in: password, then the second factor."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.account import one_time
from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.people import passwords, recovery
from app.domain.people.models import User
from tests import given
from tests.account.steps import PASSWORD, app_code, came_in, enter_as_staff, staff_with_app
from tests.pages import Visitor


def test_the_password_alone_does_not_open_the_door(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    assert enter_as_staff(visitor, user.email).location == "/account/staff/code"
    visitor.get("/advisor/", status=303)
    assert visitor.post("/account/staff/code", {"code": app_code(app, user)}).location == "/advisor/"
    assert came_in(visitor)


def test_upper_case_in_the_address_is_the_same_address(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app, email="nadia@example.org")
    enter_as_staff(visitor, " Nadia@Example.ORG ")
    visitor.post("/account/staff/code", {"code": app_code(app, user)})
    assert came_in(visitor)


def test_at_the_first_sign_in_the_app_is_set_up(app: Flask, visitor: Visitor) -> None:
    user = given.advisor()
    passwords.choose(user, PASSWORD)
    db.session.commit()
    assert enter_as_staff(visitor, user.email).location == "/account/factor/app"
    page = visitor.get("/account/factor/app")
    key = re.search(r"<code>([A-Z2-7-]+)</code>", page.text).group(1)
    with app.test_request_context():
        shown = one_time.factory()._totp(key=key.replace("-", ""), format="base32").generate().token
    assert visitor.post("/account/factor/app", {"code": shown}).location == "/account/factor/codes"
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", visitor.get("/account/factor/codes").text)
    assert len(set(codes)) == recovery.HOW_MANY
    visitor.post("/account/factor/codes")
    visitor.get("/account/factor/codes", status=303)  # shown once
    visitor.get("/advisor/")
    kept = db.session.get(User, user.id)
    assert kept.tf_primary_method == "authenticator" and codes[0].replace("-", "") not in str(kept.mf_recovery_codes)


def test_a_wrong_first_code_keeps_the_picture_to_scan(app: Flask, visitor: Visitor) -> None:
    user = given.advisor()
    passwords.choose(user, PASSWORD)
    db.session.commit()
    enter_as_staff(visitor, user.email)
    before = re.search(r"<code>(.*)</code>", visitor.get("/account/factor/app").text)
    after = re.search(r"<code>(.*)</code>", visitor.post("/account/factor/app", {"code": "000000"}, status=422).text)
    assert before and after and before.group(1) == after.group(1)
    assert db.session.get(User, user.id).tf_primary_method is None


def test_a_second_factor_in_place_cannot_be_replaced_with_the_password_alone(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    enter_as_staff(visitor, user.email)
    assert visitor.get("/account/factor/app", status=303).location == "/account/staff"


def test_a_code_of_the_app_works_once(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    code = app_code(app, user)
    for browser, status in ((visitor, 303), (Visitor(app), 422)):
        enter_as_staff(browser, user.email)
        browser.post("/account/staff/code", {"code": code}, status=status)


def test_a_recovery_code_works_once(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    code, *_rest = recovery.renew(user, key=app.config["SECRET_KEY"].encode())
    db.session.commit()
    for browser, status in ((visitor, 303), (Visitor(app), 422)):
        enter_as_staff(browser, user.email)
        browser.post("/account/staff/code", {"code": code.upper().replace("-", " ")}, status=status)
    assert recovery.left(db.session.get(User, user.id)) == recovery.HOW_MANY - 1


def test_the_second_factor_cannot_be_tried_for_ever(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    enter_as_staff(visitor, user.email)
    for _try in range(8):
        visitor.post("/account/staff/code", {"code": "000000"}, status=422)
    page = visitor.post("/account/staff/code", {"code": app_code(app, user)}, status=429)
    assert "Trop d’essais" in page.text and not came_in(visitor)


def test_the_password_is_forgotten_after_ten_minutes(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        user = staff_with_app(app)
        enter_as_staff(visitor, user.email)
        time.shift(timedelta(minutes=11))
        assert visitor.get("/account/staff/code", status=303).location == "/account/staff"


def test_a_password_that_changed_in_between_opens_nothing(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    enter_as_staff(visitor, user.email)
    passwords.choose(user, "cinq autres mots bien choisis")
    db.session.commit()
    visitor.get("/account/staff/code", status=303)


def test_nothing_tells_whether_an_address_is_known(app: Flask) -> None:
    """A right address with a wrong password, nobody's, an artisan's, a closed account's, one just invited."""
    user = staff_with_app(app)
    closed = staff_with_app(app, active=False)
    invited = given.advisor()
    maker = given.artisan().user
    maker.email = "maker@example.org"
    db.session.commit()
    seen = set()
    for email in (user.email, "nobody@example.org", maker.email, closed.email, invited.email):
        page = enter_as_staff(Visitor(app), email, "not the password", status=422)
        seen.add(re.sub(r'value="[^"]*"', "", page.text))
    assert len(seen) == 1


@pytest.mark.parametrize("who", ["closed", "artisan"])
def test_the_right_password_of_somebody_else_is_not_enough(app: Flask, visitor: Visitor, who: str) -> None:
    user = staff_with_app(app, active=False) if who == "closed" else given.artisan().user
    if who == "artisan":
        user.email = "maker@example.org"
        passwords.choose(user, PASSWORD)
    db.session.commit()
    enter_as_staff(visitor, user.email, status=422)


def test_failures_are_written_down_without_addresses(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    enter_as_staff(visitor, user.email, "not the password", status=422)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "sign_in.failed")).one()
    assert event.subject_id == user.id and event.by_id is None
    assert event.origin and "127.0.0.1" not in event.origin and user.email not in str(event.facts)


def test_passwords_cannot_be_tried_for_ever_on_one_account(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    for n in range(10):
        elsewhere = {"environ_overrides": {"REMOTE_ADDR": f"203.0.113.{n}"}}
        form = {"email": user.email, "password": f"wrong number {n}"}
        visitor.post("/account/staff", form, status=422, **elsewhere)
    enter_as_staff(visitor, user.email, status=429)


def test_passwords_cannot_be_tried_for_ever_from_one_address(app: Flask, visitor: Visitor) -> None:
    for n in range(20):
        enter_as_staff(visitor, f"person-{n}@example.org", status=422)
    user = staff_with_app(app)
    enter_as_staff(visitor, user.email, status=429)


def test_coming_in_often_counts_against_nobody(app: Flask) -> None:
    user = staff_with_app(app)
    for _time in range(12):
        enter_as_staff(Visitor(app), user.email)


@pytest.mark.parametrize(
    "typed", ["", "nadia", "a@b", "\x00@\x00.\x00", "a" * 5000 + "@example.org", "a@b.c Bcc: x@y.z"]
)
def test_what_cannot_be_an_address_is_said_beside_the_field(visitor: Visitor, app: Flask, typed: str) -> None:
    page = visitor.post("/account/staff", {"email": typed, "password": PASSWORD}, status=422)
    assert 'id="email-error"' in page.text


def test_a_password_of_ten_megabytes_is_refused_at_once(visitor: Visitor, app: Flask) -> None:
    page = visitor.post("/account/staff", {"email": "a@example.org", "password": "a" * 10_000_000}, status=422)
    assert 'id="password-error"' in page.text


def test_a_working_day_ends_the_session(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        visitor.sign_in(given.advisor())
        time.shift(timedelta(hours=11, minutes=59))
        visitor.get("/advisor/")
        time.shift(timedelta(minutes=2))
        visitor.get("/advisor/", status=303)
