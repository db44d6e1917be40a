"""The translation desk: how far each text is, by craft and language, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.catalogue import desk_memory, texts, translation_states
from app.domain.catalogue.desk_index import CRAFT, STATE, DeskIndex
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.texts import LANGUAGES, Pair
from app.domain.catalogue.translation_states import (
    CHANGED,
    DRAFT,
    MACHINE,
    MISSING,
    NOTHING_SAID,
    OUTDATED,
    REVIEWED,
    TEXT_STATES,
)
from app.domain.people.trades import Craft

__all__ = ["CHANGED", "DRAFT", "MACHINE", "MISSING", "OUTDATED", "REVIEWED", "TEXT_STATES", "Row", "Wanted"]

PAGE = 25
TO_DO, ALL = "todo", "all"
STATES = (TO_DO, *TEXT_STATES, ALL)


@dataclass(frozen=True)
class Wanted:
    """What somebody translates. source, target: languages. craft: a slug, or None: any. state: one of STATES."""

    source: str = "fr"
    target: str = "ar"
    craft: str | None = None
    state: str = TO_DO


@dataclass(frozen=True)
class Row:
    """A piece, its texts in both languages, and how far the translation is (one of TEXT_STATES)."""

    item: Item
    source: Pair
    target: Pair
    state: str


def coverage() -> dict[int, dict[str, dict[str, int]]]:
    """How many texts are how far, by craft id, language and state, without archived pieces."""
    with desk_memory.opened() as desk:
        states = [(language, state, desk.having(language, state)) for language in LANGUAGES for state in TEXT_STATES]
        here = ~desk.having(STATE, ItemState.ARCHIVED)
        found: dict[int, dict[str, dict[str, int]]] = {}
        for craft_id in desk.values(CRAFT):
            pieces = desk.having(CRAFT, craft_id) & here
            for language, state, slots in states:
                if isinstance(craft_id, int) and (count := (pieces & slots).bit_count()):
                    found.setdefault(craft_id, {}).setdefault(language, {})[state] = count
    return found


def listed(wanted: Wanted, page: int = 1) -> tuple[list[Row], int, int]:
    """A page of the desk's list, how many texts there are in all, and how many pages."""
    found = ids(wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    return rows(found[(page - 1) * PAGE : page * PAGE], wanted), len(found), pages


def row(item: Item, wanted: Wanted) -> Row:
    return _rows([item], wanted)[0]


def ids(wanted: Wanted) -> list[int]:
    """The pieces whose text is wanted, in their order."""
    with desk_memory.opened() as desk:
        return desk.ids(_narrowed(desk, wanted))


def rows(item_ids: Iterable[int], wanted: Wanted) -> list[Row]:
    """Some pieces, in their order; those that are not there any more are left out."""
    chosen = select(Item).where(Item.id.in_(list(item_ids))).order_by(Item.id)
    return _rows(db.session.scalars(chosen.options(joinedload(Item.artisan), joinedload(Item.craft))).all(), wanted)


def following(wanted: Wanted, item_id: int = 0) -> int | None:
    """The piece whose text comes next, from the beginning again after the last; None where there is none else.

    Only where there is something to translate from.
    """
    with desk_memory.opened() as desk:
        found = _narrowed(desk, wanted) & ~desk.having(wanted.source, MISSING) & ~desk.of_items([item_id])
        left_over = desk.ids(found)
    return next((one for one in left_over if one > item_id), left_over[0] if left_over else None)


def left(wanted: Wanted) -> int:
    """How many texts there are to go through."""
    with desk_memory.opened() as desk:
        return _narrowed(desk, wanted).bit_count()


def _rows(items: Sequence[Item], wanted: Wanted) -> list[Row]:
    said, states = texts.of(items), translation_states.of(item.id for item in items)
    place = LANGUAGES.index(wanted.target)
    return [
        Row(one, said[one.id][wanted.source], said[one.id][wanted.target], states.get(one.id, NOTHING_SAID)[place])
        for one in items
    ]


def _narrowed(desk: DeskIndex, wanted: Wanted) -> int:
    """The slots of the pieces that are wanted, none of those put away."""
    found = desk.all & ~desk.having(STATE, ItemState.ARCHIVED)
    if wanted.craft:
        found &= desk.having(CRAFT, db.session.scalar(select(Craft.id).where(Craft.slug == wanted.craft)))
    if wanted.state == TO_DO:
        return found & ~desk.having(wanted.target, REVIEWED)
    return found if wanted.state == ALL else found & desk.having(wanted.target, wanted.state)
