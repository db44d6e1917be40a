"""From draft to shop: what is on sale has all that invariant 6 asks for, whatever is done to it."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as some
from sqlalchemy import select

from app.base.database import db
from app.base.errors import Forbidden, Refusal
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import photos, publishing, reasons, search, texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import PhotoState, TextState
from app.domain.catalogue.texts import Words
from app.domain.people.models import Standing, User
from tests import given

MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def draft(**options: object) -> Item:
    return given.item(published=False, **options)


def shown(item: Item, by: User) -> None:
    taken = photos.take_in(800, 1000, by=by, at=given.NOW)
    taken.state, taken.renditions = PhotoState.READY, {"jpeg": [320]}
    photos.propose(item, [taken], by=by, at=given.NOW)
    photos.approve(item, by=by, at=given.NOW)


def told(item: Item, by: User, language: str = "fr") -> None:
    texts.propose(item, language, Words("Bol à oreilles", description="Tourné."), by=by, at=given.NOW)
    texts.approve(item, language, by=by, at=given.NOW)


def test_a_complete_piece_goes_on_sale_under_its_french_name(app: Flask) -> None:
    bowl, nadia = draft(texts={"ar": "زبدية"}, photo=False), given.advisor()
    assert [type(lack) for lack in publishing.lacks(bowl)] == [publishing.NoFrench, publishing.NoReadyPhoto]
    told(bowl, nadia)
    shown(bowl, nadia)
    publishing.publish(bowl, by=nadia, at=given.NOW)
    db.session.flush()
    assert (bowl.state, bowl.published_at) == (ItemState.PUBLISHED, given.NOW)
    assert bowl.slug == f"bol-a-oreilles-{bowl.reference.lower()}"
    assert search.find("oreilles").ids == [bowl.id]


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        ({"texts": {"ar": "زبدية"}}, publishing.NoFrench),
        ({"photo": False}, publishing.NoReadyPhoto),
    ],
)
def test_what_is_missing_is_said(app: Flask, spoil: dict[str, object], refusal: type[Refusal]) -> None:
    bowl = draft(**spoil)
    with pytest.raises(refusal):
        publishing.publish(bowl, by=given.advisor(), at=given.NOW)
    assert bowl.state is ItemState.DRAFT


def test_a_machine_text_or_an_empty_description_is_not_enough(app: Flask) -> None:
    bowl = draft()
    french = bowl.text("fr")
    assert french is not None
    french.state = TextState.MACHINE
    assert isinstance(publishing.lacks(bowl)[0], publishing.NoFrench)
    french.state, french.description = TextState.REVIEWED, " "
    assert isinstance(publishing.lacks(bowl)[0], publishing.NoFrench)


def test_a_maker_who_left_sells_nothing(app: Flask) -> None:
    bowl, nadia = draft(), given.advisor()
    bowl.artisan.standing = Standing.SUSPENDED
    with pytest.raises(publishing.MakerAway) as no:
        publishing.publish(bowl, by=nadia, at=given.NOW)
    assert no.value.facts == {"maker": bowl.artisan.name}


def test_a_maker_hands_over_and_an_advisor_sends_back_with_a_word(app: Flask) -> None:
    bowl, nadia = draft(), given.advisor()
    maker = bowl.artisan.user
    assert maker is not None
    publishing.submit(bowl, by=maker, at=given.NOW)
    with pytest.raises(publishing.NotNow):
        publishing.submit(bowl, by=maker, at=given.NOW)
    with pytest.raises(Forbidden):
        publishing.publish(bowl, by=maker, at=given.NOW)
    for wrong in ("  ", "x" * 1001):
        with pytest.raises(reasons.SayWhy):
            publishing.send_back(bowl, wrong, by=nadia, at=given.NOW)
    publishing.send_back(bowl, "Une photo plus claire, s’il vous plaît.", by=nadia, at=given.NOW)
    assert (bowl.state, bowl.sent_back) == (ItemState.DRAFT, "Une photo plus claire, s’il vous plaît.")
    publishing.submit(bowl, by=nadia, at=given.NOW)
    assert bowl.sent_back == ""


def test_a_piece_without_a_photo_cannot_be_handed_over(app: Flask) -> None:
    bowl = draft(photo=False)
    with pytest.raises(photos.NoPhoto):
        publishing.submit(bowl, by=given.advisor(), at=given.NOW)


def test_a_deed_for_the_maker_is_recorded_as_such(app: Flask) -> None:
    bowl, nadia = given.item(), given.advisor()
    maker = bowl.artisan.user
    assert maker is not None
    publishing.pause(bowl, by=nadia, at=given.NOW)
    publishing.resume(bowl, by=maker, at=given.NOW)
    db.session.flush()
    told_ = db.session.execute(
        select(AuditEvent.deed, AuditEvent.by_id, AuditEvent.on_behalf_of_id)
        .where(AuditEvent.subject == "item", AuditEvent.subject_id == bowl.id)
        .order_by(AuditEvent.id)
    ).all()
    assert told_ == [("item.paused", nadia.id, bowl.artisan_id), ("item.resumed", maker.id, None)]


def test_promised_pieces_keep_an_item_from_being_put_away(app: Flask) -> None:
    bowl, nadia = given.item(variant={"reserved": 1}), given.advisor()
    with pytest.raises(publishing.Promised):
        publishing.archive(bowl, by=nadia, at=given.NOW)
    bowl.main.reserved = 0
    publishing.archive(bowl, by=nadia, at=given.NOW)
    with pytest.raises(publishing.NotNow):
        publishing.resume(bowl, by=nadia, at=given.NOW)


STEPS = some.lists(
    some.sampled_from(
        (
            "submit",
            "publish",
            "send_back",
            "pause",
            "resume",
            "archive",
            "tell fr",
            "tell ar",
            "show",
            "leave",
            "return",
        )
    ),
    max_size=16,
)


@MANY
@for_all(steps=STEPS)
def test_what_is_on_sale_is_complete_whatever_was_done(app: Flask, steps: list[str]) -> None:
    bowl, nadia = draft(texts={"ar": "زبدية"}, photo=False), given.advisor()
    for step in steps:
        was_on_sale = bowl.state is ItemState.PUBLISHED
        try:
            if step.startswith("tell"):
                told(bowl, nadia, step[-2:])
            elif step == "show":
                shown(bowl, nadia)
            elif step in ("leave", "return"):
                bowl.artisan.standing = Standing.LEFT if step == "leave" else Standing.GOOD
            elif step == "send_back":
                publishing.send_back(bowl, "Plus de lumière", by=nadia, at=given.NOW)
            else:
                getattr(publishing, step)(bowl, by=nadia, at=given.NOW)
        except Refusal:
            assert (bowl.state is ItemState.PUBLISHED) is was_on_sale
        if bowl.state is ItemState.PUBLISHED:
            away = bowl.artisan.standing is not Standing.GOOD  # the shop leaves out who is away
            assert [type(lack) for lack in publishing.lacks(bowl)] == ([publishing.MakerAway] if away else [])
            assert not away or was_on_sale
