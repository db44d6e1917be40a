"""What the rows say of variants: new ones, prices, terms, and counts of the shelf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.base.errors import Refusal
from app.domain.catalogue import stock, terms
from app.domain.catalogue.models import Kind, MovementKind, Unit
from app.domain.catalogue.sheets import merging_choices, merging_goods
from app.domain.catalogue.sheets.columns import BY_KEY, Part
from app.domain.catalogue.sheets.lines import Line
from app.domain.catalogue.sheets.merging_goods import GOODS, MEASURES
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.pieces import Piece
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.refusals import NoPrice, NoSku, NothingToSell
from app.domain.catalogue.sheets.rows import MOVEMENT, VARIANT

if TYPE_CHECKING:
    from app.domain.catalogue.sheets.merging import Planner

MADE = (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
_ON_TERMS = {"price": "price", "lead_days": "lead_days"}
_PARTICULARS = {"labels", "kind", "unit", "weekly_capacity", "colour_id", "photo", *MEASURES}
"""What is changed on a variant's own page."""
_CHOICES = {"variant_colour": "colour_id", "variant_photo": "photo"}


@dataclass
class _Shelf:
    kind: Kind
    on_hand: int
    reserved: int

    @property
    def is_stocked(self) -> bool:
        return self.kind is not Kind.MADE_TO_ORDER


def merge(planner: "Planner", group: Group) -> set[str]:
    """Each row that is one that can be sold, beside the variant it names. Returns what of any is otherwise now."""
    changed: set[str] = set()
    after = group.becoming
    sold = [line for line in group.lines if line.is_variant]
    known = {shelf["sku"]: shelf for shelf in after.shelves}
    named: dict[str, Line] = {}
    for line in sold:
        said = merging_choices.readable(group, line, planner.reader.of_variant(group, line))
        sku = said.get("sku") or (_only_sku(after, len(sold)) if "sku" not in line.cells else None)
        if sku is None:
            if "sku" not in line.cells:
                group.refuse(line, "sku", NoSku())
        elif sku in known:
            became = _change(planner, group, line, said, known[sku])
            changed.update(became)
            if "labels" in became:
                named[sku] = line
        else:
            shelf = _new(planner, group, line, said, sku)
            named[sku] = line
            after.shelves.append(shelf)
            changed.update(GOODS & shelf.keys())
            if group.piece is not None:
                group.told[line.number].outcome = Outcome.ADD
    if not after.shelves and not group.is_wrong:
        group.refuse(group.lines[0], "", NothingToSell())
    merging_choices.check_names(group, named)
    return changed


def _only_sku(after: Piece, rows: int) -> str | None:
    """Where a row names no variant: the one there is, or, of a new piece, one called like the piece."""
    if rows > 1 or len(after.shelves) > 1:
        return None
    return str(after.shelves[0]["sku"] if after.shelves else after.row["reference"])


def _new(planner: "Planner", group: Group, line: Line, said: dict[str, Any], sku: str) -> dict[str, Any]:
    after = group.becoming
    kind = Kind(said.get("kind", Kind.READY))
    maker = planner.known.makers[after.row["artisan_id"]]
    shelf = {
        "id": planner.number("variant"),
        "item_id": after.id,
        "sku": sku,
        "labels": _labels(said, {}),
        "kind": kind,
        "unit": said.get("unit", Unit.PIECE),
        "price": said.get("price", 0),
        "on_hand": said.get("stock", 0),
        "reserved": 0,
        "lead_days": said.get("lead_days", 0),
        "weekly_capacity": said.get("weekly_capacity", maker.weekly_capacity if kind in MADE else 0),
        "position": 1 + max((one["position"] for one in after.shelves), default=-1),
        "counted_at": None if kind is Kind.MADE_TO_ORDER else planner.options.at,
    }
    choices = {_CHOICES[key]: said[key] for key in _CHOICES if said.get(key) is not None}
    if choices:
        shelf |= choices | merging_choices.check(group, line, choices)
    further = merging_goods.said_by(said)
    if further:
        shelf |= further
        shelf |= merging_goods.check(group, line, shelf, further, planner.options)
    if "price" not in line.cells:
        group.refuse(line, "price", NoPrice())
    elif "price" in said:
        _check_terms(group, line, shelf)
    if kind is not Kind.MADE_TO_ORDER or shelf["on_hand"]:
        _check_shelf(group, line, shelf, 0)
    group.writes.add(VARIANT, **shelf)
    if kind is not Kind.MADE_TO_ORDER:
        _count(planner, group, shelf, shelf["on_hand"])
    return shelf


def _change(planner: "Planner", group: Group, line: Line, said: dict[str, Any], shelf: dict[str, Any]) -> set[str]:
    """Returns what of it is otherwise now."""
    became: dict[str, Any] = {}
    for key, value in said.items():
        column = BY_KEY[key]
        if column.part is Part.VARIANT and shelf[column.attribute] != value:
            old, new = planner.reader.written(key, shelf[column.attribute]), planner.reader.written(key, value)
            if old != new:
                group.changed(line, key, old, new)
                became[column.attribute] = value
    labels = _labels(said, shelf["labels"])
    for language in sorted({*labels, *shelf["labels"]}):
        if labels.get(language, "").split() != shelf["labels"].get(language, "").split():
            group.changed(line, f"variant_{language}", shelf["labels"].get(language), labels.get(language))
            became["labels"] = labels
    if not became:
        return set()
    was, change = dict(shelf), became.get("on_hand", shelf["on_hand"]) - shelf["on_hand"]
    shelf.update(became)
    if became.keys() & _ON_TERMS.keys():
        _check_terms(group, line, shelf)
    if became.keys() & {"on_hand", "kind"} and (shelf["on_hand"] or shelf["kind"] != Kind.MADE_TO_ORDER):
        _check_shelf(group, line, shelf, was["on_hand"])
    if "on_hand" in became:
        became["counted_at"] = planner.options.at
        _count(planner, group, shelf, change)
    follows = merging_goods.check(group, line, shelf, became, planner.options)
    follows |= merging_choices.check(group, line, became)
    kept = {name: value for name, value in became.items() if name != "photo"}
    group.writes.change(VARIANT, shelf["id"], **kept, **follows)
    maker = planner.behalf(group.becoming)
    if became.keys() & _PARTICULARS:
        group.writes.record("variant.changed", planner.options, "variant", shelf["id"], maker)
    if became.keys() & _ON_TERMS.keys():
        old, new = ([one["price"], one["lead_days"]] for one in (was, shelf))
        facts = {"from": old, "to": new}
        group.writes.record("terms.changed", planner.options, "variant", shelf["id"], maker, **facts)
    return set(became)


def _labels(said: dict[str, Any], now: dict[str, str]) -> dict[str, str]:
    labels = dict(now)
    for key, value in said.items():
        if BY_KEY[key].part is Part.LABEL:
            labels[BY_KEY[key].attribute] = value
    return {language: label for language, label in labels.items() if label}


def _check_terms(group: Group, line: Line, shelf: dict[str, Any]) -> None:
    try:
        terms.check(terms.Terms(shelf["price"], shelf["lead_days"]))
    except Refusal as refusal:
        group.refuse(line, refusal.field or "", refusal)


def _check_shelf(group: Group, line: Line, shelf: dict[str, Any], was: int) -> None:
    try:
        stock.check(_Shelf(Kind(shelf["kind"]), was, shelf["reserved"]), shelf["on_hand"], "stock")
    except Refusal as refusal:
        group.refuse(line, refusal.field or "", refusal)


def _count(planner: "Planner", group: Group, shelf: dict[str, Any], change: int) -> None:
    """The difference is the movement, and the trail says that it was done for the maker."""
    maker = planner.behalf(group.becoming)
    group.writes.add(
        MOVEMENT,
        variant_id=shelf["id"],
        change=change,
        kind=MovementKind.COUNTED,
        by_id=planner.options.by_id,
        on_behalf=maker is not None,
        at=planner.options.at,
    )
    if maker is not None:
        facts = {"change": change, "kind": MovementKind.COUNTED.value, "on_hand": shelf["on_hand"]}
        group.writes.record("stock.adjusted", planner.options, "variant", shelf["id"], maker, **facts)
