"""Pieces written out by our columns: a row a variant, the piece itself told in the first of its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.base.database import db
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.sheets import pieces
from app.domain.catalogue.sheets.cells import Written
from app.domain.catalogue.sheets.columns import COLUMNS, Column, Part
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.pieces import Piece

BATCH = 300
_NAMING = COLUMNS[: 1 + next(place for place, column in enumerate(COLUMNS) if column.key == "sku")]
"""Those up to the one that names the variant."""
Row = list[Written]


@dataclass(frozen=True)
class Wanted:
    """Which pieces. None: any. Those that are put away are there when they are asked for, and where all are."""

    state: str | None = None
    craft_id: int | None = None
    artisan_id: int | None = None

    @property
    def filters(self) -> dict[str, Any]:
        return {"state": self.state, "craft_id": self.craft_id, "artisan_id": self.artisan_id}


def count(wanted: Wanted) -> int:
    return db.session.scalar(_chosen(wanted).with_only_columns(func.count(Item.id))) or 0


def batches(wanted: Wanted, known: Known, language: str) -> Iterator[tuple[int, list[Row]]]:
    """Some pieces after the others, in the order in which they were added: how many, and their rows."""
    last = 0
    while ids := _next(wanted, last):
        found = pieces.of(ids)
        yield len(ids), [row for id_ in ids for row in rows(found[id_], known, language)]
        last = ids[-1]


def rows(piece: Piece, known: Known, language: str) -> Iterator[Row]:
    for place, shelf in enumerate(piece.offered):
        values = [(column, _value(column, piece, shelf, place)) for column in COLUMNS]
        yield [None if value is None else column.cell.write(value, known, language) for column, value in values]


def put_away(piece: Piece, known: Known, language: str) -> Iterator[Row]:
    """Rows that archive a piece and say nothing else of it."""
    for shelf in piece.offered[:1]:
        said = {"reference": piece.row["reference"], "state": ItemState.ARCHIVED, "sku": shelf["sku"]}
        yield [
            column.cell.write(said[column.key], known, language) if column.key in said else None for column in _NAMING
        ]


def _value(column: Column, piece: Piece, shelf: dict[str, Any], place: int) -> Any:
    """What a cell is made of; None where it stays empty."""
    if place and column.part not in (Part.VARIANT, Part.LABEL) and column.key != "reference":
        return None
    said = piece.said.get(column.language)
    match column.part:
        case Part.VARIANT:
            value = shelf[column.attribute]
        case Part.LABEL:
            value = shelf["labels"].get(column.attribute)
        case Part.FACET:
            value = piece.facets[column.attribute]
        case Part.INGREDIENTS:
            value = piece.row["ingredients"].get(column.attribute)
        case Part.MARK:
            value = piece.marks
        case Part.PHOTOS:
            value = piece.shown.latest
        case Part.TEXT:
            value = getattr(said.latest, column.attribute) if said else None
        case Part.ITEM:
            value = piece.row[column.attribute]
    return value


def _next(wanted: Wanted, last: int) -> list[int]:
    chosen = _chosen(wanted).with_only_columns(Item.id).where(Item.id > last).order_by(Item.id).limit(BATCH)
    return list(db.session.scalars(chosen))


def _chosen(wanted: Wanted) -> Select[Any]:
    chosen = select(Item)
    if wanted.state is not None:
        chosen = chosen.where(Item.state == ItemState(wanted.state))
    if wanted.craft_id is not None:
        chosen = chosen.where(Item.craft_id == wanted.craft_id)
    if wanted.artisan_id is not None:
        chosen = chosen.where(Item.artisan_id == wanted.artisan_id)
    return chosen
