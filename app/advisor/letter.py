"""The market letter of a craft: one page to leave in a workshop, and the words to read aloud there."""

from flask import Blueprint, render_template, request
from markupsafe import Markup

from app.advisor import demand_filters
from app.base import clock
from app.base.errors import Missing
from app.domain.demand import letters
from app.domain.demand.feasts import Feast
from app.domain.people.trades import Craft
from app.web import languages

blueprint = Blueprint("letter", __name__)
SPOKEN = ("fr", "ar")
"""The languages of workshops."""
FEASTS = {Feast.RAMADAN: "lantern", Feast.EID_AL_FITR: "star", Feast.EID_AL_ADHA: "star"}
"""A drawing for each."""
MOST_PEOPLE = 10
"""People drawn in a row; more are a figure."""


@blueprint.route("/demand/letters")
def index() -> str:
    return render_template("advisor/letter/index.html", crafts=demand_filters.crafts(), spoken=SPOKEN)


@blueprint.route("/demand/letter/<slug>")
def show(slug: str) -> str:
    """``lang``: of the paper, whatever language its reader's pages are in."""
    found = _craft(slug)
    asked = request.args.get("lang", "")
    language = asked if asked in SPOKEN else "ar" if languages.current() == "ar" else "fr"
    return render_template(
        "advisor/letter/show.html", craft=found, spoken=SPOKEN, chosen=language, paper=_paper(found, language)
    )


def _craft(slug: str) -> Craft:
    for craft in demand_filters.crafts():
        if craft.slug == slug:
            return craft
    raise Missing


def _paper(craft: Craft, language: str) -> Markup:
    """Both parts of the letter, in their own language."""
    ids = frozenset({craft.id, *(child.id for child in craft.children)})
    letter = letters.of(ids, now=clock.now())
    with languages.speaking(language):
        page = render_template(
            "advisor/letter/paper.html",
            letter=letter,
            craft=craft,
            name=craft.called_short(language),
            today=clock.today(),
            drawings=FEASTS,
            people=MOST_PEOPLE,
        )
    return Markup(page)  # noqa: S704  # made by a template of ours, which escapes what people wrote
