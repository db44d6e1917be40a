"""The office's front page: who works here, what could not be delivered, what was done lately."""

from flask import Blueprint, render_template

from app.domain.audit import trail
from app.domain.notices import delivering
from app.domain.people import findings
from app.office.deeds import rows

blueprint = Blueprint("home", __name__)

LATELY = 8


@blueprint.route("/")
def index() -> str:
    events, _pages = trail.find(trail.Wanted())
    return render_template(
        "office/home/index.html",
        staff=findings.staff(),
        deeds=rows(events[:LATELY]),
        undelivered=delivering.given_up(),
    )
