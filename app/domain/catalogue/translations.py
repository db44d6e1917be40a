"""The translation desk: how far each text is, by craft and language, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.base.database import db
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.catalogue.texts import LANGUAGES, Pair
from app.domain.people.trades import Craft

PAGE = 25
MISSING, OUTDATED, CHANGED = "missing", "outdated", "changed"
DRAFT, MACHINE, REVIEWED = (state.value for state in (TextState.DRAFT, TextState.MACHINE, TextState.REVIEWED))
TEXT_STATES = (MISSING, DRAFT, MACHINE, CHANGED, OUTDATED, REVIEWED)
TO_DO, ALL = "todo", "all"
STATES = (TO_DO, *TEXT_STATES, ALL)

_approved, _pending, _source = (aliased(ItemText) for _n in range(3))
_then, _now, _other = (aliased(ItemText) for _n in range(3))


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
    """How many texts are how far, by craft id, language and state, without archived pieces. A question a language."""
    found: dict[int, dict[str, dict[str, int]]] = {}
    for language in LANGUAGES:
        state = _state_of(language)
        counted = _joined(select(Item.craft_id, state, func.count()), language).group_by(Item.craft_id, state)
        for craft_id, name, count in db.session.execute(counted):
            found.setdefault(craft_id, {}).setdefault(language, {})[name] = count
    return found


def listed(wanted: Wanted, page: int = 1) -> tuple[list[Row], int, int]:
    """A page of the desk's list, how many texts there are in all, and how many pages."""
    count = db.session.scalar(select(func.count()).select_from(_narrowed(select(Item.id), wanted).subquery())) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    chosen = _narrowed(select(Item, _state_of(wanted.target)), wanted).order_by(Item.id)
    shown = chosen.limit(PAGE).offset((page - 1) * PAGE).options(joinedload(Item.artisan), joinedload(Item.craft))
    return _rows(db.session.execute(shown).all(), wanted), count, pages


def row(item: Item, wanted: Wanted) -> Row:
    state = _joined(select(Item, _state_of(wanted.target)), wanted.target, archived=True).where(Item.id == item.id)
    return _rows(db.session.execute(state).all(), wanted)[0]


def after(wanted: Wanted, item_id: int, *, limit: int) -> list[Row]:
    """Those that follow a piece, in the order of the pieces: what an export reads on by."""
    chosen = _narrowed(select(Item, _state_of(wanted.target)), wanted).where(Item.id > item_id)
    return _rows(db.session.execute(chosen.order_by(Item.id).limit(limit)).all(), wanted)


def following(wanted: Wanted, item_id: int = 0) -> int | None:
    """The piece whose text comes next, from the beginning again after the last; None where there is none else.

    Only where there is something to translate from.
    """
    has_source = exists().where(
        _source.item_id == Item.id, _source.language == wanted.source, _source.standing != Standing.RETIRED
    )
    chosen = _narrowed(select(Item.id), wanted).where(has_source, Item.id != item_id)
    found: int | None = db.session.scalar(chosen.order_by(Item.id < item_id, Item.id).limit(1))
    return found


def left(wanted: Wanted) -> int:
    """How many texts there are to go through."""
    return db.session.scalar(select(func.count()).select_from(_narrowed(select(Item.id), wanted).subquery())) or 0


def _rows(found: Sequence[tuple[Item, str]], wanted: Wanted) -> list[Row]:
    said = texts.of([item for item, _state in found])
    return [Row(one, said[one.id][wanted.source], said[one.id][wanted.target], state) for one, state in found]


def _narrowed(chosen: Select, wanted: Wanted) -> Select:  # type: ignore[type-arg]  # of any columns
    chosen = _joined(chosen, wanted.target)
    if wanted.craft:
        chosen = chosen.join(Item.craft).where(Craft.slug == wanted.craft)
    if wanted.state == TO_DO:
        return chosen.where(_state_of(wanted.target) != REVIEWED)
    return chosen if wanted.state == ALL else chosen.where(_state_of(wanted.target) == wanted.state)


def _joined(chosen: Select, language: str, *, archived: bool = False) -> Select:  # type: ignore[type-arg]  # of any columns
    """With the approved and the waiting text in a language beside each piece."""
    for text, standing in ((_approved, Standing.APPROVED), (_pending, Standing.PENDING)):
        beside = and_(text.item_id == Item.id, text.language == language, text.standing == standing)
        chosen = chosen.outerjoin(text, beside)
    return chosen if archived else chosen.where(Item.state != ItemState.ARCHIVED)


def _state_of(language: str) -> ColumnElement[str]:
    """One of TEXT_STATES. language: what ``_joined`` was given; a text that was not translated is never out of date."""
    return case(
        (and_(_approved.id.is_(None), _pending.id.is_(None)), MISSING),
        (_approved.id.is_(None), case((_pending.state == TextState.MACHINE, MACHINE), else_=DRAFT)),
        (_pending.id.is_not(None), CHANGED),
        (_is_outdated(), OUTDATED),
        else_=REVIEWED,
    )


def _is_outdated() -> ColumnElement[bool]:
    """What it was made from has a later text that counts: the approved one, or the waiting one where none is."""
    later = and_(_now.item_id == _then.item_id, _now.language == _then.language, _now.id > _then.id)
    approved = exists().where(
        _other.item_id == _then.item_id, _other.language == _then.language, _other.standing == Standing.APPROVED
    )
    waits_alone = and_(_now.standing == Standing.PENDING, ~approved)
    counts = or_(_now.standing == Standing.APPROVED, waits_alone)
    return (
        select(1)
        .select_from(_then)
        .join(_now, later)
        .where(_then.id == _approved.made_from_id, counts)
        .correlate(_approved)
        .exists()
    )
