"""The queue: what each item lacks, what the filters leave, in a fixed number of questions."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from app.base.database import db
from app.domain.catalogue import facts, labels, photos, producing, search, texts
from app.domain.catalogue.facts import Facts
from app.domain.catalogue.models import Item, ItemState, Material, StockMovement
from app.domain.catalogue.producing import Wanted
from app.domain.catalogue.revisions import PhotoState, TextState
from app.domain.catalogue.texts import Words
from tests import given

WHOLE = {"fr": "Bol", "ar": "زبدية", "en": "Bowl", "es": "Cuenco"}


def found(**wanted: object) -> list[Item]:
    return [row.item for row in producing.queue(Wanted(**wanted))[0]]


def test_what_is_complete_is_not_to_do(app: Flask) -> None:
    whole = given.item(texts=WHOLE)
    half = given.item(texts={"fr": "Bol", "ar": "زبدية"})
    begun = given.item(texts=WHOLE, published=False)
    put_away = given.item(state=ItemState.ARCHIVED)
    assert set(found()) == {half, begun}
    assert set(found(state="all")) == {whole, half, begun, put_away}
    assert found(state="archived") == [put_away]


def test_what_artisans_sent_comes_first_then_the_oldest(app: Flask) -> None:
    lacking = given.item()
    begun = given.item(published=False)
    sent = given.item(state=ItemState.SUBMITTED)
    assert found() == [sent, begun, lacking]


def test_filters_leave_what_they_say(app: Flask) -> None:
    nadia, pots = given.advisor(), given.craft("pots")
    maker = given.artisan(advisor_id=nadia.id)
    mine, noise = given.item(maker, craft_=pots), given.item()
    assert found(craft="pots") == [mine]
    assert found(artisan_id=maker.id) == [mine]
    assert found(advisor_id=nadia.id) == [mine]
    assert found(artisan_id=noise.artisan_id) == [noise]
    assert found(craft="nothing") == []


@pytest.mark.parametrize("lack", producing.LACKS)
def test_each_lack_finds_its_items_alone(app: Flask, lack: str) -> None:
    nadia, whole = given.advisor(), given.item(texts=WHOLE)
    said = {language: words for language, words in WHOLE.items() if language != lack}
    unsaid = {"measure": {"length_mm": None}, "weight": {"weight_g": None}}.get(lack, {})
    lacking = given.item(texts=said, photo=lack != "photo", **unsaid)
    if lack == "price":
        db.session.execute(delete(StockMovement))
        db.session.delete(lacking.main)
    if lack == "review":
        texts.propose(lacking, "es", Words("Cuenco nuevo"), by=nadia, at=given.NOW)
    if lack == "label":
        labels.carry(lacking, "igp", labels.Said("12", given.NOW.date() + timedelta(days=90)), by=nadia, at=given.NOW)
    lacking.is_food = lack == "food"
    db.session.flush()
    assert found(lack=lack) == [lacking]
    assert whole in found(state="all")


def test_states_are_told_of_texts_and_photos(app: Flask) -> None:
    nadia, bowl = given.advisor(), given.item(photo=False)
    texts.propose(bowl, "ar", Words("زبدية"), by=nadia, at=given.NOW)
    texts.propose(bowl, "en", Words("Bowl"), by=nadia, at=given.NOW, state=TextState.MACHINE)
    texts.propose(bowl, "fr", Words("Bol bleu"), by=nadia, at=given.NOW)

    def row() -> producing.Row:
        return producing.rows([bowl])[0]

    assert [row().text_state(language) for language in texts.LANGUAGES] == [
        "changed",
        "draft",
        "machine",
        "missing",
        "missing",
    ]
    assert row().photo_state == "missing" and row().waits
    taken = photos.take_in(800, 1000, by=nadia, at=given.NOW)
    photos.propose(bowl, [taken], by=nadia, at=given.NOW)
    for state, said in ((None, "waiting"), (PhotoState.FAILED, "failed"), (PhotoState.READY, "draft")):
        taken.state = state or taken.state
        assert row().photo_state == said
    photos.approve(bowl, by=nadia, at=given.NOW)
    assert row().photo_state == "reviewed"


def test_a_page_holds_a_bounded_number_and_asks_a_fixed_number_of_questions(app: Flask, statements: list[str]) -> None:
    for _ in range(3):
        given.item()
    db.session.expire_all()
    statements.clear()
    producing.queue(Wanted())
    few = len(statements)
    for _ in range(producing.PAGE):
        given.item()
    db.session.expire_all()
    statements.clear()
    rows, count, pages = producing.queue(Wanted(), page=1)
    assert (len(rows), count, pages) == (producing.PAGE, producing.PAGE + 3, 2)
    assert len(statements) == few
    assert len(producing.queue(Wanted(), page=99)[0]) == 3


def test_new_facts_are_found_by_the_search(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    clay = Material(slug="clay", names={"fr": "Argile"})
    db.session.add(clay)
    before = bowl.version
    described = Facts(bowl.craft, "grand", 300, None, 120, 900, [clay], [], [])
    facts.describe(bowl, described, by=nadia, at=given.NOW, seen=before)
    db.session.flush()
    assert search.find("argile").ids == [bowl.id]
    assert (bowl.length_mm, bowl.width_mm, bowl.weight_g, bowl.size) == (300, None, 900, "grand")
    with pytest.raises(facts.Stale):
        facts.describe(bowl, described, by=nadia, at=given.NOW, seen=before)
    with pytest.raises(facts.WrongMeasure):
        facts.describe(bowl, Facts(bowl.craft, "", 10**9, None, None, None, [], [], []), by=nadia, at=given.NOW)
