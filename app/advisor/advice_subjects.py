"""What a recommendation is about: an opportunity of the demand page, a piece, a craft, or nothing yet."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from app.base import clock
from app.base.database import db
from app.domain.advice import proposing
from app.domain.advice.models import AdviceKind, Priority, Recommendation
from app.domain.advice.proofs import Subject
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import PhotoPlace, PhotoSet
from app.domain.demand import unmet
from app.domain.demand.opportunities import Opportunity
from app.domain.people.models import artisan_craft
from app.domain.people.trades import Craft
from app.web import languages

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Topic:
    """key: the opportunity it came from, as the demand page names it."""

    subject: Subject
    title: str = ""
    item: Item | None = None
    kind: AdviceKind = AdviceKind.MAKE_MORE
    key: str = ""
    priority: Priority = Priority.NORMAL


def asked_for(args: MultiDict[str, str]) -> Topic:
    """What the address asks for. What does not exist is left out: an advisor can begin with an empty page."""
    opportunity = _opportunity(args.get("opportunity", ""))
    item = _item(args.get("item", type=int) or (opportunity.item_id if opportunity else None))
    named = _craft_id(args.get("craft", type=int)) or _craft_of(args.get("artisan", type=int))
    craft_id = item.craft_id if item else named
    if opportunity is None:
        return Topic(Subject(craft_id=craft_id, item_id=item.id if item else None), title=_title(item), item=item)
    subject = Subject(craft_id or opportunity.craft_id or None, item.id if item else None, opportunity)
    title = _title(item) or opportunity.words.capitalize()
    priority = proposing.priority_for(opportunity)
    return Topic(subject, title, item, proposing.kind_for(opportunity), opportunity.key, priority)


def of(recommendation: Recommendation) -> Topic:
    """A draft's own."""
    opportunity = _opportunity(recommendation.opportunity)
    subject = Subject(recommendation.craft_id, recommendation.item_id, opportunity)
    return Topic(subject, recommendation.title, recommendation.item, recommendation.kind, recommendation.opportunity)


def _opportunity(key: str) -> Opportunity | None:
    return unmet.find(key, now=clock.now()) if key else None


def _item(item_id: int | None) -> Item | None:
    if item_id is None or not 0 < item_id <= LARGEST_ID:
        return None
    query = (
        select(Item)
        .where(Item.id == item_id)
        .options(joinedload(Item.artisan), selectinload(Item.texts))
        .options(selectinload(Item.photo_set).selectinload(PhotoSet.places).joinedload(PhotoPlace.photo))
    )
    return db.session.scalar(query)


def _craft_id(craft_id: int | None) -> int | None:
    if craft_id is None or not 0 < craft_id <= LARGEST_ID:
        return None
    return db.session.scalar(select(Craft.id).where(Craft.id == craft_id))


def _craft_of(artisan_id: int | None) -> int | None:
    """The first craft of an artisan."""
    if artisan_id is None or not 0 < artisan_id <= LARGEST_ID:
        return None
    made = select(Craft.id).join(artisan_craft).where(artisan_craft.c.artisan_id == artisan_id)
    return db.session.scalar(made.order_by(Craft.position, Craft.id).limit(1))


def _title(item: Item | None) -> str:
    text = item.text(languages.current()) if item else None
    return text.title if text else ""
