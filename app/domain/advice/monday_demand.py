"""What is wished and not served that an artisan could answer, and about which they have no advice yet."""

from collections.abc import Iterator

from sqlalchemy import select

from app.base.database import db
from app.domain.advice.calls import Matter, Source
from app.domain.advice.monday_facts import Known, worth_of
from app.domain.catalogue.models import Item
from app.domain.demand.opportunities import Kind, Opportunity

MOST = 2
"""More than two ideas a call are forgotten."""


def wanted(known: Known) -> Iterator[Matter]:
    """What is about one piece is its maker's; what is about a craft belongs to all who can make it, if it rises."""
    owners = _owners({one.item_id for one in known.found if one.item_id})
    advised = {(one.artisan_id, one.opportunity) for one in known.advised}
    for artisan in known.artisans:
        crafts, said = {craft.id for craft in artisan.crafts}, 0
        for one in known.found:
            own = owners.get(one.item_id) == artisan.id
            theirs = not one.item_id and one.craft_id in crafts and _rises(one)
            if said < MOST and (own or theirs) and (artisan.id, one.key) not in advised:
                said += 1
                worth = worth_of(one, 1 if own else max(one.makers, 1))
                yield Matter(artisan.id, Source.WANTED, worth, count=one.count, name=one.key, found=one)


def _rises(one: Opportunity) -> bool:
    """More than in the weeks before, or new."""
    return one.kind is Kind.RISING or one.change is None or one.change > 0


def _owners(item_ids: set[int]) -> dict[int, int]:
    """The artisan of each piece."""
    if not item_ids:
        return {}
    rows = db.session.execute(select(Item.id, Item.artisan_id).where(Item.id.in_(item_ids)))
    return {row[0]: row[1] for row in rows}
