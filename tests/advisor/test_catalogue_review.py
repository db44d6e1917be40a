"""Differences wait beside what is public; each is approved, or refused with a reason that its author reads."""

import pytest

from app.base import clock
from app.base.database import db
from app.domain.catalogue import photos, texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import PhotoState
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


@pytest.fixture
def bowl(desk: Visitor) -> Item:
    return given.item(title="Bol bleu", texts={"fr": "Bol bleu", "ar": "زبدية زرقاء"})


def there(item: Item, more: str = "") -> str:
    return f"/advisor/catalogue/items/{item.id}/review{more}"


def change(item: Item, language: str, title: str, by: User) -> texts.Pair:
    texts.propose(item, language, Words(title, "Une pièce.", "Faite à la main."), by=by, at=clock.now())
    return texts.in_language(item, language)


def test_words_that_came_and_went_are_marked_by_more_than_colour(desk: Visitor, bowl: Item, nadia: User) -> None:
    change(bowl, "fr", "Bol vert", nadia)
    change(bowl, "ar", "زبدية خضراء", nadia)
    page = desk.get(there(bowl)).text
    assert '<del><span class="vh">Retiré : </span>bleu</del>'.replace(" :", "\u00a0:") in page
    assert '<ins><span class="vh">Ajouté : </span>vert</ins>'.replace(" :", "\u00a0:") in page
    assert '<dd lang="ar" dir="rtl">' in page and '<dd lang="fr" dir="ltr">Une pièce.' in page
    assert "Bol bleu" in desk.get(f"/fr/items/{bowl.slug}").text


def test_a_text_is_approved_or_refused_and_the_shop_shows_the_approved_one(
    desk: Visitor, bowl: Item, nadia: User
) -> None:
    writer = given.advisor(name="Ikram Stitou")
    seen = str(change(bowl, "fr", "Bol vert", writer).seen)
    wrong = desk.post(there(bowl, "/texts/fr"), {"fr-key": "a" * 32, "fr-seen": seen, "do": "refuse"}, status=422)
    assert "Dites ce qu’il faut changer" in wrong.text
    typed = {"fr-key": "b" * 32, "fr-seen": seen, "do": "refuse", "fr-why": ["text_short"], "fr-note": "Quel vert ?"}
    desk.post(there(bowl, "/texts/fr"), typed)
    assert "Bol bleu" in desk.get(f"/fr/items/{bowl.slug}").text
    desk.sign_in(writer)
    for address in ("/advisor/catalogue/", f"/advisor/catalogue/items/{bowl.id}/texts/fr"):
        page = desk.get(address).plain
        assert bowl.reference in page
    assert "Le texte en dit trop peu" in page and "Quel vert ?" in page
    seen = str(change(bowl, "fr", "Bol vert olive", writer).seen)
    stale = {"fr-key": "c" * 32, "fr-seen": "1", "do": "approve"}
    desk.post(there(bowl, "/texts/fr"), stale, status=409)
    desk.post(there(bowl, "/texts/fr"), {"fr-key": "d" * 32, "fr-seen": seen, "do": "approve"})
    db.session.refresh(bowl)
    assert bowl.state is ItemState.PUBLISHED
    assert "Bol vert olive" in desk.get(f"/fr/items/{bowl.slug}").text
    assert "Rien n’attend" in desk.get(there(bowl)).text
    desk.post(there(bowl, "/texts/de"), {"de-key": "e" * 32, "de-seen": "1"}, status=422)


def test_photo_sets_stand_side_by_side(desk: Visitor, bowl: Item, nadia: User) -> None:
    maker = bowl.artisan.user
    assert maker is not None
    taken = photos.take_in(800, 1000, by=maker, at=clock.now())
    taken.state, taken.renditions = PhotoState.READY, {"jpeg": [320]}
    photos.propose(bowl, [taken], by=maker, at=clock.now())
    page = desk.get(there(bowl)).text
    assert "− Retiré" in page and "+ Ajouté" in page
    seen = str(photos.of_item(bowl).seen)
    why = {"photo-key": "a" * 32, "photo-seen": seen, "do": "refuse", "photo-why": ["photo_dark", "nonsense"]}
    desk.post(there(bowl, "/photos"), why)
    assert photos.of_item(bowl).pending is None
    desk.sign_in(maker)
    page = desk.get(f"/portal/items/{bowl.id}/sent").plain
    assert "Les nouvelles photos ne sont pas dans la boutique" in page and "La photo est sombre." in page
