"""Links that let somebody choose a password."""

import base64
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.base.database import db
from app.domain.people import passwords
from app.domain.people.models import RoleName, User
from tests import given
from tests.account.steps import PASSWORD, enter_as_staff, messages, staff_with_app
from tests.pages import Visitor

NEW = "cinq autres mots bien choisis"


def forget(visitor: Visitor, email: str, status: int = 303) -> None:
    visitor.post("/account/password/forgotten", {"email": email}, status=status)


def link() -> str:
    address: str = messages("new_password")[-1].secret["link"]
    return address


def test_a_forgotten_password_is_chosen_anew_by_a_link(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    forget(visitor, user.email)
    visitor.get(link())
    assert visitor.post(link(), {"password": NEW}).location == "/account/staff/code"  # the factor is still asked
    enter_as_staff(Visitor(app), user.email, PASSWORD, status=422)
    enter_as_staff(Visitor(app), user.email, NEW)
    assert [message.recipient for message in messages("password_changed")] == [user.email]


def test_a_link_works_once_and_opening_it_changes_nothing(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    forget(visitor, user.email)
    for _look in range(3):
        visitor.get(link())
    visitor.post(link(), {"password": NEW})
    visitor.get(link(), status=410)
    visitor.post(link(), {"password": "encore six mots bien choisis"}, status=410)


def test_a_link_lives_two_hours(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        user = staff_with_app(app)
        forget(visitor, user.email)
        time.shift(timedelta(hours=2))
        visitor.get(link(), status=410)


def test_a_link_ends_every_session_of_before(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    old = Visitor(app).sign_in(user)
    forget(visitor, user.email)
    visitor.post(link(), {"password": NEW})
    old.get("/advisor/", status=303)


def test_nothing_tells_whether_an_address_is_known(app: Flask) -> None:
    user = staff_with_app(app)
    closed = staff_with_app(app, active=False)
    for email in (user.email, "nobody@example.org", closed.email):
        somebody = Visitor(app)
        forget(somebody, email)
    assert [message.recipient for message in messages("new_password")] == [user.email]


def test_three_links_an_hour(app: Flask, visitor: Visitor) -> None:
    user = staff_with_app(app)
    for _link in range(3):
        forget(visitor, user.email)
    forget(visitor, user.email, status=429)


@pytest.mark.parametrize("change", ["other purpose", "other account", "longer life", "noise", "empty", "NUL", "huge"])
def test_a_link_cannot_be_bent(app: Flask, visitor: Visitor, change: str) -> None:
    user, other = staff_with_app(app), staff_with_app(app)
    forget(visitor, user.email)
    end = link().rsplit("/", 1)[1]
    number, until, seal = base64.urlsafe_b64decode(end + "=" * (-len(end) % 4)).decode().split(".")

    def packed(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    bent = {
        "other purpose": f"/account/invited/{end}",
        "other account": "/account/password/new/" + packed(f"{other.id}.{until}.{seal}"),
        "longer life": "/account/password/new/" + packed(f"{number}.{int(until) + 1}.{seal}"),
        "noise": "/account/password/new/%F0%9F%98%80",
        "empty": "/account/password/new/" + packed(".."),
        "NUL": "/account/password/new/" + packed("1\x00.1.1"),
        "huge": "/account/password/new/" + packed(f"{'9' * 40}.{'9' * 40}.{seal}"),
    }[change]
    visitor.get(bent, status=410)


@pytest.mark.parametrize(
    "weak", ["", "court", "passwordpassword", "aaaaaaaaaaaaaaa", "Karim Alaoui", "1234567890", "maalem2026", "a" * 200]
)
def test_a_weak_password_is_refused_beside_the_field(app: Flask, visitor: Visitor, weak: str) -> None:
    user = staff_with_app(app, name="Karim Alaoui")
    forget(visitor, user.email)
    page = visitor.post(link(), {"password": weak}, status=422)
    assert 'id="password-error"' in page.text
    visitor.get(link())  # the link is not spent


def test_an_invitation_leads_from_the_command_line_into_the_team_space(app: Flask, visitor: Visitor) -> None:
    told = app.test_cli_runner().invoke(
        args=["users", "invite", "--role", "coordinator", "--email", "Karim@Example.org", "--name", "Karim Alaoui"]
    )
    assert told.exit_code == 0, told.output
    address = re.search(r"http://[^/]+(/account/invited/\S+)", told.output).group(1)
    assert messages("invited_staff")[-1].secret == {"link": address}
    assert "Karim Alaoui" in visitor.get(address).text
    assert visitor.post(address, {"password": NEW}).location == "/account/factor/app"
    user = db.session.query(User).filter_by(email="karim@example.org").one()
    assert user.is_a(RoleName.COORDINATOR) and user.password != NEW and passwords.right(user, NEW)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--role", "artisan", "--email", "a@example.org", "--name", "A"],
        ["--role", "advisor", "--email", "nothing", "--name", "A"],
        ["--role", "advisor", "--email", "a@example.org", "--name", " "],
    ],
)
def test_the_command_line_refuses_what_cannot_be(app: Flask, wrong: list[str]) -> None:
    told = app.test_cli_runner().invoke(args=["users", "invite", *wrong])
    assert told.exit_code != 0 and "Traceback" not in told.output
    assert db.session.query(User).count() == 0


def test_nobody_is_invited_twice(app: Flask) -> None:
    given.advisor(email="nadia@example.org")
    db.session.commit()
    told = app.test_cli_runner().invoke(
        args=["users", "invite", "--role", "advisor", "--email", "NADIA@example.org", "--name", "Nadia"]
    )
    assert told.exit_code == 1 and "already has an account" in told.output
