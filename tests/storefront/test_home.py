"""The first page, made of what there is."""

from flask import Flask

from app.base import clock
from app.domain.catalogue import atlas
from tests import given
from tests.pages import Visitor
from tests.storefront import shop


def test_an_empty_shop_has_a_first_page(visitor: Visitor) -> None:
    visitor.get("/fr/")


def test_the_first_page_counts_what_there_is(visitor: Visitor) -> None:
    shop.filled()
    page = visitor.get("/fr/").text
    assert "2 artisans et petits producteurs" in page
    assert 'href="/fr/crafts/weaving"' in page and "Mendil rayé rouge" in page
    assert "Rahma Bakkali" in page


def test_what_cannot_be_had_is_no_news(visitor: Visitor) -> None:
    shop.piece("Jarre vendue", stock=0)
    shop.piece("Jarre prête")
    page = visitor.get("/fr/").text
    news = page[page.index("Sorties de l’atelier") :]
    assert "Jarre prête" in news and "Jarre vendue" not in news


def test_crafts_and_places_are_counted_from_public_pieces_alone(app: Flask) -> None:
    shop.filled()
    given.item(published=False, craft_=given.craft("hidden"))
    assert [(e.craft.slug, e.pieces) for e in sorted(atlas.crafts(), key=lambda e: e.craft.slug)] == [
        ("pottery", 15),
        ("weaving", 16),
    ]
    assert {e.place.slug: e.artisans for e in atlas.places()} == {"chefchaouen": 1, "tetouan": 1}


def test_the_piece_of_the_week_can_be_had_when_any_can(app: Flask) -> None:
    for _ in range(3):
        shop.piece(stock=0)
    ready = shop.piece()
    chosen = atlas.piece_of_the_week(clock.today())
    assert chosen is not None and chosen.id == ready.id
