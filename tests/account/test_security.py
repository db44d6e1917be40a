"""My account: sessions, password, proving again who one is."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.people import passwords
from app.domain.people.models import SignIn, User
from tests import given
from tests.account.steps import PASSWORD, messages, sent_code, staff_with_app
from tests.pages import Visitor


def test_every_device_is_listed_and_can_be_ended_from_another(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    phone, stranger = Visitor(app).sign_in(user), Visitor(app).sign_in(given.artisan().user)
    visitor.sign_in(user)
    page = visitor.get("/account/security")
    assert page.text.count("Firefox, Linux") == 3  # two rows and the name of one button
    first = db.session.scalars(select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id)).first()
    visitor.post(f"/account/security/sessions/{first.id}/end")
    phone.get("/portal/", status=303)
    visitor.get("/portal/")
    stranger.get("/portal/")


def test_nobody_ends_another_persons_session(app: Flask, visitor: Visitor) -> None:
    other = Visitor(app).sign_in(given.artisan().user)
    theirs = db.session.scalars(select(SignIn.id)).one()
    visitor.sign_in(given.artisan().user)
    visitor.post(f"/account/security/sessions/{theirs}/end", status=404)
    visitor.post("/account/security/sessions/99999999999999/end", status=404)
    other.get("/portal/")


def test_all_other_sessions_end_at_once(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    others = [Visitor(app).sign_in(user) for _device in range(3)]
    visitor.sign_in(user)
    visitor.post("/account/security/sessions/end-others")
    for other in others:
        other.get("/portal/", status=303)
    visitor.get("/portal/")


def test_a_closed_account_has_no_live_session(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    visitor.sign_in(user)
    user.active = False
    db.session.commit()
    visitor.get("/portal/", status=303)


def test_a_new_password_ends_every_other_session(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    phone = Visitor(app).sign_in(user)
    visitor.sign_in(user)
    visitor.post("/account/security/password", {"password": PASSWORD})
    phone.get("/portal/", status=303)
    visitor.get("/portal/")
    assert passwords.right(db.session.get(User, user.id), PASSWORD)
    assert [(message.channel, message.recipient) for message in messages("password_changed")] == [("sms", user.phone)]


def test_a_change_of_password_wants_a_fresh_proof(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        user = staff_with_app(app)
        visitor.sign_in(user)
        time.shift(timedelta(minutes=16))
        prove = visitor.get("/account/security/password", status=303).location
        assert prove == "/account/security/prove?next=/account/security/password"
        visitor.post("/account/security/password", {"password": "cinq autres mots bien choisis"}, status=303)
        assert passwords.right(db.session.get(User, user.id), PASSWORD)
        visitor.post(prove, {"password": "not the password"}, status=422)
        assert visitor.post(prove, {"password": PASSWORD}).location == "/account/security/password"
        visitor.get("/account/security/password")


def test_who_has_no_password_proves_it_by_a_code(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        user = given.artisan().user
        visitor.sign_in(user)
        time.shift(timedelta(minutes=16))
        prove = visitor.get("/account/security/password", status=303).location
        visitor.get(prove)
        visitor.post("/account/security/prove/code")
        assert messages("sign_in_code")[-1].recipient == user.phone
        visitor.post(prove, {"code": sent_code()})
        visitor.get("/account/security/password")


@pytest.mark.parametrize("address", ["/account/factor/app", "/account/factor/codes/new"])
def test_the_second_factor_changes_with_a_fresh_proof_only(app: Flask, visitor: Visitor, address: str) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        visitor.sign_in(staff_with_app(app))
        time.shift(timedelta(minutes=16))
        if address.endswith("new"):
            assert "/account/security/prove" in visitor.post(address).location
        else:
            assert "/account/security/prove" in visitor.get(address, status=303).location


def test_an_artisans_session_slides_and_ends_after_ninety_quiet_days(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        visitor.sign_in(given.artisan().user)
        for _season in range(3):
            time.shift(timedelta(days=80))
            visitor.get("/portal/")
        time.shift(timedelta(days=91))
        visitor.get("/portal/", status=303)


def test_use_is_noted_at_most_every_ten_minutes(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        visitor.sign_in(given.artisan().user)
        seen = select(SignIn.seen_at)
        time.shift(timedelta(minutes=9))
        quiet = visitor.get("/portal/")
        assert db.session.scalars(seen).one() == given.NOW and "Set-Cookie" not in quiet.response.headers
        time.shift(timedelta(minutes=2))
        noted = visitor.get("/portal/")
        assert db.session.scalars(seen).one() == given.NOW + timedelta(minutes=11)
        assert "Set-Cookie" in noted.response.headers  # the cookie gets its ninety days again


def test_a_token_in_the_address_opens_nothing(app: Flask, visitor: Visitor) -> None:
    user = given.artisan().user
    db.session.commit()
    visitor.get(f"/portal/?auth_token={user.fs_uniquifier}", status=303)
    visitor.get("/portal/", status=303, headers={"Authentication-Token": user.fs_uniquifier})
