"""What the answers hold, field by field. The types are the description: OpenAPI is written from them."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Words = Annotated[dict[str, str], Meta(description="A text by language: fr, ar, en, es, zgh, as far as there are.")]
Address = Annotated[str, Meta(description="A whole address.", min_length=1)]
Count = Annotated[int, Meta(ge=0)]
Availability = Literal["in_stock", "made_to_order", "out_of_stock"]


class Price(Struct):
    """amount: a decimal with two places."""

    amount: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["260.00"])]
    currency: Literal["MAD"] = "MAD"


class Named(Struct):
    """A craft, place, material, technique or maker that something else speaks of."""

    slug: str
    name: Words


class Colour(Named):
    hex: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]


class Rendition(Struct):
    """One file of a photo. width: in pixels."""

    url: Address
    type: Literal["image/avif", "image/webp", "image/jpeg"]
    width: Count


class Photo(Struct):
    """is_illustration: it shows a model, not this very piece. width, height: of the original's shape."""

    alt: Words
    width: Count
    height: Count
    is_illustration: bool
    renditions: list[Rendition]


class Variant(Struct):
    """What is asked for: one size of a piece. lead_days: to make one lot, where it is made when asked for.

    available: units that stand ready and are promised to nobody; null where none stand on a shelf at all.
    url: the piece's page in French with this size chosen. photo: its own, where it has one. Measures in millimetres,
    grams and millilitres, where they differ from the piece's; net_g, net_ml: what food holds without its packing.
    """

    sku: str
    label: Words
    price: Price
    kind: Literal["unique", "ready", "made_to_order", "ready_then_made"]
    unit: Literal["piece", "pair", "bottle", "jar", "kilogram", "set"]
    availability: Availability
    available: Count | None
    lead_days: Count | None
    url: Address
    colour: Colour | None
    photo: Photo | None
    length_mm: Count | None
    width_mm: Count | None
    height_mm: Count | None
    weight_g: Count | None
    net_g: Count | None
    net_ml: Count | None
    batch: str
    best_before: date | None


class Label(Struct):
    """A label whose proof holds today. expires_on: the last day it does."""

    slug: str
    name: Words
    number: str
    expires_on: date


class ItemSummary(Struct):
    """A piece as it stands on a shelf. changed_at: when its words or photos last did; stock and price do not count."""

    slug: str
    reference: str
    url: Address
    pages: Annotated[dict[str, str], Meta(description="Its page by language.")]
    title: Words
    lead: Words
    maker: Named
    place: Named
    craft: Named
    price_from: Price
    price_to: Price
    availability: Availability
    available: Count
    photo: Photo | None
    published_at: datetime
    changed_at: datetime


class Item(ItemSummary):
    """A piece with all its page says. Measures in millimetres and grams."""

    description: Words
    care: Words
    materials: list[Named]
    techniques: list[Named]
    colours: list[Colour]
    size: str
    length_mm: Count | None
    width_mm: Count | None
    height_mm: Count | None
    weight_g: Count | None
    is_food: bool
    ingredients: Words
    onssa_authorisation: str
    labels: list[Label]
    not_sent_to: Annotated[list[str], Meta(description="Countries it may not go to, by their two letters.")]
    photos: list[Photo]
    variants: list[Variant]


class Choice(Struct):
    """A value of a facet. count: pieces one gets by choosing it."""

    value: str
    count: Count
    chosen: bool
    name: Words


class Page(Struct):
    """Where one is in a list. next, previous: addresses, null at its ends."""

    total: Count
    page: Count
    per_page: Count
    pages: Count
    next: Address | None
    previous: Address | None


class ItemList(Page):
    """Pieces, and the facets that narrow them: each counted with all the others applied."""

    items: list[ItemSummary]
    facets: dict[str, list[Choice]]


class CraftSummary(Named):
    """pieces: how many are public, those of a family's crafts among them."""

    url: Address
    family: str | None
    pieces: Count


class Craft(CraftSummary):
    story: Words
    crafts: list[Named]
    pages: Annotated[dict[str, str], Meta(description="Its page by language.")]


class CraftList(Struct):
    crafts: list[CraftSummary]


class Place(Named):
    artisans: Count
    pieces: Count


class PlaceList(Struct):
    places: list[Place]


class MakerSummary(Named):
    """An artisan, or several who work under one name. pieces: how many are public."""

    url: Address
    place: Named
    crafts: list[Named]
    pieces: Count


class Maker(MakerSummary):
    """since: the year they began. languages: those they speak."""

    workshop: str
    trade: Words
    story: Words
    since: int | None
    languages: list[str]
    pages: Annotated[dict[str, str], Meta(description="Their page by language.")]


class MakerList(Page):
    makers: list[MakerSummary]


class WrongParameter(Struct):
    parameter: str
    detail: str


class Problem(Struct, omit_defaults=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[WrongParameter] = []
