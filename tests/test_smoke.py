"""The application starts and its doors open."""

import pytest

from tests import given
from tests.pages import Visitor

DOORS = (
    "/fr/",
    "/ar/",
    "/fr/items/",
    "/fr/makers/",
    "/fr/request",
    "/fr/how-it-works",
    "/account/sign-in",
    "/account/staff",
)


@pytest.mark.parametrize("address", DOORS)
def test_doors_open(visitor: Visitor, address: str) -> None:
    visitor.get(address)


def test_the_front_door_leads_to_the_wished_language(visitor: Visitor) -> None:
    assert visitor.get("/", status=302, headers={"Accept-Language": "ar-MA,ar;q=0.9"}).location == "/ar/"


def test_areas_open_for_their_people_only(visitor: Visitor) -> None:
    visitor.get("/portal/", status=303)
    visitor.sign_in(given.advisor())
    visitor.get("/advisor/")
    visitor.get("/portal/", status=403)
