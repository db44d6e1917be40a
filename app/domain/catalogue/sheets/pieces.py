"""Pieces as they are, as plain values: many at once, in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, String, Table, any_, literal, select
from sqlalchemy.orm import Mapped

from app.base.database import Model, db
from app.domain.catalogue.models import Item, Variant, item_colour, item_material, item_technique
from app.domain.catalogue.proofs import ItemLabel
from app.domain.catalogue.revisions import ItemText, Photo, PhotoPlace, PhotoSet, PhotoState, Standing, TextState
from app.domain.catalogue.texts import Words

LINKS: dict[str, Table] = {"material": item_material, "technique": item_technique, "colour": item_colour}
Photos = dict[str, tuple[int, bool, bool]]
"""By key the id of a photo, whether it is ready, and whether some piece has it."""
FACETS: dict[str, tuple[int, ...]] = dict.fromkeys(LINKS, ())


@dataclass(slots=True)
class Said:
    """What a piece says in one language. latest: what an editor sees. Ids of the revisions, where there are any."""

    latest: Words
    approved: Words | None = None
    approved_id: int | None = None
    pending_id: int | None = None
    is_reviewed: bool = False


@dataclass(slots=True)
class Shown:
    """Its photos' keys as an editor sees them, and whether the approved set has one that is ready."""

    latest: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    approved_id: int | None = None
    pending_id: int | None = None


class Mark(NamedTuple):
    """A label it carries."""

    label: str
    number: str
    expires_on: date


@dataclass(slots=True)
class Piece:
    """row, shelves: columns of the tables item and variant, with a variant's photo by its key. facets: ids by kind.

    said: by language. marks: labels.
    """

    row: dict[str, Any]
    shelves: list[dict[str, Any]] = field(default_factory=list)
    facets: dict[str, tuple[int, ...]] = field(default_factory=lambda: dict(FACETS))
    said: dict[str, Said] = field(default_factory=dict)
    shown: Shown = field(default_factory=Shown)
    marks: tuple[Mark, ...] = ()

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def offered(self) -> list[dict[str, Any]]:
        """Without the sizes that only requests know."""
        return [shelf for shelf in self.shelves if shelf.get("put_away_at") is None]


def ids_of(references: Collection[str], skus: Collection[str]) -> tuple[dict[str, int], dict[str, tuple[int, str]]]:
    """Item ids by reference; and by the SKU of one of their variants, with the item's reference."""
    by_reference = db.session.execute(select(Item.reference, Item.id).where(_among(Item.reference, references)))
    by_sku = db.session.execute(
        select(Variant.sku, Item.id, Item.reference).join(Variant.item).where(_among(Variant.sku, skus))
    )
    return dict(by_reference.all()), {sku: (id_, reference) for sku, id_, reference in by_sku}


def _among(column: Mapped[str], names: Collection[str]) -> ColumnElement[bool]:
    """Many names. PostgreSQL gets them as one array: its driver takes longer over hundreds of places than it does."""
    if db.engine.dialect.name == "postgresql":
        return column == any_(literal(list(names), ARRAY(String)))
    return column.in_(names)


def of(ids: Collection[int]) -> dict[int, Piece]:
    """The pieces with these ids. In nine questions."""
    if not ids:
        return {}
    found = {row["id"]: Piece(row) for row in _rows(Item, Item.id.in_(ids), order=(Item.id,))}
    for row in _shelves(ids):
        found[row["item_id"]].shelves.append(row)
    for kind, link in LINKS.items():
        linked = defaultdict(list)
        for item_id, thing_id in db.session.execute(select(link).where(link.c.item_id.in_(ids))):
            linked[item_id].append(thing_id)
        for item_id, things in linked.items():
            found[item_id].facets[kind] = tuple(sorted(things))
    for row in _rows(ItemLabel, ItemLabel.item_id.in_(ids), order=(ItemLabel.id,)):
        piece = found[row["item_id"]]
        piece.marks = (*piece.marks, Mark(row["label"], row["number"], row["expires_on"]))
    living = ItemText.item_id.in_(ids), ItemText.standing != Standing.RETIRED
    for row in _rows(ItemText, *living, order=(ItemText.language,)):
        _say(found[row["item_id"]].said, row)
    _show(found, ids)
    return found


def photos(keys: Collection[str]) -> Photos:
    """Those with one of these keys."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(Photo.key, Photo.id, Photo.state, PhotoSet.item_id)
        .outerjoin(PhotoPlace, PhotoPlace.photo_id == Photo.id)
        .outerjoin(PhotoSet, PhotoSet.id == PhotoPlace.photo_set_id)
        .where(Photo.key.in_(keys))
    )
    return {key: (id_, state is PhotoState.READY, item_id is not None) for key, id_, state, item_id in rows}


def _rows(model: type[Model], *where: Any, order: tuple[Any, ...]) -> Iterable[dict[str, Any]]:
    chosen = select(model.__table__).where(*where).order_by(*order)
    yield from map(dict, db.session.execute(chosen).mappings())


def _shelves(ids: Collection[int]) -> Iterable[dict[str, Any]]:
    """Variants, each with the key of its own photo."""
    chosen = select(Variant.__table__, Photo.key.label("photo")).outerjoin(Photo, Photo.id == Variant.photo_id)
    rows = chosen.where(Variant.item_id.in_(ids)).order_by(Variant.position, Variant.id)
    yield from map(dict, db.session.execute(rows).mappings())


def _say(said: dict[str, Said], row: dict[str, Any]) -> None:
    words = Words(row["title"], row["lead"], row["description"], row["care"])
    one = said.setdefault(row["language"], Said(words))
    if row["standing"] == Standing.PENDING:
        one.latest, one.pending_id = words, row["id"]
    else:
        one.approved, one.approved_id = words, row["id"]
        one.is_reviewed = row["state"] == TextState.REVIEWED
        if one.pending_id is None:
            one.latest = words


def _show(found: dict[int, Piece], ids: Collection[int]) -> None:
    rows = db.session.execute(
        select(PhotoSet.item_id, PhotoSet.id, PhotoSet.standing, Photo.key)
        .outerjoin(PhotoPlace, PhotoPlace.photo_set_id == PhotoSet.id)
        .outerjoin(Photo, Photo.id == PhotoPlace.photo_id)
        .where(PhotoSet.item_id.in_(ids), PhotoSet.standing != Standing.RETIRED)
        .order_by(PhotoSet.id, PhotoPlace.position)
    )
    for item_id, set_id, standing, key in rows:
        shown = found[item_id].shown
        if standing == Standing.PENDING:
            shown.pending_id = set_id
            shown.latest = (*shown.latest, *([key] if key else []))
        else:
            shown.approved_id = set_id
            shown.approved = (*shown.approved, *([key] if key else []))
    for piece in found.values():
        if piece.shown.pending_id is None:
            piece.shown.latest = piece.shown.approved
