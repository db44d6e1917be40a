"""What people look for: my pieces, what nobody sells in my crafts, the months to come."""

from flask import Blueprint, render_template
from flask_security import current_user

from app.base import clock
from app.domain.catalogue import items
from app.domain.demand import merged, mine
from app.domain.people.trades import Craft
from app.web import languages
from app.web.pictures import first_picture

blueprint = Blueprint("demand", __name__)


@blueprint.route("/demand")
def index() -> str:
    artisan, now = current_user.artisan, clock.now()
    wanted = mine.pieces(artisan, now=now) if artisan else []
    unsold = mine.nobody_sells(artisan, now=now) if artisan else []
    shown = {item.id: item for item in items.cards([one.item_id for one in wanted])}
    crafts: dict[int, Craft] = {craft.id: craft for craft in artisan.crafts} if artisan else {}
    return render_template(
        "portal/demand/index.html",
        wanted=[(one, shown[one.item_id]) for one in wanted if one.item_id in shown],
        most=max((one.people for one in wanted), default=0),
        unsold=[(one, crafts[one.craft_id], mine.direction(*_halves(one.weeks))) for one in unsold],
        picture=lambda item: first_picture(item, languages.current()),
        outlook=merged.outlook(artisan, now=now) if artisan else None,
    )


def _halves(weeks: tuple[int, ...]) -> tuple[int, int]:
    """The last six weeks and the six before."""
    middle = len(weeks) // 2
    return sum(weeks[middle:]), sum(weeks[:middle])
