"""Crafts, places and makers as programs read them."""

import json

from app.domain.people.models import Standing
from tests import given
from tests.api.v1.asking import ask, refused
from tests.pages import Visitor
from tests.storefront import shop


def test_crafts_know_their_family_and_their_pieces(visitor: Visitor) -> None:
    family = given.craft("textile", names={"fr": "Textile"}, position=1)
    weaving = given.craft("weaving", parent=family, story={"fr": "On tisse."}, position=2)
    shop.piece(craft_=weaving)
    given.item(craft_=weaving, published=False)
    crafts = {craft["slug"]: craft for craft in ask(visitor, "crafts")["crafts"]}
    assert (crafts["textile"]["pieces"], crafts["weaving"]["pieces"]) == (1, 1)
    assert (crafts["textile"]["family"], crafts["weaving"]["family"]) == (None, "textile")
    said = ask(visitor, "crafts/textile")
    assert [craft["slug"] for craft in said["crafts"]] == ["weaving"]
    assert ask(visitor, "crafts/weaving")["story"] == {"fr": "On tisse."}
    visitor.get(said["pages"]["ar"].removeprefix("http://127.0.0.1:8000"))
    assert "no such craft" in refused(visitor.get("/api/v1/crafts/nothing", status=404))["detail"]


def test_places_count_what_is_public(visitor: Visitor) -> None:
    shop.filled()
    given.item(given.artisan(place=given.place("tetouan"), standing=Standing.SUSPENDED))
    given.place("nobody")
    places = {place["slug"]: (place["artisans"], place["pieces"]) for place in ask(visitor, "places")["places"]}
    assert places == {"chefchaouen": (1, 16), "tetouan": (1, 15)}


def test_makers_are_found_by_place_and_craft(visitor: Visitor) -> None:
    shop.filled()
    given.artisan(name="Sans pièce")

    def found(query: str) -> list[str]:
        return [maker["slug"] for maker in ask(visitor, f"makers{query}")["makers"]]

    assert found("") == ["aicha-tabiz", "rahma-bakkali"]
    assert found("?per_page=1&page=2") == found("?place=chefchaouen") == found("?craft=weaving") == ["rahma-bakkali"]
    assert found("?place=nowhere") == found("?craft=nowhere") == found("?page=9") == []
    assert ask(visitor, "makers?per_page=1")["next"].endswith("/api/v1/makers?page=2&per_page=1")
    refused(visitor.get("/api/v1/makers?place=a&place=b", status=422))


def test_a_maker_is_told_without_what_is_private(visitor: Visitor) -> None:
    maker = given.artisan(name="Rahma", phone="+212612345678", notes="Ne répond pas le soir", weekly_capacity=987_654)
    shop.piece(artisan_=maker)
    said = ask(visitor, f"makers/{maker.slug}")
    assert (said["pieces"], said["story"]) == (1, {"fr": "Je tisse."})
    every = json.dumps([said, ask(visitor, "makers"), ask(visitor, "items")])
    assert not [one for one in ("+2126", "soir", "987654", "email", "phone", "user") if one in every]


def test_who_left_is_not_there(visitor: Visitor) -> None:
    for standing in (Standing.LEFT, Standing.SUSPENDED):
        maker = given.artisan(standing=standing)
        given.item(maker)
        refused(visitor.get(f"/api/v1/makers/{maker.slug}", status=404))
    assert ask(visitor, "makers")["makers"] == []
