"""An artisan adds a piece with a photo, and sees what becomes of it."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters import storage
from app.base.database import db, new_key
from app.domain.catalogue import photos, publishing
from app.domain.catalogue.models import Item, ItemState, Kind, StockMovement
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import Photo, PhotoState, Standing
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from app.jobs import pictures
from tests import drawn, given, odd_files
from tests.pages import Page, Visitor


@pytest.fixture
def weaving(app: Flask) -> Craft:
    return given.craft("weaving", code="TIS", position=5)


@pytest.fixture
def rahma(app: Flask, weaving: Craft) -> Artisan:
    given.item()  # noise: somebody else's piece
    given.craft("pottery", position=1)
    return given.artisan(name="Rahma", crafts=[weaving])


@pytest.fixture
def phone(visitor: Visitor, rahma: Artisan) -> Visitor:
    assert rahma.user is not None
    return visitor.sign_in(rahma.user)


def piece(**changed: object) -> dict[str, object]:
    said = {"craft": "weaving", "price": "260", "kind": "ready", "counted": "3", "lead_days": "7", "note": "Du lin."}
    return {**said, "photos": [drawn.file()], **changed}


def its(artisan: Artisan) -> list[Item]:
    return list(db.session.scalars(select(Item).where(Item.artisan_id == artisan.id).order_by(Item.id)))


def keys_on(page: Page) -> list[str]:
    return re.findall(r'name="kept" value="([0-9a-f]{32})" checked', page.text)


def test_the_makers_own_craft_comes_first(phone: Visitor) -> None:
    crafts = re.findall(r'name="craft"[^>]* value="([a-z-]+)"', phone.get("/portal/items/add").text)
    assert crafts[0] == "weaving" and "pottery" in crafts[1:]


def test_a_new_piece_is_counted_priced_and_handed_over(phone: Visitor, rahma: Artisan) -> None:
    there = phone.post("/portal/items/add", piece()).location
    (made,) = its(rahma)
    assert there == f"/portal/items/{made.id}/sent"
    assert (made.state, made.craft.slug, made.note, made.main.price) == (
        ItemState.SUBMITTED,
        "weaving",
        "Du lin.",
        26000,
    )
    moved = db.session.scalars(select(StockMovement).where(StockMovement.variant_id == made.main.id)).all()
    assert [(one.change, one.by_id, one.on_behalf) for one in moved] == [(3, rahma.user_id, False)]
    (photo,) = photos.of_item(made).photos
    assert photos.of_item(made).approved is None
    assert (photo.state, photo.width, photo.height) == (PhotoState.WAITING, 600, 800)
    page = phone.get(there)
    assert "en préparation" in page.text and "<img" not in page.text.split("<main")[1]
    while pictures.render_next():
        pass
    assert f"/media/{photo.key}/480.jpg" in phone.get(there).text


def test_the_original_is_kept_in_private(phone: Visitor, rahma: Artisan, app: Flask) -> None:
    body = drawn.jpeg(colour="crimson")
    phone.post("/portal/items/add", piece(photos=[drawn.file(body)]))
    (photo,) = photos.of_item(its(rahma)[0]).photos
    place = storage.at(app.config["SETTINGS"].media_url)
    kept = place.get(f"private/{photo.original}")
    assert kept and kept.body == body
    assert place.paths(f"public/{photo.key}") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"photos": []}, "Ajoutez au moins une photo."),
        ({"photos": [(b"%PDF-1.7 not a photo", "devis.jpg")]}, "devis.jpg"),
        ({"photos": [(b"", "vide.jpg")]}, "vide.jpg"),
        ({"photos": "no file at all"}, "Ajoutez au moins une photo."),
        ({"craft": "nothing"}, "Choisissez le métier."),
        ({"craft": ""}, "Choisissez le métier."),
        ({"price": "cher"}, "Écrivez un montant en dirhams"),
        ({"price": "99999999999999"}, "Écrivez une somme de"),
        ({"counted": "-3"}, "Écrivez un nombre entier"),
        ({"counted": "99999999999999"}, "Écrivez un nombre entier"),
        ({"lead_days": "x"}, "Écrivez un nombre entier"),
        ({"kind": "unique", "counted": "2"}, "Cette pièce est unique"),
        ({"kind": "stolen"}, "Dites si elle est prête"),
        ({"note": "x" * 2001}, "trop long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    phone: Visitor, rahma: Artisan, wrong: dict[str, object], sentence: str
) -> None:
    typed = {"note": "Une nappe <b>en lin</b>", "price": "261"}
    if isinstance(sent := wrong.get("photos"), list):
        wrong = {**wrong, "photos": [drawn.file(body, name) for body, name in sent]}
    page = phone.post("/portal/items/add", piece(**{**typed, **wrong}), status=422)
    assert sentence in page.plain
    assert its(rahma) == []
    for name, value in typed.items():
        if name not in wrong:
            assert ("Une nappe &lt;b&gt;en lin&lt;/b&gt;" if name == "note" else value) in page.text


def test_a_photo_that_came_is_not_asked_for_twice(phone: Visitor, rahma: Artisan) -> None:
    page = phone.post("/portal/items/add", piece(price=""), status=422)
    (kept,) = keys_on(page)
    phone.post("/portal/items/add", piece(photos=[], kept=[kept]))
    assert [photo.key for photo in photos.of_item(its(rahma)[0]).photos] == [kept]


def test_a_good_photo_is_kept_beside_a_bad_one(phone: Visitor, rahma: Artisan) -> None:
    page = phone.post("/portal/items/add", piece(photos=[drawn.file(), drawn.file(b"no", "b.jpg")]), status=422)
    assert len(keys_on(page)) == 1 and "b.jpg" in page.text


def test_somebody_elses_photo_cannot_be_taken(phone: Visitor, rahma: Artisan) -> None:
    stranger = given.artisan()
    assert stranger.user is not None
    theirs = photos.take_in(600, 800, by=stranger.user, at=given.NOW)
    for key in (theirs.key, "f" * 32, "'; drop", "\x00" * 32):
        phone.post("/portal/items/add", piece(photos=[], kept=[key]), status=422)
    assert its(rahma) == []


def test_nine_photos_are_too_many(phone: Visitor, rahma: Artisan) -> None:
    page = phone.post("/portal/items/add", piece(photos=[drawn.file() for _ in range(9)]), status=422)
    assert "8" in page.text and its(rahma) == []


def test_sent_twice_it_is_one_piece(phone: Visitor, rahma: Artisan) -> None:
    key = new_key()
    for _ in range(2):
        phone.post("/portal/items/add", piece(key=key, photos=[drawn.file()]))
    assert len(its(rahma)) == 1


def test_made_to_order_keeps_its_delay(phone: Visitor, rahma: Artisan) -> None:
    phone.post("/portal/items/add", piece(kind="made_to_order", counted="0", lead_days="12"))
    main = its(rahma)[0].main
    assert (main.kind, main.lead_days, main.on_hand) == (Kind.MADE_TO_ORDER, 12, 0)


def test_a_piece_that_was_sent_back_says_why_and_is_handed_over_again(phone: Visitor, rahma: Artisan) -> None:
    phone.post("/portal/items/add", piece())
    (made,) = its(rahma)
    publishing.send_back(made, "Une photo plus claire.", by=given.advisor(), at=given.NOW)
    assert "Une photo plus claire." in phone.get(f"/portal/items/{made.id}/sent").text
    assert "À changer" in phone.get("/portal/items/").plain
    assert f'href="/portal/items/{made.id}/sent">À changer' in phone.get("/portal/").text
    assert f'href="/portal/items/{made.id}/sent"' in phone.get(f"/portal/items/{made.id}/stock").text
    (old,) = keys_on(phone.get(f"/portal/items/{made.id}/photos"))
    phone.post(f"/portal/items/{made.id}/photos", {"kept": [old], "photos": [drawn.file()]})
    db.session.refresh(made)
    assert (made.state, made.sent_back) == (ItemState.SUBMITTED, "")
    assert photos.of_item(made).photos[0].key == old
    assert len(photos.of_item(made).photos) == 2


def test_the_public_photos_stay_while_new_ones_wait(phone: Visitor, rahma: Artisan) -> None:
    shown = given.item(rahma)
    before = photos.of_item(shown).approved
    phone.post(f"/portal/items/{shown.id}/photos", {"photos": [drawn.file()]})
    sets = photos.of_item(shown)
    assert sets.approved is before and sets.pending and sets.pending.standing is Standing.PENDING
    db.session.refresh(shown)
    assert shown.state is ItemState.PUBLISHED


def test_other_peoples_pieces_are_not_found(phone: Visitor) -> None:
    theirs = given.item()
    before = db.session.scalar(select(func.count()).select_from(Photo))
    phone.get(f"/portal/items/{theirs.id}/sent", status=404)
    phone.get(f"/portal/items/{theirs.id}/photos", status=404)
    phone.post(f"/portal/items/{theirs.id}/photos", {"photos": [drawn.file()]}, status=404)
    assert db.session.scalar(select(func.count()).select_from(Photo)) == before


def test_a_photo_found_unreadable_is_told_where_its_maker_looks(phone: Visitor, rahma: Artisan) -> None:
    body = bytearray(odd_files.whole()[1])
    start = body.index(b"IDAT") + 4
    body[start : start + 100] = b"\0" * 100  # whole by its head, and a tangle inside
    phone.post("/portal/items/add", piece(photos=[drawn.file(bytes(body))]))
    (made,) = its(rahma)
    (photo,) = photos.of_item(made).photos
    assert "n’a pas pu être lue" not in phone.get("/portal/items/").plain
    while pictures.render_next():
        pass
    db.session.refresh(photo)
    assert photo.state is PhotoState.FAILED
    there = f"/portal/items/{made.id}/photos"
    for page in (phone.get("/portal/items/"), phone.get(f"/portal/items/{made.id}/sent")):
        assert "n’a pas pu être lue" in page.plain and "Réessayer" in page.plain and there in page.text
    assert re.search(rf'value="{photo.key}"(?! checked)', phone.get(there).text), "it is left out unless asked for"
    phone.post(there, {"photos": [drawn.file()]})
    assert "n’a pas pu être lue" not in phone.get("/portal/items/").plain


def test_nine_photos_of_which_some_came_before_are_too_many(phone: Visitor, rahma: Artisan) -> None:
    assert rahma.user is not None
    keys = [photos.take_in(600, 800, by=rahma.user, at=given.NOW).key for _ in range(9)]
    page = phone.post("/portal/items/add", piece(photos=[], kept=keys), status=422)
    assert "8" in page.plain and its(rahma) == []


def test_a_photo_by_an_iphone_is_taken(phone: Visitor, rahma: Artisan) -> None:
    phone.post("/portal/items/add", piece(photos=[drawn.file(odd_files.whole()[4], "IMG_0001.HEIC")]))
    while pictures.render_next():
        pass
    (photo,) = photos.of_item(its(rahma)[0]).photos
    assert photo.state is PhotoState.READY


def test_what_was_asked_is_shown_as_pictures_and_answered_without_new_photos(phone: Visitor, rahma: Artisan) -> None:
    bowl = given.item(rahma, state=ItemState.SUBMITTED, published_at=None)
    why = [Reason.MEASURES, Reason.PHOTO_DARK, Reason.PRICE]
    publishing.send_back(bowl, "Merci Rahma.", why=why, by=given.advisor(), at=given.NOW)
    db.session.commit()
    page = phone.get(f"/portal/items/{bowl.id}/sent")
    for icon, sentence in (("sun", "La photo est sombre."), ("ruler", "Mesurez la pièce"), ("coins", "Dites le prix")):
        assert f"#{icon}" in page.text and sentence in page.plain
    assert "Merci Rahma." in page.text and f'href="/portal/items/{bowl.id}/stock"' in page.text
    assert "Mesurez la pièce" in phone.get(f"/portal/items/{bowl.id}/photos").plain
    assert "trop long" in phone.post(f"/portal/items/{bowl.id}/again", {"note": "x" * 1001}, status=422).text
    phone.post(f"/portal/items/{bowl.id}/again", {"note": "30 sur 40 cm"})
    db.session.refresh(bowl)
    assert (bowl.state, bowl.note) == (ItemState.SUBMITTED, "30 sur 40 cm")
    phone.post(f"/portal/items/{bowl.id}/again", {"note": "encore"}, status=409)


def test_stock_and_price_of_a_published_piece_never_take_it_off_sale(phone: Visitor, rahma: Artisan) -> None:
    bowl = given.item(rahma, stock=3)
    publishing_state = (bowl.state, bowl.published_at)
    base = f"/portal/items/{bowl.id}"
    phone.post(f"{base}/terms", {"price": "310", "lead_days": "0", "seen": f"{bowl.main.price}-{bowl.main.lead_days}"})
    phone.post(f"{base}/stock", {"kind": "counted", "number": "0"})
    phone.post(f"{base}/variants/{bowl.main.id}/tap", {"d": "1"})
    db.session.expire_all()
    assert (bowl.state, bowl.published_at) == publishing_state
    assert (bowl.main.price, bowl.main.on_hand) == (31000, 1)
    assert photos.of_item(bowl).pending is None
    assert "310" in phone.get(f"/fr/items/{bowl.slug}").plain
