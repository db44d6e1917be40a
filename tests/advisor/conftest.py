"""What several tests of the team ask for."""

import pytest
from flask import Flask

from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


@pytest.fixture
def nadia(app: Flask) -> User:
    return given.advisor()


@pytest.fixture
def desk(visitor: Visitor, nadia: User) -> Visitor:
    given.item(title="Autre pièce")  # noise
    return visitor.sign_in(nadia)
