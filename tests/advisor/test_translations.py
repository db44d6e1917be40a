"""The translation desk: how far texts are, one after the other, and what a changed source makes of translations."""

import pytest

from app.domain.catalogue import glossary, texts, translations
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import TextState
from app.domain.catalogue.texts import Words
from app.domain.catalogue.translations import Wanted
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor

DESK = "/advisor/translations/"


def said(item: Item, language: str = "ar", source: str = "fr", **changed: object) -> dict[str, object]:
    pairs = texts.of([item])[item.id]
    words = {"title": "عنوان", "lead": "", "description": "وصف كامل", "care": ""}
    return {**words, "seen": f"{pairs[language].seen}-{pairs[source].seen}", "do": "approve", **changed}


def state(item: Item, language: str = "ar") -> str:
    return translations.row(item, Wanted(target=language)).state


def change_french(item: Item, by: User) -> None:
    texts.propose(item, "fr", Words("Autre titre", description="Autre texte."), by=by, at=given.NOW)
    texts.approve(item, "fr", by=by, at=given.NOW)


def test_each_text_has_one_state_and_the_list_narrows_by_it(desk: Visitor, nadia: User) -> None:
    craft = given.craft("pottery")
    items = {name: given.item(title=name, craft_=craft) for name in translations.TEXT_STATES}
    for name in ("draft", "machine", "changed", "outdated", "reviewed"):
        kind = TextState.MACHINE if name == "machine" else TextState.DRAFT
        made_from = texts.in_language(items[name], "fr").seen
        words = Words(name, description="وصف")
        texts.propose(items[name], "ar", words, by=nadia, at=given.NOW, state=kind, made_from_id=made_from)
        if name in ("changed", "outdated", "reviewed"):
            texts.approve(items[name], "ar", by=nadia, at=given.NOW)
    texts.propose(items["changed"], "ar", Words("جديد"), by=nadia, at=given.NOW)
    change_french(items["outdated"], nadia)
    given.item(title="archived", craft_=craft, state=ItemState.ARCHIVED)
    for name, item in items.items():
        assert state(item) == name
        rows, count, _pages = translations.listed(Wanted(craft="pottery", state=name))
        assert [row.item for row in rows] == [item] and count == 1
    assert translations.listed(Wanted(craft="pottery"))[1] == 5
    assert translations.coverage()[craft.id]["ar"] == dict.fromkeys(translations.TEXT_STATES, 1)
    page = desk.get(f"{DESK}?craft=pottery")
    assert "5 textes" in page.plain and "Peut-être dépassé" in page.plain


def test_one_text_after_the_other(desk: Visitor) -> None:
    craft = given.craft("pottery")
    bowls = [given.item(title=f"Bol {n}", craft_=craft) for n in range(3)]
    page = desk.get(desk.get(f"{DESK}fr/ar/next?craft=pottery", status=303).location)
    for bowl in bowls:
        assert f"Bol {bowls.index(bowl)}" in page.text
        address = f"{DESK}fr/ar/{bowl.id}?state=todo&craft=pottery"
        page = desk.get(desk.get(desk.post(address, said(bowl)).location, status=303).location)
        approved = texts.in_language(bowl, "ar").approved
        assert approved and approved.made_from_id == texts.in_language(bowl, "fr").seen
    assert "Il ne reste rien à traduire ici." in page.plain


@pytest.mark.parametrize(("deed", "found"), [("save", "draft"), ("machine", "machine"), ("approve", "reviewed")])
def test_a_translation_is_kept_as_asked(desk: Visitor, deed: str, found: str) -> None:
    bowl = given.item(title="Bol")
    desk.post(f"{DESK}fr/ar/{bowl.id}", said(bowl, do=deed), status=303)
    assert state(bowl) == found
    desk.post(f"{DESK}fr/ar/{bowl.id}", said(bowl, do="approve"), status=303)
    assert state(bowl) == "reviewed"


def test_a_changed_source_marks_the_translation_until_somebody_says_that_it_fits(desk: Visitor, nadia: User) -> None:
    bowl = given.item(title="Bol")
    desk.post(f"{DESK}fr/ar/{bowl.id}", said(bowl), status=303)
    texts.propose(bowl, "fr", Words("Brouillon"), by=nadia, at=given.NOW)
    assert state(bowl) == "reviewed"  # what waits may still be refused
    change_french(bowl, nadia)
    assert state(bowl) == "outdated"
    page = desk.get(f"{DESK}fr/ar/{bowl.id}")
    assert "Le texte qui a été traduit" in page.plain and "Autre titre" in page.text and ">Bol<" in page.text
    desk.post(f"{DESK}fr/ar/{bowl.id}", said(bowl), status=303)
    assert state(bowl) == "reviewed" and texts.in_language(bowl, "ar").pending is None


def test_a_stale_translation_keeps_what_was_typed(desk: Visitor, nadia: User) -> None:
    bowl = given.item(title="Bol")
    mine = said(bowl, lead="للحفظ")
    texts.propose(bowl, "ar", Words("نص كريم"), by=nadia, at=given.NOW)
    page = desk.post(f"{DESK}fr/ar/{bowl.id}", mine, status=409)
    assert "نص كريم" in page.text and "للحفظ" in page.text


def test_a_source_that_changed_while_one_wrote_marks_the_translation(desk: Visitor, nadia: User) -> None:
    bowl = given.item(title="Bol")
    mine = said(bowl)
    change_french(bowl, nadia)
    desk.post(f"{DESK}fr/ar/{bowl.id}", mine, status=303)
    assert state(bowl) == "outdated"


def test_the_glossary_suggests_and_sees_what_is_used(desk: Visitor) -> None:
    told = Told({"fr": "théière", "ar": "براد"}, {"fr": ["brad"], "ar": ["برارد"]}, note="De métal.")
    glossary.add(told, by=given.advisor(), at=given.NOW)
    glossary.add(Told({"fr": "bec", "en": "spout"}), by=given.advisor(), at=given.NOW)
    glossary.add(Told({"fr": "mendil", "ar": "منديل"}), by=given.advisor(), at=given.NOW)
    pot = given.item(title="Brad à long bec")
    page = desk.get(f"{DESK}fr/ar/{pot.id}")
    assert "براد" in page.text and "Pas encore de mot" in page.plain and "منديل" not in page.text
    assert "data-used hidden>" in page.text
    desk.post(f"{DESK}fr/ar/{pot.id}", said(pot, title="البرارد"), status=303)
    for address in (f"{DESK}fr/ar/{pot.id}", f"/advisor/catalogue/items/{pot.id}/texts/ar"):
        assert "data-unused hidden>" in desk.get(address).text


@pytest.mark.parametrize("address", ["fr/fr/{}", "fr/xx/{}", "de/ar/{}", "fr/fr/next"])
def test_no_such_pair(desk: Visitor, address: str) -> None:
    desk.get(f"{DESK}{address.format(given.item().id)}", status=404)


def test_without_a_source_there_is_nothing_to_go_on_to(desk: Visitor) -> None:
    craft = given.craft("pottery")
    bowl = given.item(texts={"ar": "زلافة"}, craft_=craft)
    assert translations.following(Wanted(target="en", craft="pottery")) is None
    assert translations.following(Wanted(source="ar", target="en", craft="pottery")) == bowl.id
    assert "Pas encore de texte" in desk.get(f"{DESK}?craft=pottery&target=en").plain
