"""The pieces that everybody may see: what is on the shelf, and one piece by its address."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.base.database import db
from app.base.errors import N_, Missing, Refusal
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.people.models import Artisan, Standing

SHOWN = (Item.state == ItemState.PUBLISHED, Artisan.standing == Standing.GOOD)
"""What holds for a piece that everybody may see; the artisan must be joined."""

CARD = (
    joinedload(Item.artisan).joinedload(Artisan.place),
    selectinload(Item.variants),
    selectinload(Item.texts),
    selectinload(Item.photo_set).joinedload(PhotoSet.places).joinedload(PhotoPlace.photo),
)
"""What a card shows: four statements for any number of pieces."""
_FACETS = (selectinload(Item.materials), selectinload(Item.techniques), selectinload(Item.colours))


class Gone(Refusal):
    """The piece was public and has left the shop."""

    text = N_("This piece has left the shop.")
    status = 410


def cards(ids: Sequence[int]) -> list[Item]:
    """The pieces with these ids, in that order, with what a card shows of them. Ids of nothing are passed over."""
    if not ids:
        return []
    found = {item.id: item for item in db.session.scalars(select(Item).where(Item.id.in_(ids)).options(*CARD))}
    return [found[item_id] for item_id in ids if item_id in found]


def whole(session: Session, ids: Sequence[int], *, with_facets: bool = True) -> list[Item]:
    """The pieces with these ids, in that order, with all that their own pages show: seven statements for any number.

    with_facets: also materials, techniques and colours, else four statements; who has them in memory puts them there.
    """
    if not ids:
        return []
    more = _FACETS if with_facets else ()
    beside = (joinedload(Item.craft), joinedload(Item.labels))
    rows = session.scalars(select(Item).where(Item.id.in_(ids)).options(*CARD, *beside, *more))
    found = {item.id: item for item in rows.unique()}
    return [found[item_id] for item_id in ids if item_id in found]


def absence(slug: str) -> Refusal:
    """Why nothing is to be seen at an address: Missing, or Gone where a piece was public once."""
    item = db.session.scalar(select(Item).where(Item.slug == slug))
    was_public = item is not None and item.published_at is not None and item.state is not ItemState.DRAFT
    return Gone() if was_public else Missing()
