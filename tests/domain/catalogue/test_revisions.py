"""What an item says and shows: one approved revision, at most one that waits, and the public one stays meanwhile."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.base.database import db
from app.base.errors import Forbidden, Missing, Refusal, Stale
from app.domain.catalogue import photos, search, texts
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText, Photo, PhotoSet, PhotoState, Standing, TextState
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given

MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def photo(by: User, state: PhotoState = PhotoState.READY) -> Photo:
    taken = photos.take_in(800, 1000, by=by, at=given.NOW)
    taken.state = state
    taken.renditions = {"jpeg": [320]} if state is PhotoState.READY else {}
    return taken


def test_the_public_text_stays_until_the_new_one_is_approved(app: Flask) -> None:
    bowl, noise, nadia = given.item(title="Bol"), given.item(title="Autre"), given.advisor()
    texts.propose(bowl, "fr", Words("Bol bleu", description="Tourné à Fès."), by=nadia, at=given.NOW)
    pair = texts.in_language(bowl, "fr")
    assert pair.approved and pair.approved.title == "Bol"
    assert pair.pending and pair.pending.state is TextState.DRAFT
    texts.approve(bowl, "fr", by=nadia, at=given.NOW)
    approved = texts.in_language(bowl, "fr").approved
    assert approved and (approved.title, approved.state, approved.approved_by_id) == (
        "Bol bleu",
        TextState.REVIEWED,
        nadia.id,
    )
    assert bowl.text("fr") is approved
    assert texts.in_language(noise, "fr").approved is noise.text("fr")


def test_a_second_proposal_takes_the_place_of_the_first(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    for title in ("Cuenco", "Cuenco azul"):
        texts.propose(bowl, "es", Words(title), by=nadia, at=given.NOW)
    kept = db.session.execute(
        select(ItemText.title, ItemText.standing).where(ItemText.item_id == bowl.id, ItemText.language == "es")
    ).all()
    assert sorted(kept) == [("Cuenco", Standing.RETIRED), ("Cuenco azul", Standing.PENDING)]


def test_the_search_finds_the_new_words_and_not_the_waiting_ones(app: Flask) -> None:
    bowl, nadia = given.item(title="Bol"), given.advisor()
    search.index(bowl)
    texts.propose(bowl, "fr", Words("Saladier", description="Grand."), by=nadia, at=given.NOW)
    db.session.flush()
    assert search.find("saladier").ids == []
    texts.approve(bowl, "fr", by=nadia, at=given.NOW)
    db.session.flush()
    assert search.find("saladier").ids == [bowl.id]


@pytest.mark.parametrize(
    ("words", "refusal", "field"),
    [
        (Words("  "), texts.NoTitle, "title"),
        (Words("x" * 161), texts.TooLong, "title"),
        (Words("Bol", description="x" * 4001), texts.TooLong, "description"),
    ],
)
def test_a_text_that_cannot_be_kept_says_why(app: Flask, words: Words, refusal: type[Refusal], field: str) -> None:
    bowl = given.item()
    with pytest.raises(refusal) as no:
        texts.propose(bowl, "fr", words, by=given.advisor(), at=given.NOW)
    assert no.value.field == field
    assert texts.in_language(bowl, "fr").pending is None


def test_two_who_edit_at_once_do_not_overwrite_each_other(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    seen = texts.in_language(bowl, "fr").seen
    texts.propose(bowl, "fr", Words("Un"), by=nadia, at=given.NOW, seen=seen)
    with pytest.raises(Stale):
        texts.propose(bowl, "fr", Words("Deux"), by=nadia, at=given.NOW, seen=seen)
    with pytest.raises(Stale):
        texts.approve(bowl, "fr", by=nadia, at=given.NOW, seen=seen)
    before = photos.of_item(bowl).seen
    photos.propose(bowl, [photo(nadia)], by=nadia, at=given.NOW, seen=before)
    with pytest.raises(Stale):
        photos.propose(bowl, [photo(nadia)], by=nadia, at=given.NOW, seen=before)


def test_only_staff_approve_and_only_what_waits(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    maker = bowl.artisan.user
    assert maker is not None
    texts.propose(bowl, "fr", Words("Bol"), by=maker, at=given.NOW)
    for approve in (
        lambda by: texts.approve(bowl, "fr", by=by, at=given.NOW),
        lambda by: photos.approve(bowl, by=by, at=given.NOW),
    ):
        with pytest.raises(Forbidden):
            approve(maker)
    with pytest.raises(texts.NoDescription):
        texts.approve(bowl, "fr", by=nadia, at=given.NOW)
    with pytest.raises(texts.NothingWaits):
        texts.approve(bowl, "ar", by=nadia, at=given.NOW)
    with pytest.raises(photos.NothingWaits):
        photos.approve(bowl, by=nadia, at=given.NOW)
    with pytest.raises(texts.UnknownLanguage):
        texts.in_language(bowl, "de")


def test_photos_are_shown_once_all_are_prepared(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    first, second = photo(nadia), photo(nadia, PhotoState.WAITING)
    old = photos.of_item(bowl).approved
    photos.propose(bowl, [second, first], by=nadia, at=given.NOW)
    with pytest.raises(photos.StillPrepared):
        photos.approve(bowl, by=nadia, at=given.NOW)
    second.state = PhotoState.FAILED
    with pytest.raises(photos.OneFailed):
        photos.approve(bowl, by=nadia, at=given.NOW)
    assert photos.of_item(bowl).approved is old
    second.state = PhotoState.READY
    photos.approve(bowl, by=nadia, at=given.NOW)
    assert bowl.photo_set and bowl.photo_set.photos == [second, first]


def test_photos_of_others_cannot_be_taken(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    theirs = given.item()
    stranger = photo(given.advisor())
    for wrong in ([photos.of_item(theirs).photos[0]], [stranger]):
        with pytest.raises(Missing):
            photos.propose(bowl, wrong, by=nadia, at=given.NOW)
    mine = photo(nadia)
    with pytest.raises(Missing):
        photos.propose(bowl, [mine, mine], by=nadia, at=given.NOW)
    with pytest.raises(photos.NoPhoto):
        photos.propose(bowl, [], by=nadia, at=given.NOW)
    with pytest.raises(photos.TooMany):
        photos.propose(bowl, [photo(nadia) for _ in range(photos.MOST + 1)], by=nadia, at=given.NOW)
    assert photos.unplaced(nadia, [stranger.key, mine.key, mine.key, "nothing"]) == [mine]
    photos.propose(bowl, [mine], by=nadia, at=given.NOW)
    assert photos.unplaced(nadia, [mine.key]) == []


DEEDS = some.lists(
    some.tuples(some.sampled_from(("propose", "approve", "photos", "show")), some.sampled_from(("fr", "ar"))),
    max_size=14,
)


@MANY
@for_all(deeds=DEEDS)
def test_one_approved_and_at_most_one_pending_whatever_is_done(app: Flask, deeds: list[tuple[str, str]]) -> None:
    bowl, nadia = given.item(), given.advisor()
    for number, (deed, language) in enumerate(deeds):
        public = {code: texts.in_language(bowl, code).approved for code in ("fr", "ar")}
        try:
            if deed == "propose":
                texts.propose(bowl, language, Words(f"T{number}", description="D"), by=nadia, at=given.NOW)
            elif deed == "approve":
                texts.approve(bowl, language, by=nadia, at=given.NOW)
            elif deed == "photos":
                photos.propose(bowl, [photo(nadia)], by=nadia, at=given.NOW)
            else:
                photos.approve(bowl, by=nadia, at=given.NOW)
        except (texts.NothingWaits, photos.NothingWaits):
            pass
        _holds(bowl)
        if deed != "approve":
            assert {code: texts.in_language(bowl, code).approved for code in public} == public


def _holds(item: Item) -> None:
    for table in (ItemText, PhotoSet):
        columns = [table.standing, *([ItemText.language] if table is ItemText else [])]
        living = select(func.count()).where(table.item_id == item.id, table.standing != Standing.RETIRED)
        assert max(db.session.scalars(living.group_by(*columns)), default=0) <= 1
    assert texts.in_language(item, "fr").approved and photos.of_item(item).approved


def test_the_database_holds_the_rule_too(app: Flask) -> None:
    bowl = given.item()
    db.session.add(
        ItemText(item_id=bowl.id, language="fr", title="Deux", standing=Standing.APPROVED, created_at=given.NOW)
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
