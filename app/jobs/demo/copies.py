"""The written pieces again and again, for measuring: the dice fall here, all else the database copies by itself.

One narrow row a piece travels to it, a batch at a time, so neither memory nor the way between is a limit.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Column, Insert, Integer, MetaData, String, Table, Text, and_, cast, func, insert, literal, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from app.base.database import Model, Moment, db
from app.domain.catalogue import search
from app.domain.catalogue.folding import roots
from app.domain.catalogue.models import (
    Item,
    ItemState,
    Kind,
    MovementKind,
    SearchEntry,
    StockMovement,
    Variant,
    item_colour,
    item_material,
    item_technique,
)
from app.domain.catalogue.revisions import ItemText, PhotoPlace, PhotoSet, Standing
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place
from app.jobs.demo.pile import Row, catch_up, table_of
from app.jobs.demo.world import World

BATCH = 10_000
FIRST = 10_001
"""The number of the first copy: behind those of all written pieces."""
_MAKER, _PLACE, _NUMBER = "qqmaker", "qqplace", "qqnumber"
"""Words that nobody writes, where a copy's own will stand."""

_beside = MetaData()
_copy = Table(
    "copied_piece",
    _beside,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("model_id", Integer),
    Column("artisan_id", Integer),
    Column("number", Integer),
    Column("at", Moment),
    Column("price", Integer),
    Column("stock", Integer),
    prefixes=["TEMPORARY"],
)
_words = Table(
    "copied_words",
    _beside,
    Column("kind", String(5), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("words", Text),
    prefixes=["TEMPORARY"],
)


def fill(world: World, makers: Iterable[Row]) -> None:
    """Pieces up to the number asked for; nothing where as many are written. makers: id and craft_id of each."""
    if world.sizes.items <= len(world.items):
        return
    db.session.flush()
    connection = db.session.connection()
    _beside.create_all(connection)
    connection.execute(insert(_words), list(_worded(world)))
    thrown = _thrown(world, makers)
    while batch := list(islice(thrown, BATCH)):
        connection.execute(insert(_copy), batch)
        for statement in _statements(world.advisor.id):
            connection.execute(statement)
        connection.execute(_copy.delete())
    _beside.drop_all(connection)
    catch_up(table_of(Item))


def _thrown(world: World, makers: Iterable[Row]) -> Iterator[Row]:
    """What differs from copy to copy."""
    dice = world.dice
    written = [(item.id, item.craft_id, item.main.price, item.main.kind) for item in world.items.values()]
    by_craft: dict[int, list[int]] = {}
    for maker in makers:
        by_craft.setdefault(maker["craft_id"], []).append(maker["id"])
    next_id = (db.session.scalar(select(func.max(Item.id))) or 0) + 1
    for count in range(world.sizes.items - len(written)):
        model_id, craft_id, price, kind = written[count % len(written)]
        yield {
            "id": next_id + count,
            "model_id": model_id,
            "artisan_id": dice.choice(by_craft[craft_id]),
            "number": FIRST + count,
            "at": world.ago(dice.uniform(1, 380)),
            "price": max(1_000, round(price * dice.uniform(0.6, 1.5) / 500) * 500),
            "stock": dice.randint(0, {Kind.MADE_TO_ORDER: 0, Kind.UNIQUE: 1}.get(kind, 9)),
        }


def _worded(world: World) -> Iterator[Row]:
    """What pieces, makers and places are found by, each folded once."""
    for item in world.items.values():
        yield {"kind": "piece", "id": item.id, "words": _template(item)}
    for maker in db.session.execute(select(Artisan.id, Artisan.name, Artisan.name_ar, Artisan.workshop)):
        yield {"kind": "maker", "id": maker.id, "words": " ".join(roots(" ".join(maker[1:])))}
    for place in world.places.values():
        yield {"kind": "place", "id": place.id, "words": " ".join(roots(" ".join(place.names.values())))}


def _template(item: Item) -> str:
    """What the search itself would write for a copy of this piece, but for the copy's own words."""
    texts = [
        ItemText(title=f"{text.title} {_NUMBER}", lead=text.lead, description=text.description, care=text.care)
        for text in sorted(item.texts, key=lambda text: text.language)
    ]
    reference = f"{item.craft.code}-{_NUMBER}"
    imagined = Item(
        reference=reference,
        craft=item.craft,
        artisan=Artisan(name=_MAKER, name_ar="", workshop="", place=Place(names={"fr": _PLACE})),
        materials=list(item.materials),
        techniques=list(item.techniques),
        colours=list(item.colours),
        variants=[Variant(sku=reference, labels={})],
    )
    return search.body_of(imagined, texts)


def _statements(advisor_id: int) -> Iterator[Insert]:
    """One batch, referred-to tables first."""
    number = cast(_copy.c.number, String)
    approved = {"created_at": _copy.c.at, "approved_at": _copy.c.at, "approved_by_id": advisor_id}
    item, craft, variant, text, shown, place = map(_written, (Item, Craft, Variant, ItemText, PhotoSet, PhotoPlace))
    pieces = _copy.join(item, item.c.id == _copy.c.model_id).join(craft, craft.c.id == item.c.craft_id)
    yield _like(
        item,
        pieces,
        id=_copy.c.id,
        slug=item.c.slug + "-" + number,
        reference=craft.c.code + "-" + number,
        artisan_id=_copy.c.artisan_id,
        state=ItemState.PUBLISHED,
        created_at=_copy.c.at,
        published_at=_copy.c.at,
        version=1,
    )
    yield _like(
        variant,
        pieces.join(variant, and_(variant.c.item_id == item.c.id, variant.c.position == 0)),
        item_id=_copy.c.id,
        sku=craft.c.code + "-" + number,
        labels={},
        price=_copy.c.price,
        on_hand=_copy.c.stock,
        reserved=0,
        counted_at=_copy.c.at,
        version=1,
    )
    yield _counted(advisor_id)
    for link in (item_material, item_technique, item_colour):
        facet = link.alias("its_facet")
        yield _like(facet, _copy.join(facet, facet.c.item_id == _copy.c.model_id), item_id=_copy.c.id)
    yield _like(
        text,
        _copy.join(text, and_(text.c.item_id == _copy.c.model_id, text.c.standing == Standing.APPROVED)),
        item_id=_copy.c.id,
        title=text.c.title + ", " + number,
        **approved,
    )
    sets = _copy.join(shown, and_(shown.c.item_id == _copy.c.model_id, shown.c.standing == Standing.APPROVED))
    yield _like(shown, sets, item_id=_copy.c.id, **approved)
    own = table_of(PhotoSet)
    sets = sets.join(place, place.c.photo_set_id == shown.c.id).join(own, own.c.item_id == _copy.c.id)
    yield _like(place, sets, photo_set_id=own.c.id)
    yield _found_by()


def _counted(advisor_id: int) -> Insert:
    """On hand is the sum of movements, here as everywhere."""
    variant = table_of(Variant)
    columns = {
        "variant_id": variant.c.id,
        "change": _copy.c.stock,
        "kind": literal(MovementKind.COUNTED, table_of(StockMovement).c.kind.type),
        "by_id": literal(advisor_id),
        "on_behalf": literal(True),
        "at": _copy.c.at,
    }
    counted = select(*columns.values()).select_from(_copy.join(variant, variant.c.item_id == _copy.c.id))
    return insert(StockMovement).from_select(list(columns), counted.where(_copy.c.stock > 0).order_by(_copy.c.id))


def _found_by() -> Insert:
    """The search index: the written piece's words, with the copy's own in their places."""
    piece, maker, place = (_words.alias(kind) for kind in ("piece", "maker", "place"))
    artisan = table_of(Artisan)
    words = func.replace(piece.c.words, _NUMBER, cast(_copy.c.number, String))
    words = func.replace(func.replace(words, _MAKER, maker.c.words), _PLACE, place.c.words)
    found = (
        select(_copy.c.id, words)
        .join(piece, and_(piece.c.kind == "piece", piece.c.id == _copy.c.model_id))
        .join(artisan, artisan.c.id == _copy.c.artisan_id)
        .join(maker, and_(maker.c.kind == "maker", maker.c.id == artisan.c.id))
        .join(place, and_(place.c.kind == "place", place.c.id == artisan.c.place_id))
    )
    return insert(SearchEntry).from_select(["item_id", "body"], found.order_by(_copy.c.id))


def _written(model: type[Model]) -> FromClause:
    """A table as the models of the copies are read from it, beside itself as the copies are written to it."""
    return table_of(model).alias(f"its_{model.__tablename__}")


def _like(source: Any, rows: FromClause, **changed: Any) -> Insert:
    """The rows of an alias written again into its own table, all columns the same but these. Ids are new."""
    columns: dict[str, ColumnElement[Any]] = {}
    for column in source.c:
        if column.name in changed:
            value = changed[column.name]
            columns[column.name] = value if isinstance(value, ColumnElement) else literal(value, column.type)
        elif column.name != "id":
            columns[column.name] = column
    copied = select(*columns.values()).select_from(rows).order_by(_copy.c.id)
    return insert(source.element).from_select(list(columns), copied)
