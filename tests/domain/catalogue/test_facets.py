"""Lists are narrowed exactly, and each facet is counted with the others applied."""

from typing import Any

import pytest
from flask import Flask

from app.base.database import db, reading
from app.domain.catalogue import facets
from app.domain.catalogue.facets import DELAY, NEW, NOW, ORDER, PRICE, Filters, Narrowed, Shelf
from app.domain.catalogue.models import Colour, Item, ItemState, Kind, Material
from app.domain.catalogue.shelves import opened
from app.domain.people.models import Artisan, Standing
from app.domain.people.trades import Craft
from tests import given


@pytest.fixture
def shop(app: Flask) -> dict[str, Item]:
    """Four public pieces, and three that nobody may see."""
    tetouan = given.artisan(slug="hassan", place=given.place("tetouan"))
    larache = given.artisan(slug="fatna", place=given.place("larache"))
    cotton, wool = (Material(slug=s, names={"fr": s}) for s in ("cotton", "wool"))
    red, blue = (Colour(slug=s, names={"fr": s}, hex="#ff0000") for s in ("red", "blue"))
    cloth, clay = given.craft("cloth"), given.craft("clay")

    def made(maker: Artisan, craft: Craft, price: int, **more: Any) -> Item:
        return given.item(maker, craft_=craft, price=price * 100, **more)

    suspended = given.artisan(slug="gone", standing=Standing.SUSPENDED)
    made(suspended, cloth, 150, materials=[cotton], colours=[red])
    made(tetouan, cloth, 150, materials=[cotton], colours=[red], published=False)
    made(tetouan, cloth, 150, materials=[cotton], colours=[red], state=ItemState.PAUSED)
    return {
        "mendil": made(tetouan, cloth, 260, materials=[cotton], colours=[red, blue]),
        "blanket": made(tetouan, cloth, 780, materials=[wool, cotton], colours=[blue], kind=Kind.MADE_TO_ORDER),
        "towel": made(larache, cloth, 99, materials=[cotton], colours=[red], kind=Kind.READY_THEN_MADE),
        "bowl": made(larache, clay, 100, kind=Kind.UNIQUE, stock=0),
    }


def _look(filters: Filters, **shelf: Any) -> Narrowed:
    """What a page sees: what is committed, in a transaction that only reads."""
    db.session.commit()
    with reading(), opened() as here:
        return Narrowed(here, Shelf(**shelf), filters)


def _counts(choices: list[facets.Choice]) -> dict[str, int]:
    return {choice.value: choice.count for choice in choices}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"mendil", "blanket", "towel", "bowl"}),
        (Filters(craft=("cloth",)), {"mendil", "blanket", "towel"}),
        (Filters(place=("larache",)), {"towel", "bowl"}),
        (Filters(place=("larache", "tetouan"), craft=("clay",)), {"bowl"}),
        (Filters(maker=("hassan",)), {"mendil", "blanket"}),
        (Filters(material=("cotton",), colour=("blue",)), {"mendil", "blanket"}),
        (Filters(material=("cotton", "wool")), {"mendil", "blanket", "towel"}),
        (Filters(ready=(NOW,)), {"mendil", "towel"}),
        (Filters(ready=(ORDER,)), {"blanket"}),
        (Filters(ready=(NOW, ORDER)), {"mendil", "towel", "blanket"}),
        (Filters(bands=(0,)), {"towel"}),
        (Filters(bands=(0, 2)), {"towel", "mendil"}),
        (Filters(price_min=100, price_max=260), {"mendil", "bowl"}),
        (Filters(craft=("nothing",)), set()),
    ],
)
def test_narrowed(shop: dict[str, Item], filters: Filters, found: set[str]) -> None:
    ids = _look(filters).page(sort=NEW, number=1)
    assert {name for name, item in shop.items() if item.id in ids} == found
    assert _look(filters).total == len(ids) == len(found)


def test_each_facet_is_counted_with_the_others_applied(shop: dict[str, Item]) -> None:
    chosen = Filters(place=("tetouan",), material=("wool",))
    assert _counts(_look(chosen).named("place")) == {"tetouan": 1}
    assert _counts(_look(chosen).named("material")) == {"cotton": 2, "wool": 1}
    assert _counts(_look(chosen).named("colour")) == {"blue": 1}
    assert _counts(_look(chosen).prices()) == {"500-1000": 1}
    assert _counts(_look(chosen).readiness()) == {ORDER: 1}


def test_the_count_beside_a_value_is_what_choosing_it_gives(shop: dict[str, Item]) -> None:
    for facet in facets.NAMED:
        for choice in _look(Filters()).named(facet):
            chosen: dict[str, Any] = {facet: (choice.value,)}
            assert _look(Filters(**chosen)).total == choice.count


def test_the_counts_of_prices_and_readiness_are_what_choosing_them_gives(shop: dict[str, Item]) -> None:
    assert _counts(_look(Filters()).prices()) == {"0-100": 1, "100-200": 1, "200-500": 1, "500-1000": 1}
    for number in range(len(facets.BANDS)):
        counted = _counts(_look(Filters()).prices()).get(facets.band_value(number), 0)
        assert _look(Filters(bands=(number,))).total == counted
    assert _counts(_look(Filters()).readiness()) == {NOW: 2, ORDER: 1}


def test_a_family_holds_the_pieces_of_its_crafts(shop: dict[str, Item]) -> None:
    family = given.craft("textile")
    shop["mendil"].craft.parent = family
    assert _look(Filters(craft=("textile",))).total == 3


def test_the_cheapest_come_first(shop: dict[str, Item]) -> None:
    ids = _look(Filters()).page(sort=PRICE, number=1)
    assert ids == [shop[name].id for name in ("towel", "bowl", "mendil", "blanket")]


def test_what_stands_ready_comes_before_what_is_made_and_what_is_gone_comes_last(shop: dict[str, Item]) -> None:
    ids = _look(Filters()).page(sort=DELAY, number=1)
    assert set(ids[:2]) == {shop["mendil"].id, shop["towel"].id}
    assert ids[2:] == [shop["blanket"].id, shop["bowl"].id]


def test_pages_follow_each_other_without_gap_or_double(app: Flask) -> None:
    made = {given.item().id for _ in range(5)}
    pages = [_look(Filters()).page(sort=NEW, number=n, size=2) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {item_id for page in pages for item_id in page} == made
