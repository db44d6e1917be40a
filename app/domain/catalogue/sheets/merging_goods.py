"""What rows say of a variant's goods and of its own measures."""

from typing import Any

from app.base import clock
from app.base.errors import Refusal
from app.domain.catalogue import food, variants
from app.domain.catalogue.food import Lot
from app.domain.catalogue.sheets.columns import COLUMNS, Part
from app.domain.catalogue.sheets.lines import Line
from app.domain.catalogue.sheets.planning import Group, Options

GOODS = {"net_g", "net_ml", "batch", "best_before"}
MEASURES = {"length_mm", "width_mm", "height_mm", "weight_g"}
KEYS = {column.attribute: column.key for column in COLUMNS if column.part is Part.VARIANT}
"""What the columns of a variant are called, by what they hold."""
_FURTHER = {KEYS[attribute]: attribute for attribute in GOODS | MEASURES}


def said_by(said: dict[str, Any]) -> dict[str, Any]:
    """Of what a new variant is said to be: its goods and measures, by column."""
    return {_FURTHER[key]: said[key] for key in said.keys() & _FURTHER.keys() if said[key] not in (None, "")}


def check(group: Group, line: Line, shelf: dict[str, Any], became: dict[str, Any], options: Options) -> dict[str, Any]:
    """shelf: the variant as it would be. became: what of it is otherwise. Returns what follows from that."""
    try:
        if became.keys() & GOODS:
            food.check(Lot(shelf.get("net_g"), shelf.get("net_ml")))
        if became.keys() & MEASURES:
            variants.check_measures({name: shelf.get(name) for name in MEASURES})
    except Refusal as refusal:
        group.refuse(line, KEYS.get(refusal.field or "", ""), refusal)
    if "best_before" not in became:
        return {}
    return {"is_past": food.is_past(became["best_before"], clock.local(options.at).date())}
