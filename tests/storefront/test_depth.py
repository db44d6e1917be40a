"""Sizes with their own photo and price, what food says, labels while they hold, and where a piece may not go."""

import re
from datetime import timedelta

import time_machine

from app.base import clock
from app.base.database import db, new_key
from app.domain.catalogue import days
from app.domain.catalogue.destinations import ABROAD, EUROPEAN_UNION
from app.domain.catalogue.models import Colour, Item
from app.domain.catalogue.revisions import Photo, PhotoPlace
from tests import given
from tests.pages import Visitor
from tests.storefront import shop
from tests.storefront.machines import vocabulary
from tests.storefront.test_purchasing import CONTACT, cookie, requests


def second_photo(item: Item) -> Photo:
    assert item.photo_set
    first = item.photo_set.photos[0]
    facts = {"width": first.width, "height": first.height, "state": first.state, "created_at": given.NOW}
    photo = Photo(key=new_key(), original="originals/x", renditions=first.renditions, alt={"fr": "Bleu"}, **facts)
    db.session.add(PhotoPlace(photo_set=item.photo_set, position=1, photo=photo))
    db.session.flush()
    return photo


def in_two_colours() -> Item:
    blue = Colour(slug="blue", names={"fr": "Bleu", "ar": "أزرق"}, hex="#1f5f8b")
    red = Colour(slug="red", names={"fr": "Rouge"}, hex="#b3262e")
    item = shop.piece("Coussin", stock=2, price=20000, colours=[red, blue], weight_g=400)
    item.main.labels, item.main.colour_id = {"fr": "Rouge"}, red.id
    own = {"photo_id": second_photo(item).id, "colour_id": blue.id, "price": 24000, "weight_g": 650}
    given.variant(item, "Bleu", stock=1, **own)
    return item


def test_a_chosen_size_shows_its_own_photo_price_stock_and_weight(visitor: Visitor) -> None:
    item = in_two_colours()
    blue = item.variants[1]
    plain = visitor.get(f"/fr/items/{item.slug}").plain
    assert "400 g" in plain and 'class="option"' in plain
    page = visitor.get(f"/fr/items/{item.slug}?variant={blue.sku}").plain
    large = page.split('class="gallery"')[1].split("<ul")[0]
    assert 'alt="Bleu"' in large and "650 g" in page and "400 g" not in page
    assert "Sur 240 MAD, 204 vont" in page and f'name="variant" value="{blue.id}"' in page
    assert re.search(r'aria-current="true"><svg class="swatch".*?<span>Bleu', page)
    assert f'href="/fr/items/{item.slug}?variant={blue.sku}&amp;photo=1#photos"' in page
    first = visitor.get(f"/fr/items/{item.slug}?variant={blue.sku}&photo=1").text
    assert 'alt="Bleu"' not in first.split('class="gallery"')[1].split("<ul")[0]


def test_programs_are_told_each_size_with_its_page_and_photo(visitor: Visitor) -> None:
    item = in_two_colours()
    item.not_to = ["FR"]
    given.label(item, proof=True, expires_on=clock.today())
    nodes = visitor.get(f"/fr/items/{item.slug}").for_machines
    assert not [wrong for node in nodes for wrong in vocabulary.mistakes(node)]
    product = vocabulary.of_kind(nodes, "Product")
    red, blue = product["offers"]
    assert blue["url"].endswith(f"?variant={item.variants[1].sku}") and "image" in blue and "image" not in red
    assert blue["ineligibleRegion"] == ["FR"] and product["hasCertification"][0]["certificationIdentification"]
    feed = visitor.get("/feeds/products.xml?lang=fr").body.decode()
    offer = next(one for one in feed.split("<item>") if f"?variant={item.variants[1].sku}" in one)
    assert "<g:color>Bleu</g:color>" in offer and "<g:shipping_weight>650 g</g:shipping_weight>" in offer
    assert "<g:shopping_ads_excluded_country>FR<" in offer
    assert offer.index("g:image_link") < offer.index("g:additional_image_link")


def test_a_size_that_was_put_away_is_nowhere(visitor: Visitor) -> None:
    item = in_two_colours()
    item.variants[1].put_away_at = given.NOW
    db.session.flush()
    page = visitor.get(f"/fr/items/{item.slug}").text
    assert 'class="option' not in page and "dès" not in page
    assert "240.00" not in visitor.get("/feeds/products.xml?lang=fr").body.decode()


def test_food_says_what_it_is(visitor: Visitor) -> None:
    item = shop.piece(
        "Miel", craft_=given.craft("honey", is_food=True), authorisation="MI.15.3.19", weight_g=900,
        ingredients={"fr": "Miel", "ar": "عسل"},
    )  # fmt: skip
    item.main.net_g, item.main.batch, item.main.best_before = 500, "L26-14", clock.today() + timedelta(days=400)
    db.session.flush()
    page = visitor.get(f"/fr/items/{item.slug}").plain
    for words in ("Poids net", "500 g", "Ingrédients", "MI.15.3.19", "L26-14", "À consommer de préférence avant le"):
        assert words in page, words
    assert "900 g" not in page
    arabic = visitor.get(f"/ar/items/{item.slug}").text
    assert "<bdi>عسل</bdi>" in arabic and "المكونات" in arabic


def test_goods_past_their_day_are_shown_and_not_sold(visitor: Visitor) -> None:
    item = shop.piece("Jben", stock=3)
    item.main.best_before = clock.today() - timedelta(days=1)
    db.session.flush()
    assert days.turn(clock.now()) == 1
    page = visitor.get(f"/fr/items/{item.slug}").text
    assert "La date est dépassée : pas en vente" in page.replace("\u00a0", " ") and 'name="variant"' not in page
    visitor.post("/fr/request/add", {"variant": item.main.id, "quantity": "1"}, status=404)
    assert "<g:availability>out_of_stock<" in visitor.get("/feeds/products.xml?lang=fr").body.decode()


def test_a_label_is_shown_through_its_last_day_in_casablanca(visitor: Visitor) -> None:
    item = shop.piece("Huile")
    given.label(item, proof=True, expires_on=clock.today())
    given.label(item, "bio-maroc", number="B-1")
    address = f"/fr/items/{item.slug}"
    page = visitor.get(address).text
    assert "Indication géographique protégée" in page and "IGP-12" in page and "Bio Maroc" not in page
    last = clock.end_of_day(clock.today())
    with time_machine.travel(last, tick=False):
        assert "IGP-12" in visitor.get(address).text
    with time_machine.travel(last + timedelta(seconds=1), tick=False):
        assert "IGP-12" not in visitor.get(address).text


def test_where_a_piece_may_not_go_is_said_before_anybody_asks(visitor: Visitor) -> None:
    few, union = shop.piece(slug="few", not_to=["US", "AU"]), shop.piece(slug="union", not_to=[*EUROPEAN_UNION, "US"])
    home, many = shop.piece(slug="home", not_to=sorted(ABROAD)), shop.piece(slug="many", not_to=sorted(ABROAD)[:9])
    assert "Envoi impossible vers : Australie, États-Unis." in visitor.get(f"/fr/items/{few.slug}").plain
    assert "vers l’Union européenne et vers : États-Unis." in visitor.get(f"/fr/items/{union.slug}").plain
    page = visitor.get(f"/fr/items/{home.slug}").plain
    assert "Envoi au Maroc uniquement." in page and "Partout dans le monde" not in page
    assert "Envoi impossible vers 9 pays" in visitor.get(f"/fr/items/{many.slug}").plain
    assert "Envoi impossible" not in visitor.get(f"/fr/items/{shop.piece().slug}").text


def test_a_country_it_may_not_go_to_is_said_beside_each_line_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    honey, cheese, bowl = shop.piece("Miel", not_to=["FR"]), shop.piece("Jben", not_to=["FR"]), shop.piece("Bol")
    lines = {f"qty-{one.main.id}": "1" for one in (honey, cheese, bowl)}
    visitor.most_queries = 34
    page = visitor.post("/fr/request", {**CONTACT, **lines, f"wish-{honey.main.id}": "Pour Noël"}, status=422)
    said = page.plain
    for title in ("Miel", "Jben"):
        assert f"« {title} » ne peut pas être envoyé dans ce pays." in said
    assert said.count("ne peut pas être envoyé dans ce pays") == 4, "in the summary and beside each line"
    assert "Pour Noël" in said and "Claire Morel" in said and "Est-ce que le rouge déteint" in said
    assert requests() == 0
    sent = visitor.post("/fr/request", {**CONTACT, f"qty-{bowl.main.id}": "1"}, status=303)
    assert cookie(sent, "list") is not None and requests() == 1
