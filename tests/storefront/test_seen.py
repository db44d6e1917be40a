"""Cards of what a browser remembers: the server keeps nothing and learns nothing."""

from app.domain.catalogue.models import ItemState
from tests import given
from tests.pages import Visitor
from tests.storefront import shop


def test_cards_come_in_the_order_asked_for(visitor: Visitor) -> None:
    shop.filled()
    bowl, cup = given.item(slug="bol", title="Bol"), given.item(slug="tasse", title="Tasse")
    page = visitor.get("/fr/seen?pieces=tasse.mendil-raye-rouge.bol.tasse")
    places = [page.text.index(f"/fr/items/{slug}") for slug in ("tasse", "mendil-raye-rouge", "bol")]
    assert places == sorted(places) and page.text.count('class="piece"') == 3
    assert "<html" not in page.text and len(page.queries) <= 6
    assert page.response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in page.response.headers and page.response.headers["X-Robots-Tag"] == "noindex"
    cup.state = ItemState.PAUSED
    assert "tasse" not in visitor.get("/fr/seen?pieces=tasse.bol").text
    assert bowl.slug == "bol"


def test_odd_questions_have_no_cards(visitor: Visitor) -> None:
    shop.filled()
    for odd in ("", "?pieces=", "?pieces=nothing", "?pieces=..", "?pieces=%00.<b>", f"?pieces={'a.' * 5000}"):
        assert "<" not in visitor.get(f"/fr/seen{odd or '?'}").text


def test_few_cards_are_made_however_many_are_asked_for(visitor: Visitor) -> None:
    slugs = [given.item(slug=f"bol-{n}").slug for n in range(12)]
    assert visitor.get(f"/fr/seen?pieces={'.'.join(slugs)}").text.count('class="piece"') == 8


def test_pages_say_where_the_cards_belong(visitor: Visitor) -> None:
    shop.filled()
    item = visitor.get("/fr/items/mendil-raye-rouge").text
    assert 'data-seen="/fr/seen" data-slug="mendil-raye-rouge"' in item
    for address in ("/fr/items/", "/fr/crafts/weaving", "/fr/search?q=rayon"):
        page = visitor.get(address).text
        assert 'data-seen="/fr/seen"><template>' in page and "Oublier ces pièces" in page


def test_a_piece_with_all_that_stands_around_it_costs_six_statements(visitor: Visitor) -> None:
    """Made of what the shelves know, by no statement of its own; four of its workshop and four that are like it."""
    item = shop.filled()
    for number in range(5):
        shop.piece(f"Mendil {number}", artisan_=given.artisan(), craft_=item.craft, materials=item.materials)
    page = visitor.get("/fr/items/mendil-raye-rouge")
    assert len(page.queries) <= 6
    assert "Pièces semblables" in page.text and page.text.count('class="piece"') == 8
    assert "Coton" in page.text and "Rouge" in page.text
