"""What an item is made of and how large it is."""

import re

import pytest

from app.base.database import db
from app.domain.catalogue.models import Item
from tests import given
from tests.pages import Visitor


def facts_said(item: Item, **changed: object) -> dict[str, object]:
    return {"craft": item.craft.slug, "size": "grand", "length_mm": "30", "seen": str(item.version), **changed}


def test_facts_are_kept_in_millimetres(desk: Visitor) -> None:
    bowl = given.item(length_mm=300)
    assert 'value="30"' in desk.get(f"/advisor/catalogue/items/{bowl.id}/facts").text
    desk.post(f"/advisor/catalogue/items/{bowl.id}/facts", facts_said(bowl, length_mm="42", materials=["nothing"]))
    db.session.refresh(bowl)
    assert (bowl.length_mm, bowl.size, bowl.materials) == (420, "grand", [])


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"craft": "x"}, 422), ({"length_mm": "0"}, 422), ({"weight_g": "99999999999999"}, 422), ({"seen": "77"}, 409)],
)
def test_wrong_facts_are_said(desk: Visitor, wrong: dict[str, object], status: int) -> None:
    bowl = given.item(size="petit")
    page = desk.post(f"/advisor/catalogue/items/{bowl.id}/facts", facts_said(bowl, **wrong), status=status)
    assert "grand" in page.text
    db.session.refresh(bowl)
    assert bowl.size == "petit"


def test_an_error_does_not_hide_what_another_changed_meanwhile(desk: Visitor) -> None:
    bowl = given.item(size="petit")
    there, mine = f"/advisor/catalogue/items/{bowl.id}/facts", facts_said(bowl, length_mm="0")
    desk.post(there, {**mine, "length_mm": "42", "size": "moyen"})
    page = desk.post(there, mine, status=422).text
    assert re.search(rf'name="seen"[^>]*value="{mine["seen"]}"', page)
    desk.post(there, {**mine, "length_mm": "30"}, status=409)
