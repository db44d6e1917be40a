"""What may be asked, parameter by parameter: read strictly, so that a slip of the pen is told and not passed over."""

import re
from typing import Annotated, Any, Literal, TypeVar, get_origin, get_type_hints

import msgspec
from flask import request
from msgspec import UNSET, Meta, Struct, UnsetType

from app.web.problems import Unreadable

Slug = Annotated[str, Meta(pattern="^[a-z0-9-]+$", min_length=1, max_length=120)]
Slugs = Annotated[list[Slug], Meta(max_length=20)]
Dirhams = Annotated[int, Meta(ge=0, le=10_000_000)]
_AT = re.compile(r" - at `\$\.?(\w*)[^`]*`$")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})")

Q = TypeVar("Q", bound=Struct)


class Paged(Struct, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=100_000, description="From 1. Beyond the last one a page is empty.")] = 1
    per_page: Annotated[int, Meta(ge=1, le=100)] = 24


class ItemsQuestion(Paged):
    """Values of one facet are alternatives; facets narrow each other."""

    q: (
        Annotated[
            str,
            Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$", description="Words in any language."),
        ]
        | UnsetType
    ) = UNSET
    craft: Annotated[Slugs, Meta(description="Crafts or families of crafts.")] = []
    place: Slugs = []
    material: Slugs = []
    colour: Slugs = []
    maker: Slugs = []
    ready: Annotated[
        list[Literal["now", "order"]],
        Meta(max_length=2, description="now: stands ready. order: made when asked for."),
    ] = []
    price: Annotated[
        list[Literal["0-100", "100-200", "200-500", "500-1000", "1000-"]],
        Meta(max_length=5, description="Bands of prices in dirhams, the lowest of a piece's sizes counts."),
    ] = []
    price_min: Annotated[Dirhams, Meta(description="Dirhams.")] | UnsetType = UNSET
    price_max: Annotated[Dirhams, Meta(description="Dirhams.")] | UnsetType = UNSET
    sort: Annotated[
        Literal["new", "price", "delay"],
        Meta(description="new: the newest first (in a search the nearest); price: the lowest; delay: the soonest."),
    ] = "new"


class MakersQuestion(Paged):
    place: Slug | UnsetType = UNSET
    craft: Slug | UnsetType = UNSET


def read(kind: type[Q]) -> Q:
    """What an address asks. Raises Unreadable, which names the parameter."""
    hints = get_type_hints(kind)
    asked: dict[str, Any] = {}
    for name, values in request.args.lists():
        if any(_UNWRITABLE.search(value) for value in values):
            raise Unreadable([{"parameter": name, "detail": "Control characters are not allowed."}])
        is_list = get_origin(hints.get(name)) is list
        if len(values) > 1 and not is_list:
            raise Unreadable([{"parameter": name, "detail": "It is given more than once."}])
        asked[name] = values if is_list else _as_number(values[0]) if _wants_number(hints.get(name)) else values[0]
    try:
        return msgspec.convert(asked, kind)
    except msgspec.ValidationError as wrong:
        said = str(wrong)
        where = _AT.search(said)
        unknown = re.search(r"unknown field `(.*)`", said)
        name = where[1] if where else unknown[1] if unknown else ""
        raise Unreadable([{"parameter": name, "detail": _AT.sub("", said)}]) from wrong


def _wants_number(hint: Any) -> bool:
    return hint is int or int in getattr(hint, "__args__", ())


def _as_number(written: str) -> int | str:
    return int(written) if _NUMBER.fullmatch(written) else written
