"""A piece added for an artisan who does not do it alone."""

import pytest
from sqlalchemy import select

from app.base.database import db, new_key
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import photos, texts
from app.domain.catalogue.models import Item, ItemState, Kind
from app.domain.catalogue.revisions import Photo
from app.domain.people.models import User
from tests import drawn, given
from tests.pages import Visitor


def added(item_maker: int, **changed: object) -> dict[str, object]:
    said = {
        "artisan": str(item_maker),
        "craft": "weaving",
        "kind": "ready",
        "unit": "piece",
        "price": "260",
        "counted": "3",
        "lead_days": "7",
        "title": "Nappe en lin",
        "description": "Tissée à la main.",
        "length_mm": "200",
        "note": "Elle l’a tissée en mai.",
    }
    return {**said, "photos": [drawn.file()], **changed}


def test_a_piece_is_added_for_an_artisan_who_has_no_account(desk: Visitor, nadia: User) -> None:
    maker = given.artisan(account=False)
    given.craft("weaving", code="TIS")
    desk.most_queries = 60  # eight kinds of rows are written, once each
    place = desk.post("/advisor/catalogue/add", added(maker.id)).location
    made = db.session.scalars(select(Item).where(Item.artisan_id == maker.id)).one()
    assert place == f"/advisor/catalogue/items/{made.id}"
    assert (made.state, made.main.kind, made.main.on_hand, made.length_mm) == (ItemState.SUBMITTED, Kind.READY, 3, 2000)
    pending = texts.in_language(made, "fr").pending
    assert pending and pending.title == "Nappe en lin" and len(photos.of_item(made).photos) == 1
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.by_id == nadia.id)).all()
    assert {"item.added", "stock.adjusted", "item.submitted"} <= {deed.deed for deed in told}
    assert all(deed.on_behalf_of_id == maker.id for deed in told)
    desk.get(place)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"artisan": ""}, "Choisissez"),
        ({"artisan": "99999999999999"}, "Choisissez"),
        ({"craft": "x"}, "Choisissez le métier."),
        ({"kind": "x"}, "Dites si elle est prête"),
        ({"unit": "x"}, "une pièce, une paire"),
        ({"price": "-1"}, "Écrivez un montant"),
        ({"kind": "unique"}, "Cette pièce est unique"),
        ({"title": ""}, "Écrivez un titre."),
        ({"photos": []}, "Ajoutez au moins une photo."),
    ],
)
def test_a_wrong_new_piece_is_said_and_nothing_is_made(desk: Visitor, wrong: dict[str, object], sentence: str) -> None:
    maker = given.artisan()
    given.craft("weaving", code="TIS")
    page = desk.post("/advisor/catalogue/add", added(maker.id, **wrong), status=422)
    assert sentence in page.plain and "Elle l’a tissée en mai." in page.text
    assert db.session.scalar(select(Item.id).where(Item.artisan_id == maker.id)) is None
    if "photos" not in wrong:
        assert db.session.scalar(select(Photo.key).order_by(Photo.id.desc()).limit(1)) in page.text


def test_sent_twice_it_is_one_piece(desk: Visitor) -> None:
    maker, key = given.artisan(), new_key()
    given.craft("weaving", code="TIS")
    desk.most_queries = 60
    for _ in range(2):
        desk.post("/advisor/catalogue/add", added(maker.id, key=key))
    assert len(db.session.scalars(select(Item).where(Item.artisan_id == maker.id)).all()) == 1
