"""How many to make of one piece, in a few sentences: for whoever is about to advise on it."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import clock, together
from app.base.together import Question, Rows
from app.domain.demand import to_make_one
from app.domain.demand.bands import Band
from app.domain.demand.making import Making
from app.domain.demand.to_make_one import One
from app.web.words import number, percent


class Said(NamedTuple):
    words: str
    artisan_id: int


def said(item_id: int | None) -> Said | None:
    """None where there is no piece, it is made to order or one of a kind, or nothing is known of it."""
    return said_of(together.asked(**asking(item_id))) if item_id else None


def asking(item_id: int) -> dict[str, Question]:
    """What ``said`` asks, by name."""
    return to_make_one.questions(item_id, clock.today())


def said_of(answers: Mapping[str, Rows]) -> Said | None:
    """Of the answers, with whatever was asked beside them."""
    settings = current_app.config["SETTINGS"]
    shares = {"unsold": settings.unsold_share / 1000, "unsold_food": settings.unsold_food_share / 1000}
    one = to_make_one.made(answers, today=clock.today(), **shares)
    return Said(" ".join(_sentences(one)), one.artisan_id) if one else None


def _sentences(one: One) -> list[str]:
    """How many, within which time, and how much can be known of it."""
    making = one.making
    told = [_how_many(making, Band(one.made_on, making.expected), one.weeks)]
    if one.free is None:
        told.append(_("How many pieces they make in a week is not known."))
    elif making.wanted:
        told.append(ngettext("There is time for %(num)d piece.", "There is time for %(num)d pieces.", one.free))
    if one.is_short:
        told.append(
            ngettext(
                "%(num)d would be right if there were time.",
                "%(num)d would be right if there were time.",
                making.wanted,
            )
        )
    if not one.is_own:
        told.append(_("Nobody asked for it yet: this is what its craft tells."))
    elif one.is_small:
        told.append(f"{_('Few cases: be careful')}.")
    return told


def _how_many(making: Making, band: Band, weeks: int) -> str:
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
