"""What the team calls pieces by, for lists about many of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.base import together
from app.base.database import db
from app.base.together import Question
from app.domain.catalogue.models import Colour, Item, Material, Variant, item_colour, item_material
from app.domain.catalogue.revisions import ItemText, Photo, PhotoPlace, PhotoSet, Standing

_SEEN = (Photo.key, Photo.renditions, Photo.blur, Photo.width, Photo.height, Photo.focus_x, Photo.focus_y, Photo.alt)
NAMED: dict[str, type[Material] | type[Colour]] = {"material": Material, "colour": Colour}


def references(ids: Collection[int]) -> dict[int, str]:
    """What these items are called by, in one question."""
    if not ids:
        return {}
    found = db.session.execute(select(Item.id, Item.reference).where(Item.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def of_variants(ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """The item and the SKU of these variants, in one question."""
    if not ids:
        return {}
    found = db.session.execute(select(Variant.id, Variant.item_id, Variant.sku).where(Variant.id.in_(ids)))
    return {row[0]: (row[1], row[2]) for row in found}


def titles(ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The approved titles of these items by language, in one question."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    if ids:
        chosen = select(ItemText.item_id, ItemText.language, ItemText.title)
        approved = (ItemText.item_id.in_(ids), ItemText.standing == Standing.APPROVED)
        for item_id, language, title in db.session.execute(chosen.where(*approved)):
            found[item_id][language] = title
    return dict(found)


@dataclass(frozen=True)
class Shown:
    """titles: approved, by language. photo: the first approved one, to be read only."""

    titles: dict[str, str] = field(default_factory=dict)
    photo: Photo | None = None


def shown(ids: Collection[int]) -> dict[int, Shown]:
    """How pieces are shown in a list of other things, in one question."""
    return shown_of(together.asked(**showing(ids))) if ids else {}


def showing(ids: Collection[int]) -> dict[str, Question]:
    """What ``shown`` asks, by name."""
    before = aliased(PhotoPlace)
    first = select(func.min(before.position)).where(before.photo_set_id == PhotoSet.id).scalar_subquery()
    return {
        "titles": select(ItemText.item_id, ItemText.language, ItemText.title).where(
            ItemText.item_id.in_(ids), ItemText.standing == Standing.APPROVED
        ),
        "photos": select(PhotoSet.item_id, *_SEEN)
        .join(PhotoPlace, PhotoPlace.photo_set_id == PhotoSet.id)
        .join(Photo, Photo.id == PhotoPlace.photo_id)
        .where(PhotoSet.item_id.in_(ids), PhotoSet.standing == Standing.APPROVED, PhotoPlace.position == first),
    }


def shown_of(found: Mapping[str, together.Rows]) -> dict[int, Shown]:
    """Of the answers, with whatever was asked beside them."""
    titles: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for item_id, language, title in found["titles"]:
        titles[item_id][language] = title
    photos = {
        item_id: Photo(**{column.key: value for column, value in zip(_SEEN, row, strict=True)})
        for item_id, *row in found["photos"]
    }
    return {item_id: Shown(titles[item_id], photos.get(item_id)) for item_id in {*titles, *photos}}


def attributes(ids: Collection[int]) -> dict[int, list[dict[str, str]]]:
    """The names of the materials and then of the colours of these items, in one question."""
    found: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    if ids:
        of = [
            select(table.c.item_id, thing.names)
            .join(thing, thing.id == table.c[f"{name}_id"])
            .where(table.c.item_id.in_(ids))
            for name, thing, table in (("material", Material, item_material), ("colour", Colour, item_colour))
        ]
        for item_id, names in db.session.execute(union_all(*of)):
            found[item_id].append(names)
    return dict(found)


def facets() -> dict[str, dict[str, str]]:
    """The names of all materials and colours, by ``material:wool``, in one question."""
    of = [select(literal(f"{name}:").concat(thing.slug).label("key"), thing.names) for name, thing in NAMED.items()]
    return {row.key: row.names for row in db.session.execute(union_all(*of))}


def titles_in(ids: Collection[int], language: str) -> dict[int, str]:
    """What these items are called in a language, else in French, else in any. Those without words are left out."""
    if not ids:
        return {}
    said = select(ItemText.item_id, ItemText.language, ItemText.title)
    approved = said.where(ItemText.item_id.in_(ids), ItemText.standing == Standing.APPROVED)
    found: dict[int, tuple[int, str]] = {}
    for item_id, written, title in db.session.execute(approved.order_by(ItemText.id)):
        rank = 0 if written == language else 1 if written == "fr" else 2
        if item_id not in found or rank < found[item_id][0]:
            found[item_id] = rank, title
    return {item_id: title for item_id, (_rank, title) in found.items()}


def prices_of(item_id: int) -> tuple[int, ...]:
    """The prices of an item's variants that are offered, in centimes, cheapest first."""
    chosen = select(Variant.price).where(Variant.item_id == item_id, Variant.put_away_at.is_(None)).distinct()
    return tuple(db.session.scalars(chosen.order_by(Variant.price)))
