"""The pieces: items with their variants, reviewed texts, pictures, and what stood on the shelf a year ago."""

from datetime import timedelta

from app.base.database import db
from app.domain.catalogue import search
from app.domain.catalogue.models import Item, ItemState, Kind, MovementKind, StockMovement, Unit, Variant
from app.domain.catalogue.revisions import ItemText, Photo, PhotoPlace, PhotoSet, PhotoState, Standing, TextState
from app.jobs.demo import pictures, sizes
from app.jobs.demo.content_files import Table, items
from app.jobs.demo.world import LANGUAGES, World

FIRST_DAY = 372
SINCE = (372, 371, 370, 369, 368, 367, 340, 240, 160, 90, 45, 21, 9, 3)
"""Days since which pieces have been in the catalogue."""
TOLD = ("mendil", "babouches", "plateau", "jellaba", "panneau-zellige", "chapeau-jebli")
"""Pieces of which the year tells a story were there from the first day."""


def fill(world: World) -> None:
    """Every piece of the content, published at some day of the year before."""
    tables = items()
    photos = {table["pictures"][0]: _photo(world, table) for table in tables}
    db.session.add_all(photos.values())
    numbers: dict[str, int] = {}
    for table in tables:
        numbers[table["craft"]] = numbers.get(table["craft"], 0) + 1
        item = _item(world, table, numbers[table["craft"]])
        db.session.add(item)
        world.items[item.slug] = item
        world.popular[item.slug] = world.dice.gammavariate(1.2, 1.0) + 0.1
    db.session.flush()
    for table in tables:
        _tell(world, world.items[table["slug"]], table)
        _show(world, world.items[table["slug"]], [photos[name] for name in table["pictures"]])
        _stock(world, world.items[table["slug"]])
    db.session.flush()
    for item in world.items.values():
        search.index(item)


def _item(world: World, table: Table, number: int) -> Item:
    craft = world.crafts[table["craft"]]
    days = FIRST_DAY if table["slug"].startswith(TOLD) else world.dice.choice(SINCE)
    item = Item(
        slug=table["slug"],
        reference=f"{craft.code}-{number:04d}",
        artisan=world.artisans[table["artisan"]],
        craft=craft,
        state=ItemState.PUBLISHED,
        size=table["size"],
        created_at=world.ago(days + 2),
        published_at=world.ago(days),
        created_by_id=world.artisans[table["artisan"]].advisor_id,
        materials=[world.materials[slug] for slug in table["materials"]],
        techniques=[world.techniques[slug] for slug in table["techniques"]],
        colours=[world.colours[slug] for slug in table["colours"]],
        **{name: table.get(name) or None for name in ("length_mm", "width_mm", "height_mm", "weight_g")},
    )
    for position, (label, labels, stock) in enumerate(sizes.spread(table)):
        item.variants.append(
            Variant(
                sku=f"{item.reference}-{label}" if label else item.reference,
                labels=labels,
                kind=Kind(table["kind"]),
                unit=Unit(table["unit"]),
                price=table["price"],
                on_hand=stock,
                lead_days=table["lead_days"],
                weekly_capacity=table["capacity_week"],
                position=position,
                counted_at=world.ago(world.dice.randint(1, 40)) if stock else None,
            )
        )
    return item


def _photo(world: World, table: Table) -> Photo:
    name = table["pictures"][0]
    return Photo(
        key=pictures.key(name),
        original=pictures.original(name),
        width=pictures.WIDTH,
        height=pictures.HEIGHT,
        alt=table["alt"],
        renditions=pictures.RENDITIONS,
        blur=pictures.blur(name),
        is_illustration=True,
        state=PhotoState.READY,
        by_id=world.advisor.id,
        created_at=world.ago(374),
    )


def _tell(world: World, item: Item, table: Table) -> None:
    for language in LANGUAGES:
        if language in table["title"]:
            db.session.add(
                ItemText(
                    item_id=item.id,
                    language=language,
                    **{name: table[name][language] for name in ("title", "lead", "description", "care")},
                    state=TextState.REVIEWED,
                    standing=Standing.APPROVED,
                    by_id=item.created_by_id,
                    approved_by_id=world.advisor.id,
                    created_at=item.created_at,
                    approved_at=item.published_at,
                )
            )


def _show(world: World, item: Item, photos: list[Photo]) -> None:
    shown = PhotoSet(
        item_id=item.id,
        standing=Standing.APPROVED,
        by_id=item.created_by_id,
        approved_by_id=world.advisor.id,
        created_at=item.created_at,
        approved_at=item.published_at,
    )
    shown.places = [PhotoPlace(position=position, photo=photo) for position, photo in enumerate(photos)]
    db.session.add(shown)


def _stock(world: World, item: Item) -> None:
    """The opening count, so that on hand is the sum of movements from the first row on."""
    for variant in item.variants:
        if variant.on_hand:
            db.session.add(
                StockMovement(
                    variant_id=variant.id,
                    change=variant.on_hand,
                    kind=MovementKind.COUNTED,
                    by_id=world.advisor.id,
                    on_behalf=True,
                    at=item.created_at + timedelta(hours=1),
                )
            )
