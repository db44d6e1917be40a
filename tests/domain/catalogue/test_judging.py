"""What waits is refused with the reason; what is public stays, and the author reads why until they try again."""

import pytest
from flask import Flask

from app.base.errors import Forbidden, Stale
from app.domain.catalogue import judging, photos, publishing, reasons, texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import PhotoState, Standing
from app.domain.catalogue.texts import Words
from app.domain.people.models import User
from tests import given

WHY = [Reason.TEXT_SHORT]


@pytest.fixture
def bowl(app: Flask) -> Item:
    return given.item(title="Bol")


@pytest.fixture
def nadia(app: Flask) -> User:
    return given.advisor()


def changed(item: Item, by: User) -> texts.Pair:
    texts.propose(item, "fr", Words("Bol bleu"), by=by, at=given.NOW)
    return texts.in_language(item, "fr")


def test_a_refused_text_is_kept_and_its_author_reads_why(bowl: Item, nadia: User) -> None:
    writer = given.advisor(name="Ikram")
    pair = changed(bowl, writer)
    assert pair.pending is not None
    judging.refuse_text(bowl, "fr", WHY, "Dites la terre.", by=nadia, at=given.NOW, seen=pair.pending.id)
    assert pair.pending.standing is Standing.RETIRED
    now = texts.in_language(bowl, "fr")
    assert now.pending is None and now.approved is not None and now.approved.title == "Bol"
    assert bowl.state is ItemState.PUBLISHED
    ((refusal, text),) = judging.told(writer)
    assert (refusal.reasons, refusal.note, refusal.by, text) == (WHY, "Dites la terre.", nadia, pair.pending)
    assert judging.told(nadia) == [] and list(judging.told_of(given.item(), writer.id)) == []
    changed(bowl, writer)
    assert list(judging.told(writer)) == []


def test_photos_are_refused_only_where_others_stay(bowl: Item, nadia: User) -> None:
    maker = bowl.artisan.user
    assert maker is not None
    taken = photos.take_in(800, 1000, by=maker, at=given.NOW)
    taken.state = PhotoState.READY
    pending = photos.propose(bowl, [*photos.of_item(bowl).photos, taken], by=maker, at=given.NOW)
    judging.refuse_photos(bowl, [Reason.PHOTO_DARK], "", by=nadia, at=given.NOW, seen=pending.id)
    assert photos.of_item(bowl).pending is None and len(photos.of_item(bowl).photos) == 1
    assert [refusal.reasons for refusal, _ in judging.told_of(bowl, maker.id)] == [[Reason.PHOTO_DARK]]
    bare = given.item(photo=False)
    first = photos.take_in(800, 1000, by=nadia, at=given.NOW)
    only = photos.propose(bare, [first], by=nadia, at=given.NOW)
    with pytest.raises(judging.NothingElseToShow):
        judging.refuse_photos(bare, WHY, "", by=nadia, at=given.NOW, seen=only.id)


def test_who_may_not_or_saw_something_else_refuses_nothing(bowl: Item, nadia: User) -> None:
    pair = changed(bowl, nadia)
    assert pair.pending is not None and bowl.artisan.user is not None
    with pytest.raises(Forbidden):
        judging.refuse_text(bowl, "fr", WHY, "", by=bowl.artisan.user, at=given.NOW, seen=pair.pending.id)
    with pytest.raises(Stale):
        judging.refuse_text(bowl, "fr", WHY, "", by=nadia, at=given.NOW, seen=pair.pending.id - 1)
    with pytest.raises(texts.NothingWaits):
        judging.refuse_text(bowl, "ar", WHY, "", by=nadia, at=given.NOW, seen=0)
    for why, note in (([], " "), ([Reason.OTHER], ""), (WHY, "x" * 1001)):
        with pytest.raises(reasons.SayWhy):
            judging.refuse_text(bowl, "fr", why, note, by=nadia, at=given.NOW, seen=pair.pending.id)
    assert pair.pending.standing is Standing.PENDING


def test_a_piece_is_sent_back_for_several_reasons_and_its_maker_answers(app: Flask, nadia: User) -> None:
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None, note="Du lin.")
    maker = bowl.artisan.user
    assert maker is not None
    publishing.send_back(bowl, "", why=[Reason.PRICE, Reason.PHOTO_DARK], by=nadia, at=given.NOW)
    assert bowl.is_sent_back and bowl.asked_for == [Reason.PHOTO_DARK, Reason.PRICE]
    publishing.answer(bowl, "260 dirhams.", by=maker, at=given.NOW)
    assert (bowl.state, bowl.note, bowl.is_sent_back) == (ItemState.SUBMITTED, "Du lin.\n\n260 dirhams.", False)
