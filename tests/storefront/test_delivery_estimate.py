"""What delivery would cost, said before a request is sent: with the country, the pieces and how many there are."""

import re

import pytest
from sqlalchemy import select

from app.base.database import db
from app.domain.purchasing.models import PurchaseRequest
from tests import given
from tests.pages import Page, Visitor
from tests.storefront.test_purchasing import CONTACT

COSTS = {"MA": "35", "EU": "190", "AM": "260", "XX": "280", "pickup": "sans frais"}
"""Up to a kilogram, as the settings begin."""


def costs(page: Page) -> dict[str, str]:
    rows = re.findall(r'data-zone="(\w+)".*?<dd>(?:<bdi>)?([\d\u202f]+|sans frais)', page.text)
    return {zone: cost.replace("\u202f", "") for zone, cost in rows}


def chosen(page: Page) -> list[str]:
    return re.findall(r'data-zone="(\w+)"[^>]* class="chosen"', page.text)


def with_pieces(page: Page) -> str:
    found = re.search(r"<bdi data-with>([^<]*)</bdi>", page.text)
    assert found
    return re.sub(r"\s", "", found[1])


def test_every_zone_is_there_before_a_country_is_chosen(visitor: Visitor) -> None:
    bowl, rug = given.item(weight_g=400), given.item(weight_g=3000)
    visitor.client.set_cookie("list", f"{bowl.main.id}x2", domain="localhost")
    page = visitor.get("/fr/request")
    assert costs(page) == COSTS and chosen(page) == [] and "800\u00a0g" in page.text and "pesée" not in page.text
    assert re.search(r"<p[^>]* hidden>[^<]*<b><bdi data-with></bdi>", page.text)
    visitor.client.set_cookie("list", f"{bowl.main.id}x2.{rug.main.id}x1", domain="localhost")
    page = visitor.get("/fr/request")
    assert costs(page) == {"MA": "60", "EU": "420", "AM": "640", "XX": "720", "pickup": "sans frais"}
    assert "3,8\u00a0kg" in page.text


def test_pieces_nobody_has_weighed_are_named_as_such(visitor: Visitor) -> None:
    vase = given.item(weight_g=None, stock=5)
    visitor.client.set_cookie("list", f"{vase.main.id}x3", domain="localhost")
    page = visitor.get("/fr/request")
    assert "3 pièces n’ont pas encore été pesées" in page.text and costs(page)["MA"] == "60"


@pytest.mark.parametrize(
    ("typed", "zone", "total"),
    [
        ({"country": "FR"}, ["EU"], "450MAD"),
        ({"country": "MA"}, ["MA"], "295MAD"),
        ({"country": "JP"}, ["XX"], "540MAD"),
        ({"country": "FR", "pickup": "y"}, ["pickup"], "260MAD"),
        ({"country": ""}, [], ""),
    ],
)
def test_the_chosen_way_stands_out_without_a_script(
    visitor: Visitor, typed: dict[str, str], zone: list[str], total: str
) -> None:
    bowl = given.item(price=26000, weight_g=400)
    form = {**CONTACT, **typed, f"qty-{bowl.main.id}": "1"}
    page = visitor.post("/fr/request/change", form, status=200)
    assert (chosen(page), with_pieces(page)) == (zone, total)


def test_collecting_is_kept_and_said_to_everybody(visitor: Visitor) -> None:
    cheese = given.item(not_to=["FR"])
    form = {**CONTACT, f"qty-{cheese.main.id}": "1", "key": "k" * 32}
    visitor.post("/fr/request", form, status=422)
    visitor.post("/fr/request", {**form, "pickup": "y"})
    asked = db.session.scalars(select(PurchaseRequest)).one()
    assert asked.pickup
    assert "Vous venez chercher les pièces à la coopérative." in visitor.get(f"/fr/requests/{asked.reference}").text
    given.offer(asked, delivery_cost=0)
    page = visitor.get(f"/fr/requests/{asked.reference}").text
    assert "Remise à la coopérative" in page and "envoi suivi" not in page
    visitor.sign_in(given.advisor(language="fr"))
    for more in ("", "/offers/1"):
        assert "Remise à la coopérative" in visitor.get(f"/advisor/requests/{asked.reference}{more}").text


def test_a_wish_says_that_its_offer_fixes_the_delivery(visitor: Visitor) -> None:
    assert "l’offre les dit" in visitor.get("/fr/request/custom").text
