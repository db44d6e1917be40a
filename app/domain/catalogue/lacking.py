"""How each lack of an item is found, in the words of the database. ``desk_memory`` keeps what was found."""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.sql.expression import false

from app.base.database import db
from app.domain.catalogue import food, labels
from app.domain.catalogue.completeness import PARTS
from app.domain.catalogue.models import Item, ItemState, Unit, Variant
from app.domain.catalogue.revisions import ItemText, PhotoSet, Standing, TextState

BY_CONTENT = (Unit.BOTTLE, Unit.JAR, Unit.KILOGRAM)
"""Sold by what is in it: nobody asks how long honey is."""
PUBLIC = (ItemState.PUBLISHED, ItemState.PAUSED)


def sent_back() -> ColumnElement[bool]:
    """Whether its maker was asked for something and has not answered yet."""
    asked = or_(Item.sent_back != "", Item.sent_back_for != "")
    return and_(Item.state == ItemState.DRAFT, asked)


def _no_photo() -> ColumnElement[bool]:
    return ~exists().where(PhotoSet.item_id == Item.id, PhotoSet.standing == Standing.APPROVED)


def _no_text(language: str) -> Callable[[], ColumnElement[bool]]:
    return lambda: (
        ~exists().where(
            ItemText.item_id == Item.id,
            ItemText.language == language,
            ItemText.standing == Standing.APPROVED,
            ItemText.state == TextState.REVIEWED,
        )
    )


def _no_price() -> ColumnElement[bool]:
    priced = exists().where(Variant.item_id == Item.id)
    return or_(~priced, exists().where(Variant.item_id == Item.id, Variant.price <= 0))


def _no_measure() -> ColumnElement[bool]:
    unsaid = [column.is_(None) for column in (Item.length_mm, Item.width_mm, Item.height_mm)]
    measurable = exists().where(Variant.item_id == Item.id, Variant.unit.not_in(BY_CONTENT))
    return and_(Item.size == "", *unsaid, measurable)


def _no_weight() -> ColumnElement[bool]:
    to_weigh = exists().where(Variant.item_id == Item.id, Variant.unit != Unit.KILOGRAM)
    return and_(Item.weight_g.is_(None), to_weigh)


def _unseen() -> ColumnElement[bool]:
    text = exists().where(ItemText.item_id == Item.id, ItemText.standing == Standing.PENDING)
    photo = exists().where(PhotoSet.item_id == Item.id, PhotoSet.standing == Standing.PENDING)
    return or_(Item.state == ItemState.SUBMITTED, and_(or_(text, photo), ~sent_back()))


CONDITIONS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "photo": _no_photo,
    "fr": _no_text("fr"),
    "price": _no_price,
    "food": food.wants_facts,
    "review": _unseen,
    "ar": _no_text("ar"),
    "en": _no_text("en"),
    "es": _no_text("es"),
    "measure": _no_measure,
    "weight": _no_weight,
    "label": labels.wants_proof,
}


def lacks(name: str) -> ColumnElement[bool]:
    return CONDITIONS[name]()


def any_of(names: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(lacks(name) for name in names))


def of(ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """What some items lack, by item id, in one question."""
    wanted = list(ids)
    if not wanted:
        return {}
    asked = select(Item.id, *(lacks(part.name).label(f"no_{part.name}") for part in PARTS)).where(Item.id.in_(wanted))
    return {
        item_id: frozenset(part.name for part, is_lacking in zip(PARTS, found, strict=True) if is_lacking)
        for item_id, *found in db.session.execute(asked)
    }
