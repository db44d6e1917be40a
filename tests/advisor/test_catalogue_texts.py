"""An item's words: kept, approved, translated, and never written over unseen."""

import pytest

from app.domain.catalogue import texts
from app.domain.catalogue.models import Item
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


def text_said(item: Item, language: str = "fr", **changed: object) -> dict[str, object]:
    seen = texts.in_language(item, language).seen
    said = {"title": "Bol bleu", "lead": "Un bol.", "description": "Tourné à la main.", "care": ""}
    french = texts.in_language(item, "fr").seen
    return {**said, "seen": f"{seen}-{french}", "do": "save", **changed}


def test_a_text_is_kept_then_approved_and_the_shop_shows_it(desk: Visitor) -> None:
    bowl = given.item(title="Bol")
    there = f"/advisor/catalogue/items/{bowl.id}/texts/fr"
    desk.post(there, text_said(bowl))
    assert "Bol bleu" not in desk.get(f"/fr/items/{bowl.slug}").text
    assert "Bol bleu" in desk.get(there).text
    desk.post(there, text_said(bowl, do="approve"))
    approved = texts.in_language(bowl, "fr").approved
    assert approved and approved.title == "Bol bleu" and texts.in_language(bowl, "fr").pending is None
    assert "Bol bleu" in desk.get(f"/fr/items/{bowl.slug}").text


@pytest.mark.parametrize("language", ["ar", "zgh"])
def test_a_translation_is_written_beside_the_french_text(desk: Visitor, language: str) -> None:
    bowl = given.item(title="Bol à oreilles")
    page = desk.get(f"/advisor/catalogue/items/{bowl.id}/texts/{language}")
    assert "Bol à oreilles" in page.text
    desk.post(f"/advisor/catalogue/items/{bowl.id}/texts/{language}", text_said(bowl, language, do="approve"))
    assert texts.in_language(bowl, language).approved


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"title": ""}, 422, "Écrivez un titre."),
        ({"title": "x" * 161}, 422, "trop long"),
        ({"description": "x" * 5000}, 422, "trop long"),
        ({"description": "", "do": "approve"}, 422, "Écrivez une description"),
        ({"seen": "1-1"}, 409, "a changé"),
        ({"seen": "abc"}, 422, "a changé"),
        ({"title": "\x00\x00"}, 422, "Écrivez un titre."),
    ],
)
def test_a_wrong_or_stale_text_keeps_what_was_typed(
    desk: Visitor, wrong: dict[str, object], status: int, sentence: str
) -> None:
    bowl = given.item(title="Bol")
    said = text_said(bowl, lead="Une phrase <i>à garder</i>", **wrong)
    page = desk.post(f"/advisor/catalogue/items/{bowl.id}/texts/fr", said, status=status)
    assert sentence in page.plain and "Une phrase &lt;i&gt;à garder&lt;/i&gt;" in page.text
    assert texts.in_language(bowl, "fr").pending is None


def test_after_a_stale_edit_the_other_version_is_shown_and_one_can_decide(desk: Visitor, nadia: User) -> None:
    bowl = given.item(title="Bol")
    mine = text_said(bowl)
    texts.propose(bowl, "fr", Words("Le texte de Karim"), by=given.coordinator(), at=given.NOW)
    page = desk.post(f"/advisor/catalogue/items/{bowl.id}/texts/fr", mine, status=409)
    assert "Le texte de Karim" in page.text and "Bol bleu" in page.text
    desk.post(f"/advisor/catalogue/items/{bowl.id}/texts/fr", text_said(bowl))
    pending = texts.in_language(bowl, "fr").pending
    assert pending and pending.title == "Bol bleu"
