"""How many to make of one piece, in a line: for whoever is about to advise on it."""

from flask import current_app
from flask_babel import gettext as _

from app.base import clock
from app.domain.demand import to_make
from app.domain.demand.bands import Band
from app.domain.demand.making import Making
from app.web.words import number, percent


def said(item_id: int | None) -> str:
    """Empty where there is no piece, it is made to order or one of a kind, or nothing is known of it."""
    if not item_id:
        return ""
    settings = current_app.config["SETTINGS"]
    shares = {"unsold": settings.unsold_share / 1000, "unsold_food": settings.unsold_food_share / 1000}
    line = to_make.of_piece(item_id, today=clock.today(), **shares)
    if line is None or line.making is None or line.eight is None:
        return ""
    weeks = to_make.FOOD_WEEKS if line.item.craft.is_food else to_make.DURABLE_WEEKS
    return _words(line.making, Band(line.eight.first, line.making.expected), weeks)


def _words(making: Making, band: Band, weeks: int) -> str:
    parts = {
        "count": number(making.quantity),
        "ready": number(making.ready),
        "weeks": number(weeks),
        "low": number(band.low80),
        "high": number(band.high80),
        "share": percent(0.8),
    }
    if not making.quantity:
        said = _(
            "None to make: %(low)s to %(high)s asked for in %(weeks)s weeks (%(share)s), %(ready)s are there.",
            **parts,
        )
    else:
        said = _(
            "Make about %(count)s: %(low)s to %(high)s asked for in %(weeks)s weeks (%(share)s), %(ready)s are there.",
            **parts,
        )
    return str(said)
