"""A coordinator looks after the team."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.people.models import RoleName, User
from tests import given
from tests.account.steps import messages, staff_with_app
from tests.pages import Visitor


@pytest.fixture
def boss(app: Flask, visitor: Visitor) -> User:
    made = given.coordinator(name="Karim Alaoui")
    visitor.sign_in(made)
    return made


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.deed).order_by(AuditEvent.id)))


def test_the_list_names_everybody_of_the_team_and_nobody_else(visitor: Visitor, boss: User) -> None:
    given.advisor(name="Nadia Temsamani")
    given.advisor(name="Old Colleague", active=False)
    given.artisan(name="Rahma Bakkali")
    page = visitor.get("/office/people/")
    assert "Nadia Temsamani" in page.text and "Old Colleague" in page.text and "Rahma Bakkali" not in page.text


def test_the_list_asks_no_more_for_many(visitor: Visitor, boss: User) -> None:
    few = len(visitor.get("/office/people/").queries)
    for _n in range(20):
        given.advisor()
    assert len(visitor.get("/office/people/").queries) == few


def test_somebody_is_invited(visitor: Visitor, boss: User) -> None:
    form = {"name": "Houda Lamrabet", "email": "Houda@Example.org", "role": "advisor", "language": "ar"}
    assert visitor.post("/office/people/invite", form).location == "/office/people/"
    user = db.session.scalars(select(User).where(User.email == "houda@example.org")).one()
    assert user.is_a(RoleName.ADVISOR) and not user.is_a(RoleName.COORDINATOR) and user.password is None
    (message,) = messages("invited_staff")
    assert message.language == "ar" and message.recipient == "houda@example.org"
    assert "staff.invited" in deeds()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("email", "nothing"),
        ("email", "taken@example.org"),
        ("role", "artisan"),
        ("role", ""),
        ("role", "king\x00"),
        ("language", "de"),
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(
    visitor: Visitor, boss: User, field: str, value: str
) -> None:
    given.advisor(email="taken@example.org")
    form = {"name": "Houda", "email": "h@example.org", "role": "advisor", "language": "fr", field: value}
    page = visitor.post("/office/people/invite", form, status=422)
    assert 'class="msg-err"' in page.text and not messages("invited_staff")
    assert field == "name" or 'value="Houda"' in page.text


def test_a_role_changes_and_ends_the_sessions(app: Flask, visitor: Visitor, boss: User) -> None:
    nadia = given.advisor()
    hers = Visitor(app).sign_in(nadia)
    visitor.post(f"/office/people/{nadia.id}", {"role": "coordinator"})
    assert db.session.get(User, nadia.id).is_a(RoleName.COORDINATOR)
    hers.get("/advisor/", status=303)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "role.changed")).one()
    assert (event.by_id, event.subject_id, event.facts["to"]) == (boss.id, nadia.id, "coordinator")


@pytest.mark.parametrize("deed", ["", "/close"])
def test_nobody_changes_their_own_door(visitor: Visitor, boss: User, deed: str) -> None:
    given.coordinator()
    visitor.post(f"/office/people/{boss.id}{deed}", {"role": "advisor"}, status=422)
    kept = db.session.get(User, boss.id)
    assert kept.active and kept.is_a(RoleName.COORDINATOR)


def test_a_closed_account_can_be_opened_again(app: Flask, visitor: Visitor, boss: User) -> None:
    nadia = given.advisor()
    hers = Visitor(app).sign_in(nadia)
    visitor.post(f"/office/people/{nadia.id}/close")
    hers.get("/advisor/", status=303)
    visitor.post(f"/office/people/{nadia.id}/open")
    assert db.session.get(User, nadia.id).active
    hers.get("/advisor/", status=303)  # the old session stays ended


def test_a_lost_telephone_is_forgotten(app: Flask, visitor: Visitor, boss: User) -> None:
    nadia = staff_with_app(app)
    visitor.post(f"/office/people/{nadia.id}/forget-factor")
    kept = db.session.get(User, nadia.id)
    assert kept.tf_primary_method is None and kept.tf_totp_secret is None and not kept.mf_recovery_codes


def test_an_invitation_is_sent_again_and_the_old_link_ends(app: Flask, visitor: Visitor, boss: User) -> None:
    form = {"name": "Houda", "email": "h@example.org", "role": "advisor", "language": "fr"}
    visitor.post("/office/people/invite", form)
    user = db.session.scalars(select(User).where(User.email == "h@example.org")).one()
    visitor.post(f"/office/people/{user.id}/invite-again")
    old, new = (message.secret["link"] for message in messages("invited_staff"))
    Visitor(app).get(old, status=410)
    Visitor(app).get(new)


@pytest.mark.parametrize("deed", ["close", "open", "end-sessions", "forget-factor", "invite-again"])
def test_artisans_and_nobody_are_not_found_here(visitor: Visitor, boss: User, deed: str) -> None:
    maker = given.artisan().user
    visitor.post(f"/office/people/{maker.id}/{deed}", status=404)
    visitor.post(f"/office/people/99999999/{deed}", status=404)
    visitor.get(f"/office/people/{maker.id}", status=404)


def test_changes_want_a_fresh_proof(app: Flask, visitor: Visitor) -> None:
    with time_machine.travel(given.NOW, tick=False) as time:
        visitor.sign_in(given.coordinator())
        nadia = given.advisor()
        time.shift(timedelta(minutes=16))
        assert "/account/security/prove" in visitor.post(f"/office/people/{nadia.id}/close").location
        assert "/account/security/prove" in visitor.post(f"/office/people/{nadia.id}", {"role": "coordinator"}).location
        kept = db.session.get(User, nadia.id)
        assert kept.active and not kept.is_a(RoleName.COORDINATOR)


@pytest.mark.parametrize("address", ["/office/", "/office/people/", "/office/people/invite", "/office/audit/"])
def test_advisors_stay_out(visitor: Visitor, app: Flask, address: str) -> None:
    visitor.sign_in(given.advisor())
    visitor.get(address, status=403)


def test_a_coordinator_works_in_the_team_space_too(visitor: Visitor, boss: User) -> None:
    visitor.get("/advisor/demand", status=200)
