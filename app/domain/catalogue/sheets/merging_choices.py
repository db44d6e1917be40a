"""Which of the piece's colours and photos a variant is, and what tells it from the others."""

from collections import Counter
from typing import Any

from app.domain.catalogue import variants
from app.domain.catalogue.sheets.lines import Line, Problem
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.refusals import PHOTO_LATER, PHOTO_WAITS


def readable(group: Group, line: Line, said: dict[str, Any]) -> dict[str, Any]:
    """What a row says, but for a photo that is not here yet, or not approved: people choose it later."""
    key, shown, photos = said.get("variant_photo"), group.becoming.shown, group.photos
    if key is None or key in shown.approved or (key in photos and key not in shown.latest):
        return said
    later = PHOTO_WAITS if key in photos else PHOTO_LATER
    group.told[line.number].notes.append(Problem("variant_photo", later, {"said": key}))
    return {name: value for name, value in said.items() if name != "variant_photo"}


def check(group: Group, line: Line, became: dict[str, Any]) -> dict[str, Any]:
    """became: what of a variant is otherwise. Returns what its row in the database holds in place of a photo's key."""
    after = group.becoming
    colour, key = became.get("colour_id"), became.get("photo")
    if colour is not None and colour not in after.facets["colour"]:
        group.refuse(line, "variant_colour", variants.NotItsColour())
    if key is not None and key not in after.shown.approved:
        group.refuse(line, "variant_photo", variants.NotItsPhoto())
    return {"photo_id": group.photos[key][0] if key else None} if "photo" in became else {}


def check_names(group: Group, named: dict[str, Line]) -> None:
    """That customers can tell the variants apart. named: by SKU the rows that say what one is called."""
    offered = group.becoming.offered
    if named and len(offered) > variants.MOST:
        group.refuse(group.lines[-1], "", variants.TooMany(most=variants.MOST))
    names = Counter(_called(shelf["labels"]) for shelf in offered)
    for shelf in offered if len(offered) > 1 else ():
        name, line = _called(shelf["labels"]), named.get(shelf["sku"])
        if line is not None and not name:
            group.refuse(line, "variant_fr", variants.NoLabel())
        elif line is not None and names[name] > 1:
            group.refuse(line, "variant_fr", variants.SameLabel())


def _called(labels: dict[str, str]) -> str:
    """Its French name, or its name in the language of the table, which is translated later."""
    return variants.called(labels) or next((" ".join(label.split()).casefold() for label in labels.values()), "")
