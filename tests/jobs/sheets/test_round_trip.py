"""What came out goes in again unchanged, whatever pieces there are, on either engine and in either kind of file."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from sqlalchemy import delete

from app.adapters.tables import KINDS
from app.base.database import db
from app.domain.catalogue.destinations import ABROAD, EUROPEAN_UNION, EVERYWHERE
from app.domain.catalogue.models import (
    Colour,
    Item,
    ItemState,
    Kind,
    Material,
    MovementKind,
    StockMovement,
    Technique,
    Unit,
    Variant,
)
from app.domain.catalogue.producing import NEEDED
from app.domain.catalogue.proofs import ItemLabel
from app.domain.catalogue.revisions import ItemText, PhotoSet, Standing, TextState
from app.domain.catalogue.texts import LANGUAGES
from tests import given
from tests.jobs.sheets.tables import bring, taken

SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff")
LINE = st.text(SIGNS, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
LINES = st.lists(LINE, max_size=3).map("\n\n".join)
ODD = st.sampled_from(
    ["=1+1", "-5", "'=x", "+212 6", "@a", "1,5", "007", "TRUE", "#NAME?", "'#N/A", "2026-11-29", '"', ";", "a;b\tc|d"]
)
WORDS = st.fixed_dictionaries({"title": LINE | ODD, "lead": LINE | st.just(""), "description": LINES, "care": ODD})
REGIONS = st.sampled_from([[], ABROAD, EUROPEAN_UNION, EUROPEAN_UNION | {"MA", "US"}])
SHELF = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind),
        "unit": st.sampled_from(Unit),
        "price": st.integers(100, 100_000_000),
        "on_hand": st.integers(0, 9_999),
        "lead_days": st.integers(0, 365),
        "weekly_capacity": st.integers(0, 99),
        **dict.fromkeys(("length_mm", "width_mm", "height_mm"), st.none() | st.integers(1, 20_000)),
        "weight_g": st.none() | st.integers(1, 1_000_000),
        **dict.fromkeys(("net_g", "net_ml"), st.none() | st.integers(1, 100_000)),
        "batch": LINE | ODD | st.just(""),
        "best_before": st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31)),
        "labels": st.dictionaries(st.sampled_from(LANGUAGES), LINE | ODD, max_size=2),
        "is_coloured": st.booleans(),
        "is_pictured": st.booleans(),
    }
)
PIECE = st.fixed_dictionaries(
    {
        "state": st.sampled_from([ItemState.DRAFT, ItemState.PUBLISHED, ItemState.PAUSED, ItemState.ARCHIVED]),
        "size": LINE | ODD | st.just(""),
        "length_mm": st.none() | st.integers(1, 20_000),
        "weight_g": st.none() | st.integers(1, 1_000_000),
        "is_food": st.none() | st.booleans(),
        "authorisation": st.sampled_from(["", "MI.15.3.19", "007/2026", "ES.12-3.4-5"]),
        "ingredients": st.dictionaries(st.sampled_from(NEEDED), LINES.filter(bool) | ODD, max_size=4),
        "not_to": st.none() | st.lists(st.sampled_from(sorted(EVERYWHERE)), unique=True, max_size=4) | REGIONS,
        "said": st.dictionaries(st.sampled_from(LANGUAGES), st.tuples(WORDS, st.booleans()), max_size=3),
        "shelves": st.lists(SHELF, min_size=1, max_size=3),
        "facets": st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    }
)


def make(pieces: list[dict[str, Any]]) -> None:
    """These pieces, whole enough to be in the state they are in."""
    makers = [
        given.artisan(name="Amina, la grande", place=given.place("here")),
        given.artisan(place=given.place("here")),
    ]
    things: list[list[Any]] = [
        [kind(slug=f"{kind.__tablename__}-{n}", names={"fr": name}) for n, name in enumerate(("Laine", "Bois, dur"))]
        for kind in (Material, Technique, Colour)
    ]
    db.session.add_all(thing for kept in things for thing in kept)
    for number, piece in enumerate(pieces):
        item = given.item(
            makers[number % 2],
            published=piece["state"] is not ItemState.DRAFT,
            stock=0,
            reference=f"PCE-{number:04d}",
            **{name: piece[name] for name in ("state", "size", "length_mm", "weight_g", "is_food", "ingredients")},
            authorisation=piece["authorisation"] or ("MI.1" if piece["is_food"] else ""),
            not_to=None if piece["not_to"] is None else sorted(piece["not_to"]),
        )
        given.label(item)
        for model in (Variant, ItemText):
            db.session.execute(delete(model).where(model.item_id == item.id))
        for count, kept, name in zip(piece["facets"], things, ("materials", "techniques", "colours"), strict=True):
            getattr(item, name).extend(kept[:count])
        said = {"fr": ({"title": "Pièce", "lead": "", "description": "Faite à la main.", "care": ""}, False)}
        for language, (words, waits) in {**said, **piece["said"]}.items():
            standing = Standing.PENDING if waits and language != "fr" else Standing.APPROVED
            whole = {**words, "description": words["description"] or "Faite à la main."}
            db.session.add(
                ItemText(item_id=item.id, language=language, standing=standing, state=TextState.REVIEWED,
                         created_at=given.NOW, **whole)
            )  # fmt: skip
        for position, shelf in enumerate(piece["shelves"]):
            most = {Kind.UNIQUE: 1, Kind.MADE_TO_ORDER: 0}.get(shelf["kind"], 9_999)
            counted = min(most, shelf["on_hand"])
            if len(piece["shelves"]) > 1:  # several are told apart
                shelf["labels"] = {**shelf["labels"], "fr": f"No {position}"}
            own = {name: value for name, value in shelf.items() if not name.startswith("is_")}
            colours, photos = (item.colours, item.photo_set.photos)
            own["colour_id"] = colours[-1].id if shelf["is_coloured"] and colours else None
            own["photo_id"] = photos[0].id if shelf["is_pictured"] else None
            variant = Variant(
                item_id=item.id, sku=f"SKU-{number}-{position}", position=position, reserved=0,
                **{**own, "on_hand": counted},
            )  # fmt: skip
            db.session.add(variant)
            db.session.flush()
            if counted:
                db.session.add(
                    StockMovement(variant_id=variant.id, change=counted, kind=MovementKind.COUNTED, at=given.NOW)
                )
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@drawn(pieces=st.lists(PIECE, min_size=1, max_size=3), language=st.sampled_from(["fr", "ar", "en"]))
def test_what_came_out_goes_in_again(app: Flask, kind: str, pieces: list[dict[str, Any]], language: str) -> None:
    connection: Any = db._app_engines[app][None]
    undone = connection.begin_nested()
    try:
        make(pieces)
        by = given.coordinator()
        db.session.commit()
        out = taken(kind, language)
        rows = sum(len(piece["shelves"]) for piece in pieces)
        again = bring(out, by, language=language)
        assert (again.errors, again.changed, again.counts) == ([], {}, {"unchanged": rows})
        db.session.execute(delete(ItemLabel))  # these are only told, so no table brings them back
        out = taken(kind, language)
        for model in (StockMovement, Variant, ItemText, PhotoSet, Item):
            db.session.execute(delete(model))
        db.session.commit()
        back = bring(out, by, language=language, approve=True)
        assert (back.errors, back.counts) == ([], {"add": rows})
        db.session.expire_all()
        assert taken(kind, language) == out if kind == "csv" else bring(out, by, dry=True).counts == {"unchanged": rows}
    finally:
        db.session.remove()
        undone.rollback()
