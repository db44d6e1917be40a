"""A demonstration lets anybody in; a real installation has no such door, and asks for the second factor."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.base.database import begin_writing, db
from app.domain.people import passwords
from app.domain.people.models import RoleName
from app.domain.work import installation
from tests import given
from tests.account.steps import PASSWORD
from tests.databases import Template
from tests.pages import Visitor


@pytest.fixture
def demo(template: Template) -> Iterator[Flask]:
    with template.copy(demo=True) as app, app.app_context():
        begin_writing()
        installation.mark(demo=True, at=given.NOW)
        given.artisan().user.phone = "+212612000001"
        user = given.user(RoleName.ADVISOR, email="conseil@demo.example")
        passwords.choose(user, PASSWORD)
        db.session.commit()
        yield app


def test_one_tap_enters_as_one_of_its_people(demo: Flask) -> None:
    visitor = Visitor(demo)
    assert "/account/demo/artisan" in visitor.get("/account/sign-in").text
    assert visitor.post("/account/demo/artisan").location == "/portal/"
    visitor.get("/portal/")
    visitor.post("/account/demo/nobody", status=404)


def test_the_second_factor_is_not_asked_there(demo: Flask) -> None:
    form = {"email": "conseil@demo.example", "password": PASSWORD}
    assert Visitor(demo).post("/account/staff", form).location == "/advisor/"


def test_a_setting_alone_makes_no_demonstration(template: Template) -> None:
    """DEMO=1 on a database that is not marked: the factor is asked, and the quick doors are closed."""
    with template.copy(demo=True) as app, app.app_context():
        begin_writing()
        user = given.user(RoleName.ADVISOR, email="conseil@demo.example")
        passwords.choose(user, PASSWORD)
        db.session.commit()
        visitor = Visitor(app)
        visitor.post("/account/demo/advisor", status=404)
        form = {"email": "conseil@demo.example", "password": PASSWORD}
        assert visitor.post("/account/staff", form).location == "/account/factor/app"


def test_a_real_installation_has_no_quick_door(visitor: Visitor) -> None:
    given.user(RoleName.ADVISOR, email="conseil@demo.example")
    visitor.post("/account/demo/advisor", status=404)
    assert "/account/demo/" not in visitor.get("/account/sign-in").text
