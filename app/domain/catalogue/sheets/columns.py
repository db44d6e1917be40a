"""The columns of our own table, in their order. A new one is a line here, if what it holds is a column of a piece."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.base.errors import N_
from app.domain.catalogue import food
from app.domain.catalogue.folding import fold
from app.domain.catalogue.models import ItemState, Kind, Unit
from app.domain.catalogue.producing import NEEDED
from app.domain.catalogue.sheets.cells import (
    LENGTH,
    PRICE,
    WEIGHT,
    Cell,
    Keys,
    Many,
    Mark,
    One,
    Text,
    Told,
    Whole,
    Word,
)
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.rule_cells import Authorisation, Countries, Day, labels_in_words
from app.domain.catalogue.stock import MOST
from app.domain.catalogue.terms import LONGEST_LEAD
from app.domain.catalogue.texts import LANGUAGES, LONGEST
from app.domain.catalogue.variants import LONGEST_LABEL

KEEP: Any = object()
"""An empty cell leaves what is there."""


class Part(StrEnum):
    """What a column is a part of: the piece, its facets, its texts, its photos, one variant, and what these are called.

    ingredients: of the piece, by language. mark: an official label that the piece carries.
    """

    ITEM = "item"
    FACET = "facet"
    TEXT = "text"
    PHOTOS = "photos"
    VARIANT = "variant"
    LABEL = "label"
    INGREDIENTS = "ingredients"
    MARK = "mark"


@dataclass(frozen=True)
class Column:
    """key: how programs call it. label: how people do. attribute: of what it is a part of.

    language: of a text or a label. empty: what an empty cell says.
    """

    key: str
    label: str
    part: Part
    attribute: str
    cell: Cell
    language: str = ""
    empty: Any = KEEP

    def headed(self, label: str) -> str:
        return f"{label} ({self.language})" if self.language else label


def _texts() -> list[Column]:
    labels = {
        "title": N_("Title"),
        "lead": N_("One sentence"),
        "description": N_("Description"),
        "care": N_("Care"),
    }
    return [
        Column(
            f"{name}_{language}",
            label,
            Part.TEXT,
            name,
            Text(LONGEST[name], lines=name != "title"),
            language,
            KEEP if name == "title" else "",
        )
        for language in LANGUAGES
        for name, label in labels.items()
    ]


def _labels() -> list[Column]:
    return [
        Column(f"variant_{language}", N_("Variant"), Part.LABEL, language, Text(LONGEST_LABEL), language, "")
        for language in LANGUAGES
    ]


def _ingredients() -> list[Column]:
    words = Text(food.LONGEST_INGREDIENTS, lines=True)
    return [
        Column(f"ingredients_{language}", N_("Ingredients"), Part.INGREDIENTS, language, words, language, "")
        for language in NEEDED
    ]


def _facet(kind: str) -> Many:
    return Many(lambda known: known.facets[kind])


_colour = One(lambda known: known.facets["colour"])
COLUMNS: tuple[Column, ...] = (
    Column("reference", N_("Reference"), Part.ITEM, "reference", Mark(20)),
    Column("state", N_("State"), Part.ITEM, "state", Word(ItemState)),
    Column("artisan", N_("Artisan"), Part.ITEM, "artisan_id", One(lambda known: known.artisans)),
    Column("place", N_("Place"), Part.ITEM, "artisan_id", Told(lambda value, known, _: known.makers[value].place)),
    Column("craft", N_("Craft"), Part.ITEM, "craft_id", One(lambda known: known.crafts)),
    *_texts(),
    Column("sku", N_("SKU"), Part.VARIANT, "sku", Mark(40)),
    *_labels(),
    Column("variant_colour", N_("Variant colour"), Part.VARIANT, "colour_id", _colour, empty=None),
    Column("variant_photo", N_("Variant photo"), Part.VARIANT, "photo", Mark(40), empty=None),
    Column("kind", N_("Availability"), Part.VARIANT, "kind", Word(Kind)),
    Column("unit", N_("Sold by the"), Part.VARIANT, "unit", Word(Unit)),
    Column("price", N_("Price, MAD"), Part.VARIANT, "price", PRICE),
    Column("stock", N_("On hand"), Part.VARIANT, "on_hand", Whole(0, MOST)),
    Column("lead_days", N_("Made in how many days?"), Part.VARIANT, "lead_days", Whole(0, LONGEST_LEAD)),
    Column("weekly_capacity", N_("Pieces a week"), Part.VARIANT, "weekly_capacity", Whole(0, MOST)),
    Column("variant_length", N_("Variant length, cm"), Part.VARIANT, "length_mm", LENGTH, empty=None),
    Column("variant_width", N_("Variant width, cm"), Part.VARIANT, "width_mm", LENGTH, empty=None),
    Column("variant_height", N_("Variant height, cm"), Part.VARIANT, "height_mm", LENGTH, empty=None),
    Column("variant_weight", N_("Variant weight, g"), Part.VARIANT, "weight_g", WEIGHT, empty=None),
    Column("net_g", N_("Net weight, g"), Part.VARIANT, "net_g", Whole(1, food.HEAVIEST), empty=None),
    Column("net_ml", N_("Net volume, ml"), Part.VARIANT, "net_ml", Whole(1, food.LARGEST), empty=None),
    Column("batch", N_("Batch"), Part.VARIANT, "batch", Text(food.LONGEST_BATCH), empty=""),
    Column("best_before", N_("Best before"), Part.VARIANT, "best_before", Day(), empty=None),
    Column("size", N_("Size in words"), Part.ITEM, "size", Text(80), empty=""),
    Column("length", N_("Length, cm"), Part.ITEM, "length_mm", LENGTH, empty=None),
    Column("width", N_("Width, cm"), Part.ITEM, "width_mm", LENGTH, empty=None),
    Column("height", N_("Height, cm"), Part.ITEM, "height_mm", LENGTH, empty=None),
    Column("weight", N_("Weight, g"), Part.ITEM, "weight_g", WEIGHT, empty=None),
    Column(
        "materials", N_("Materials"), Part.FACET, "material", Many(lambda known: known.facets["material"]), empty=()
    ),
    Column("techniques", N_("Techniques"), Part.FACET, "technique", _facet("technique"), empty=()),
    Column("colours", N_("Colours"), Part.FACET, "colour", _facet("colour"), empty=()),
    Column("is_food", N_("Is it food?"), Part.ITEM, "is_food", One(lambda known: known.natures), empty=None),
    Column("authorisation", N_("ONSSA authorisation number"), Part.ITEM, "authorisation", Authorisation(), empty=""),
    *_ingredients(),
    Column("not_to", N_("Countries it may not go to"), Part.ITEM, "not_to", Countries(), empty=None),
    Column("labels", N_("Labels"), Part.MARK, "labels", Told(labels_in_words)),
    Column("photos", N_("Photos"), Part.PHOTOS, "photos", Keys()),
)
BY_KEY = {column.key: column for column in COLUMNS}
ENOUGH = 2
"""So many columns of ours make a table ours."""


def headers(known: Known, language: str) -> list[str]:
    """The columns' names as a reader of this language calls them."""
    return [column.headed(known.in_all_languages(column.label)[language]) for column in COLUMNS]


def recognised(names: tuple[str, ...], known: Known) -> dict[str, str]:
    """Which of the names stand for which column: name to key. By key, or as called in any language."""
    called: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.key, *map(column.headed, known.in_all_languages(column.label).values())):
            called.setdefault(fold(name), column.key)
    found: dict[str, str] = {}
    for name in names:
        key = called.get(fold(name))
        if key and key not in found.values():
            found[name] = key
    return found
