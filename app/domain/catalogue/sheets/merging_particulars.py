"""What rows say of a piece as food, and of where it may not go: checked and noted as its own pages do."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from app.base.errors import Refusal
from app.domain.catalogue import food
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.sheets.columns import COLUMNS, Part
from app.domain.catalogue.sheets.merging_goods import GOODS
from app.domain.catalogue.sheets.pieces import Piece
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.rows import ITEM

if TYPE_CHECKING:
    from app.domain.catalogue.sheets.merging import Planner

FOOD = {"is_food", "authorisation", "ingredients"}
DESTINATIONS = {"not_to"}
_INGREDIENTS = {column.key: column.attribute for column in COLUMNS if column.part is Part.INGREDIENTS}


def merge(
    planner: "Planner", group: Group, said: dict[str, Any], became: Collection[str], of_variants: Collection[str]
) -> None:
    """became, of_variants: columns of the piece, and of some variant of it, that are otherwise now."""
    changed = {*became, *_ingredients(group, said)}
    after, options = group.becoming, planner.options
    if changed & {"is_food", "authorisation"}:
        _keep_allowed(planner, group, said)
    if changed & FOOD or GOODS.intersection(of_variants):
        facts = {"authorisation": after.row.get("authorisation", "")}
        group.writes.record("item.food_described", options, "item", after.id, planner.behalf(after), **facts)
    if "not_to" in changed:
        closed = after.row["not_to"]
        facts = {} if closed is None else {"countries": closed}
        group.writes.record("item.destinations", options, "item", after.id, None, **facts)


def lacks_number(planner: "Planner", piece: Piece) -> bool:
    """Whether it is food that nobody has authorised."""
    row = piece.row
    of_craft = planner.known.trades[row["craft_id"]].is_food
    return food.lacks_number(row.get("is_food"), row.get("authorisation", ""), of_craft=of_craft)


def _keep_allowed(planner: "Planner", group: Group, said: dict[str, Any]) -> None:
    """Of what is on sale and stays so: a row that ends the sale may take the number away as well."""
    if group.piece is None or said.get("state", ItemState.PUBLISHED) != ItemState.PUBLISHED:
        return
    try:
        food.keep_allowed(
            ItemState(group.piece.row["state"]),
            needed=lacks_number(planner, group.piece),
            needs=lacks_number(planner, group.becoming),
            exception=planner.options.exception,
        )
    except Refusal as refusal:
        group.refuse(group.saying("authorisation"), "authorisation", refusal)


def _ingredients(group: Group, said: dict[str, Any]) -> tuple[str, ...]:
    """The column, where some language says others than before."""
    told = said.keys() & _INGREDIENTS.keys()
    if not told:
        return ()
    after = group.becoming
    now = after.row.get("ingredients", {})
    differing = [key for key in sorted(told) if said[key].split() != now.get(_INGREDIENTS[key], "").split()]
    if not differing:
        return ()
    wanted = {**now, **{_INGREDIENTS[key]: said[key] for key in differing}}
    try:
        after.row["ingredients"] = food.ingredients_of(wanted)
    except Refusal as refusal:
        group.refuse(group.saying(refusal.field or ""), refusal.field or "", refusal)
        return ()
    if group.piece is not None:
        for key in differing:
            group.changed(group.saying(key), key, now.get(_INGREDIENTS[key]), said[key])
        group.writes.change(ITEM, after.id, ingredients=after.row["ingredients"])
    return ("ingredients",)
