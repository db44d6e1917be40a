"""What a table says of a variant's own colour and photo, and of what it is called beside the others."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import variants
from app.domain.catalogue.models import Colour, Item, Variant
from app.domain.catalogue.revisions import Photo, PhotoState
from tests import given
from tests.jobs.sheets.tables import Gone, bring, taken, written


@pytest.fixture
def rug(app: Flask) -> Item:
    """A rug in two sizes, red and blue, with one photo."""
    made = given.item(colours=[Colour(slug=name, names={"fr": name}, hex="#b3262e") for name in ("rouge", "bleu")])
    db.session.add(Colour(slug="vert", names={"fr": "vert"}, hex="#00ff00"))
    made.main.labels = {"fr": "Petit"}
    second = {name: getattr(made.main, name) for name in ("kind", "unit", "price", "on_hand", "reserved", "lead_days")}
    made.variants.append(Variant(sku="LARGE", labels={"fr": "Grand"}, position=1, weekly_capacity=0, **second))
    db.session.commit()
    return made


def say(rug: Item, **cells: str) -> Gone:
    gone = bring(written({"reference": rug.reference, "sku": "LARGE", **cells}), given.advisor())
    db.session.expire_all()
    return gone


def large() -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == "LARGE")).one()


def photo_of(rug: Item) -> Any:
    assert rug.photo_set
    return rug.photo_set.photos[0]


def test_a_variant_takes_a_colour_and_a_photo_of_its_piece(rug: Item) -> None:
    gone = say(rug, variant_colour="Bleu", variant_photo=photo_of(rug).key)
    assert gone.errors == [] and gone.changed == {
        "variant_colour": ("", "bleu"),
        "variant_photo": ("", photo_of(rug).key),
    }
    assert (large().colour_id, large().photo_id) == (rug.colours[1].id, photo_of(rug).id)
    assert say(rug, variant_colour="bleu", variant_photo=photo_of(rug).key).counts == {"unchanged": 1}
    assert say(rug, variant_colour="", variant_photo="").counts == {"change": 1}
    assert (large().colour_id, large().photo_id) == (None, None)
    say(rug, price="99")
    assert large().price == 9900 and large().colour_id is None


def test_what_its_piece_does_not_have_is_refused(rug: Item) -> None:
    other = given.item()
    db.session.commit()
    colour, photo = variants.NotItsColour.text, variants.NotItsPhoto.text
    assert say(rug, variant_colour="vert").errors == [(2, "variant_colour", colour)]
    assert say(rug, variant_photo=photo_of(other).key).errors == [(2, "variant_photo", photo)]
    assert [row[1] for row in say(rug, variant_colour="mauve").errors] == ["variant_colour"]
    assert say(rug, colours="vert, bleu", variant_colour="vert").errors == [], "the row gives it that colour"
    assert large().colour_id is not None


def test_a_photo_that_is_not_here_or_not_approved_is_left_for_later(rug: Item) -> None:
    gone = say(rug, variant_photo="from-elsewhere", price="88")
    assert gone.errors == [] and len(gone.notes) == 1 and large().photo_id is None and large().price == 8800
    waiting = Photo(
        key="not-yet-approved", original="originals/1.jpg", width=1200, height=1500, alt={}, state=PhotoState.READY,
        renditions={"jpeg": [480]}, created_at=given.NOW,
    )  # fmt: skip
    db.session.add(waiting)
    db.session.commit()
    gone = say(rug, photos=f"{photo_of(rug).key}, {waiting.key}", variant_photo=waiting.key)
    assert gone.errors == [] and len(gone.notes) == 1 and large().photo_id is None


def test_variants_are_told_apart_as_on_their_page(rug: Item) -> None:
    same, none = variants.SameLabel.text, variants.NoLabel.text
    assert say(rug, variant_fr=" petit").errors == [(2, "variant_fr", same)]
    first = {"reference": rug.reference, "sku": rug.main.sku, "variant_fr": "Grand"}
    assert bring(written(first), given.advisor()).errors == [(2, "variant_fr", same)], "the one before the other too"
    turned = {"reference": rug.reference, "sku": "LARGE", "variant_fr": "Petit"}
    assert bring(written(first, turned), given.advisor()).counts == {"change": 2}, "two may change names"
    bring(written({**first, "variant_fr": "Petit"}, {**turned, "variant_fr": "Grand"}), given.advisor())
    assert say(rug, variant_fr="").errors == [(2, "variant_fr", none)]
    new = {"reference": rug.reference, "sku": "HUGE", "price": "100"}
    assert bring(written(new), given.advisor()).errors == [(2, "variant_fr", none)]
    assert bring(written({**new, "variant_fr": "x" * 61}), given.advisor()).errors[0][1] == "variant_fr"
    assert bring(written({**new, "variant_en": "Huge"}), given.advisor()).counts == {"add": 1}, "to be translated"


def test_no_more_variants_than_its_page_takes(rug: Item) -> None:
    rows = [
        {"reference": rug.reference, "sku": f"S-{number}", "price": "100", "variant_fr": f"No {number}"}
        for number in range(variants.MOST - 1)
    ]
    gone = bring(written(*rows), given.advisor())
    assert [row[2] for row in gone.errors] == [variants.TooMany.text % {"most": variants.MOST}]
    assert bring(written(*rows[1:]), given.advisor()).counts == {"add": variants.MOST - 2}


def test_it_comes_out_as_it_went_in(rug: Item) -> None:
    say(rug, variant_colour="bleu", variant_photo=photo_of(rug).key)
    out = taken()
    assert photo_of(rug).key in out.decode() and bring(out, given.advisor()).counts == {"unchanged": 2}
