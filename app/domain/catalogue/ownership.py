"""Whose piece it is: what an artisan may touch is found through them, so someone else's is simply not found."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue import lacking
from app.domain.catalogue.models import Item, ItemState, StockMovement, Variant
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.people.models import Artisan, User

SHOWN = (
    selectinload(Item.variants),
    selectinload(Item.texts),
    selectinload(Item.photo_set).joinedload(PhotoSet.places).joinedload(PhotoPlace.photo),
)
"""What a row of a maker's list shows: the variants, the words and the first picture."""


def owned_by(user: User, item_id: int, *, for_update: bool = False) -> Item:
    """The item, where it is this artisan's. Raises Missing. for_update: its variants are locked too."""
    return _one(_of(user).where(Item.id == item_id), for_update)


def of_artisan(artisan: Artisan, item_id: int, *, for_update: bool = False) -> Item:
    """The item, where this artisan makes it: how an advisor reaches it. Raises Missing."""
    return _one(_living().where(Item.artisan_id == artisan.id, Item.id == item_id), for_update)


def pieces_of(artisan: Artisan) -> list[Item]:
    """All that an artisan makes and has not put away, the newest first, with what a list shows of it."""
    wanted = _living().where(Item.artisan_id == artisan.id).options(*SHOWN)
    return list(db.session.scalars(wanted.order_by(Item.created_at.desc(), Item.id.desc())))


def pieces_to_visit(artisan: Artisan) -> list[Item]:
    """The same in two statements, for a page that asks much beside."""
    pictures = joinedload(Item.photo_set).joinedload(PhotoSet.places).joinedload(PhotoPlace.photo)
    shown = (joinedload(Item.variants), pictures, selectinload(Item.texts))
    wanted = _living().where(Item.artisan_id == artisan.id).options(*shown)
    return list(db.session.scalars(wanted.order_by(Item.created_at.desc(), Item.id.desc())).unique())


def count_of(artisan: Artisan) -> int:
    """How many pieces an artisan makes and has not put away."""
    return db.session.scalar(_living().where(Item.artisan_id == artisan.id).with_only_columns(func.count(Item.id))) or 0


def sent_back_to(artisan: Artisan) -> list[int]:
    """The pieces whose maker was asked to change something, the newest first: their ids."""
    wanted = _living().where(Item.artisan_id == artisan.id, lacking.sent_back()).with_only_columns(Item.id)
    return list(db.session.scalars(wanted.order_by(Item.id.desc())))


def variant_of(item: Item, variant_id: int | None) -> Variant:
    """One of the item's variants. Raises Missing."""
    found = next((variant for variant in item.variants if variant.id == variant_id), None)
    if found is None:
        raise Missing()
    return found


def latest_movement(variant: Variant) -> int:
    """The id of the variant's last movement; 0 where it has none."""
    return db.session.scalar(select(func.max(StockMovement.id)).where(StockMovement.variant_id == variant.id)) or 0


def movement_of(variant: Variant, movement_id: int) -> StockMovement:
    """One of the variant's movements. Raises Missing."""
    found = db.session.get(StockMovement, movement_id)
    if found is None or found.variant_id != variant.id:
        raise Missing()
    return found


def last_movement_among(items: Sequence[Item], movement_id: int) -> StockMovement | None:
    """A movement of one of these items' variants, where nothing came after it."""
    movement = db.session.get(StockMovement, movement_id)
    mine = {variant.id: variant for item in items for variant in item.variants}
    if movement is None or movement.variant_id not in mine:
        return None
    return movement if latest_movement(mine[movement.variant_id]) == movement_id else None


def _living() -> Select[Item]:
    return select(Item).where(Item.state != ItemState.ARCHIVED)


def _of(user: User) -> Select[Item]:
    return _living().join(Item.artisan).where(Artisan.user_id == user.id)


def _one(wanted: Select[Item], for_update: bool) -> Item:
    if for_update:
        wanted = wanted.with_for_update(of=Item).execution_options(populate_existing=True)
    item = db.session.scalar(wanted.options(*SHOWN) if not for_update else wanted)
    if item is None:
        raise Missing()
    if for_update:
        locked = select(Variant).where(Variant.item_id == item.id).order_by(Variant.id).with_for_update()
        db.session.scalars(locked.execution_options(populate_existing=True)).all()
    return item
