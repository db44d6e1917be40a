"""Sizes and colours of some pieces, what food says, labels in every state, and where pieces may not go."""

import re
from datetime import timedelta

from flask import current_app

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue import destinations, food, search
from app.domain.catalogue.models import Item, Kind, MovementKind, StockMovement, Variant
from app.domain.catalogue.proofs import ItemLabel, Proof
from app.jobs.demo.content_files import FOLDER, Table, read
from app.jobs.demo.world import LANGUAGES, World

PROOF = "proof.pdf"
_WHOLE = {"union": destinations.EUROPEAN_UNION, "abroad": destinations.ABROAD}
_VOLUME = re.compile(r"(\d+) (cl|l)")
_MILLILITRES = {"cl": 10, "l": 1000}
MEASURES = ("length_mm", "width_mm", "height_mm", "weight_g")


def mark_crafts(world: World) -> None:
    """Before anybody asks for a piece: which crafts make food, and where theirs may not go."""
    told = read("depth")
    for slug, craft in world.crafts.items():
        craft.is_food = slug in told["food"]
        craft.not_to = _codes(told["not_to"].get(slug, []))


def fill(world: World) -> None:
    """After the requests, so that these find the shelves they were planned for."""
    told = read("depth")
    for table in told["sizes"]:
        _give_sizes(world, world.items[table["item"]], table)
    for item in world.items.values():
        _feed(world, item, told)
    for slug, codes in told["not_to_items"].items():
        world.items[slug].not_to = _codes(codes)
    _label(world, told["labels"])
    db.session.flush()
    for table in told["sizes"]:
        search.index(world.items[table["item"]])


def _give_sizes(world: World, item: Item, table: Table) -> None:
    _say(world, item, item.main, table["first"])
    for number, row in enumerate(table["more"], 2):
        variant = Variant(
            sku=f"{item.reference}-{number}",
            kind=Kind(row["kind"]),
            unit=item.main.unit,
            price=row["price"],
            on_hand=row["stock"],
            lead_days=row.get("lead_days", 0),
            weekly_capacity=row.get("capacity_week", 0),
            position=number,
            counted_at=world.ago(4) if row["stock"] else None,
            **{name: row[name] for name in MEASURES if name in row},
        )
        _say(world, item, variant, row)
        item.variants.append(variant)
        db.session.flush()
        if variant.on_hand:
            counted = {"kind": MovementKind.COUNTED, "by_id": world.advisor.id, "on_behalf": True, "at": world.ago(4)}
            db.session.add(StockMovement(variant_id=variant.id, change=variant.on_hand, **counted))


def _say(world: World, item: Item, variant: Variant, row: Table) -> None:
    variant.labels = {language: row[language] for language in LANGUAGES}
    if "colour" in row:
        colour = world.colours[row["colour"]]
        variant.colour_id = colour.id
        if colour not in item.colours:
            item.colours.append(colour)
    if "photo" in row and item.photo_set:
        variant.photo_id = item.photo_set.photos[row["photo"] - 1].id


def _feed(world: World, item: Item, told: Table) -> None:
    said = told["food"].get(item.craft.slug)
    if said is None:
        return
    if item.slug in told["no_food"]["items"]:
        item.is_food = False
        return
    today = clock.local(world.now).date()
    item.authorisation = told["authorisations"][item.artisan.slug]
    item.ingredients = said["ingredients"]
    for variant in item.variants:
        volume = _VOLUME.fullmatch(item.size)
        variant.net_ml = int(volume[1]) * _MILLILITRES[volume[2]] if volume else None
        variant.net_g = None if volume else item.weight_g
        variant.best_before = today + timedelta(days=told["past"].get(item.slug, said["days"]))
        variant.batch = f"L{today:%y}-{item.id % 90 + 10}"
        variant.is_past = food.is_past(variant.best_before, today)


def _label(world: World, tables: list[Table]) -> None:
    """One paper proves them all: it says that it is a demonstration."""
    proof = Proof(key="demonstration", media_type="application/pdf", by_id=world.advisor.id, created_at=world.ago(60))
    place = storage.at(current_app.config["SETTINGS"].media_url)
    place.put(f"{storage.PRIVATE}/{proof.path}", (FOLDER / PROOF).read_bytes())
    db.session.add(proof)
    today = clock.local(world.now).date()
    for row in tables:
        until = today + timedelta(days=row["days"])
        carried = ItemLabel(
            item_id=world.items[row["item"]].id,
            label=row["label"],
            number=row["number"],
            expires_on=until,
            has_ended=until < today,
        )
        carried.proof = proof if row["proof"] else None
        db.session.add(carried)


def _codes(names: list[str]) -> list[str]:
    return sorted(set().union(*(_WHOLE.get(name, {name}) for name in names)))
