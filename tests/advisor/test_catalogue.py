"""The team produces the catalogue: the queue, and an item on its way to the shop."""

import pytest

from app.base.database import db
from app.domain.catalogue import photos, publishing
from app.domain.catalogue.models import ItemState
from app.jobs import pictures
from tests import drawn, given
from tests.pages import Visitor


def test_the_queue_shows_what_is_missing_and_filters(desk: Visitor) -> None:
    sent = given.item(title="Bol à soupe", state=ItemState.SUBMITTED, photo=False)
    page = desk.get("/advisor/catalogue/")
    assert page.text.index("Bol à soupe") < page.text.index("Autre pièce")
    assert "Manque" in page.text
    only = desk.get(f"/advisor/catalogue/?artisan={sent.artisan_id}&lack=photo&state=submitted&craft={sent.craft.slug}")
    assert "Bol à soupe" in only.text and "Autre pièce" not in only.text
    assert "Bol à soupe" not in desk.get("/advisor/catalogue/?mine=1").text


@pytest.mark.parametrize(
    "query", ["state=x&craft=%00&artisan=99999999999999&lack=;&page=-1", "page=99999999999999", "artisan=x&mine=0"]
)
def test_filters_nobody_offered_do_no_harm(desk: Visitor, query: str) -> None:
    desk.get(f"/advisor/catalogue/?{query}")


def test_on_its_way_to_the_shop(desk: Visitor) -> None:
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None, photo=False, title="Bol à soupe")
    there = f"/advisor/catalogue/items/{bowl.id}"
    assert "Il faut au moins une photo" in desk.get(there).text
    page = desk.post(f"{there}/publish", status=422)
    assert "Il faut au moins une photo" in page.text
    desk.post(f"{there}/photos", {"seen": "0", "photos": [drawn.file()]})
    while pictures.render_next():
        pass
    (photo,) = photos.of_item(bowl).photos
    db.session.refresh(photo)
    desk.post(
        f"{there}/photos",
        {"seen": str(photos.of_item(bowl).seen), "kept": [photo.key], f"p{photo.id}-place": "1", "do": "approve"},
    )
    desk.post(f"{there}/publish")
    db.session.refresh(bowl)
    assert bowl.state is ItemState.PUBLISHED
    assert "Bol à soupe" in desk.get(f"/fr/items/{bowl.slug}").text
    desk.post(f"{there}/pause")
    desk.get(f"/fr/items/{bowl.slug}", status=410)
    desk.post(f"{there}/pause", status=409)
    desk.post(f"{there}/resume")
    desk.post(f"{there}/archive")
    db.session.refresh(bowl)
    assert bowl.state is ItemState.ARCHIVED
    desk.post(f"{there}/explode", status=404)


def test_an_item_is_sent_back_with_a_word(desk: Visitor) -> None:
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None)
    there = f"/advisor/catalogue/items/{bowl.id}"
    assert "Dites ce qu’il faut changer" in desk.post(f"{there}/send-back", {"note": " "}, status=422).text
    desk.post(f"{there}/send-back", {"note": "Une photo de jour."})
    db.session.refresh(bowl)
    assert (bowl.state, bowl.sent_back) == (ItemState.DRAFT, "Une photo de jour.")
    desk.post(f"{there}/send-back", {"note": "Encore."}, status=409)


def test_what_is_not_there_is_not_found(desk: Visitor) -> None:
    bowl, other = given.item(), given.item()
    for address in (
        "/advisor/catalogue/items/2147483647",
        "/advisor/catalogue/items/99999999999999",
        f"/advisor/catalogue/items/{bowl.id}/texts/de",
        f"/advisor/catalogue/items/{bowl.id}/variants/{other.main.id}",
    ):
        desk.get(address, status=404)


def test_artisans_stay_outside(visitor: Visitor) -> None:
    bowl = given.item()
    assert bowl.artisan.user is not None
    visitor.sign_in(bowl.artisan.user)
    visitor.get(f"/advisor/catalogue/items/{bowl.id}", status=403)
    visitor.post(f"/advisor/catalogue/items/{bowl.id}/publish", status=403)
    assert publishing.lacks(bowl) == []


def test_adding_for_an_artisan_begins_with_their_craft(visitor: Visitor) -> None:
    given.item(craft_=given.craft("aaa-first", position=-1))
    pottery = given.craft("pottery", position=7)
    given.item(given.artisan(), craft_=pottery)
    maker = given.artisan(crafts=[pottery])
    visitor.sign_in(given.advisor())
    page = visitor.get(f"/advisor/catalogue/add?artisan={maker.id}").text
    assert '<option selected value="pottery">' in page
    assert f'<option selected value="{maker.id}">' in page
    assert '<option selected value="pottery">' not in visitor.get("/advisor/catalogue/add").text


@pytest.mark.parametrize("lacking", [True, False])
def test_what_is_to_be_done_with_a_piece_is_read_before_its_parts(visitor: Visitor, lacking: bool) -> None:
    piece = given.item(photo=not lacking)
    visitor.sign_in(given.advisor(language="en"))
    text = visitor.get(f"/advisor/catalogue/items/{piece.id}").text
    assert (text.index("<h2>Next step") < text.index("<h2>Facts")) is lacking
