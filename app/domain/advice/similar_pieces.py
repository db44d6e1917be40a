"""What advice is about, and the pieces it is compared with: of the same craft or its family, without advice."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.advice.models import AdviceState, Recommendation, Response
from app.domain.catalogue.models import Item, ItemState
from app.domain.demand.counting import Cell
from app.domain.demand.forecasting.outcome import LEAST_SIMILAR
from app.domain.people.models import artisan_craft
from app.domain.people.trades import Craft

MOST_LOOKED_AT = 400


def is_about(recommendation: Recommendation, cell: Cell, artisan_ids: Collection[int], crafts: Collection[int]) -> bool:
    """Whether a cell counts what it is about: its piece, else what these artisans make of its crafts."""
    if recommendation.item_id is not None:
        return cell.item_id == recommendation.item_id
    return cell.artisan_id in artisan_ids and (not crafts or cell.craft_id in crafts)


def crafts_of(recommendation: Recommendation) -> frozenset[int]:
    """The craft it is about; of a family, all its crafts; none where it names no craft."""
    wanted = recommendation.craft_id
    if wanted is None:
        return frozenset()
    return frozenset(db.session.scalars(select(Craft.id).where(or_(Craft.id == wanted, Craft.parent_id == wanted))))


def beside(
    recommendation: Recommendation, artisan_ids: Collection[int], *, before: date, at: datetime
) -> Sequence[int]:
    """Pieces to compare with what these were advised on, without advice: of its craft; of the crafts of its family
    where those are fewer than three."""
    near = crafts_near(recommendation, artisan_ids)
    found = unadvised(recommendation, artisan_ids, near, before=before, at=at)
    if len(found) >= LEAST_SIMILAR:
        return found
    family = families_of(near)
    return found if family == near else unadvised(recommendation, artisan_ids, family, before=before, at=at)


def crafts_near(recommendation: Recommendation, artisan_ids: Collection[int]) -> frozenset[int]:
    """The crafts it is about; where it names none, that of its piece, else those these artisans make things of."""
    return crafts_of(recommendation) or _of_piece(recommendation) or _made_by(artisan_ids)


def families_of(crafts: Collection[int]) -> frozenset[int]:
    """The crafts with their parents and all that have the same parents."""
    within = select(func.coalesce(Craft.parent_id, Craft.id)).where(Craft.id.in_(crafts))
    family = or_(Craft.id.in_(within), Craft.parent_id.in_(within))
    return frozenset(crafts) | frozenset(db.session.scalars(select(Craft.id).where(family)))


def _of_piece(recommendation: Recommendation) -> frozenset[int]:
    return frozenset({recommendation.item.craft_id}) if recommendation.item else frozenset()


def _made_by(artisan_ids: Collection[int]) -> frozenset[int]:
    """The crafts of artisans, and those of what they have on sale."""
    told = select(artisan_craft.c.craft_id).where(artisan_craft.c.artisan_id.in_(artisan_ids))
    shown = select(Item.craft_id).where(Item.artisan_id.in_(artisan_ids), Item.state == ItemState.PUBLISHED)
    return frozenset(db.session.scalars(told.union(shown)))


def unadvised(
    recommendation: Recommendation, artisan_ids: Collection[int], crafts: Collection[int], *, before: date, at: datetime
) -> Sequence[int]:
    """Pieces of the craft on sale all these days, whose makers were not advised on the craft or on the piece lately.

    What was advised after the moment plays no part: it may be an answer to what came.
    """
    since = at - timedelta(days=2 * recommendation.compare_days)
    sent = (Recommendation.state == AdviceState.SENT, Recommendation.sent_at > since, Recommendation.sent_at <= at)
    advised = select(Recommendation.item_id).where(*sent, Recommendation.item_id.is_not(None))
    told = (
        select(Response.artisan_id)
        .join(Recommendation)
        .where(*sent, Recommendation.item_id.is_(None))
        .where(or_(Recommendation.craft_id.in_(crafts), Recommendation.craft_id.is_(None)))
    )
    chosen = (
        select(Item.id)
        .where(Item.craft_id.in_(crafts), Item.state == ItemState.PUBLISHED)
        .where(Item.published_at < clock.start_of_day(before), Item.artisan_id.not_in(artisan_ids))
        .where(Item.id != (recommendation.item_id or 0), Item.id.not_in(advised), Item.artisan_id.not_in(told))
    )
    return db.session.scalars(chosen.order_by(Item.id).limit(MOST_LOOKED_AT)).all()
