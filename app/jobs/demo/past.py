"""The requests of the year behind: planned, told, and heard by demand as the real ones are."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.domain.demand import listening
from app.domain.purchasing.models import PurchaseRequest
from app.jobs.demo.chronicle import Chronicle
from app.jobs.demo.pile import Pile
from app.jobs.demo.plans import Planner
from app.jobs.demo.world import World


def fill(world: World) -> None:
    """Write the past in bulk, then let demand listen to every event of it."""
    pile = Pile()
    Chronicle(world, pile).tell(Planner(world).plans())
    pile.write()
    told = select(PurchaseRequest).options(selectinload(PurchaseRequest.events), selectinload(PurchaseRequest.lines))
    for request in db.session.scalars(told).unique():
        for event in request.events:
            listening.on_request_event(request, event)
    db.session.flush()
