"""Steps that many tests of the doorway take."""

from flask import Flask
from sqlalchemy import select

from app.account import one_time
from app.base.database import db
from app.domain.notices.models import OutboxMessage
from app.domain.people import passwords
from app.domain.people.models import User
from tests import given
from tests.pages import Page, Visitor

PASSWORD = "quatre mots bien choisis"


def messages(template: str) -> list[OutboxMessage]:
    """What was posted, oldest first."""
    chosen = select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id)
    return list(db.session.scalars(chosen))


def sent_code() -> str:
    """The last code that went out."""
    code: str = messages("sign_in_code")[-1].secret["code"]
    return code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def ask(visitor: Visitor, phone: str, status: int = 303) -> Page:
    return visitor.post("/account/sign-in", {"phone": phone}, status=status)


def give(visitor: Visitor, code: str, status: int = 303) -> Page:
    return visitor.post("/account/sign-in/code", {"code": code}, status=status)


def came_in(visitor: Visitor) -> bool:
    """Whether this browser is signed in."""
    return visitor.client.get("/account/security").status_code == 200


def enter_as_staff(visitor: Visitor, email: str, password: str = PASSWORD, status: int = 303) -> Page:
    return visitor.post("/account/staff", {"email": email, "password": password}, status=status)


def app_code(app: Flask, user: User) -> str:
    """What the person's authenticator app shows now."""
    with app.test_request_context():
        code: str = one_time.factory().generate_totp_password(user.tf_totp_secret or "")
    return code


def staff_with_app(app: Flask, **columns: object) -> User:
    """A coordinator with a password and an authenticator app."""
    user = given.coordinator(**columns)
    passwords.choose(user, PASSWORD)
    with app.test_request_context():
        user.tf_totp_secret = one_time.factory().generate_totp_secret()
    user.tf_primary_method = "authenticator"
    db.session.commit()
    return user
