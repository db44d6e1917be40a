"""The workshop's first page: what waits, one tile a task."""

from flask import Blueprint, render_template

from app.domain.advice import findings
from app.domain.catalogue import ownership
from app.domain.people.models import Wording
from app.domain.purchasing import waiting
from app.portal.rooms import workshop
from app.web import languages
from app.web.pictures import first_picture

blueprint = Blueprint("home", __name__)
THUMBS = 3


@blueprint.route("/")
def index() -> str:
    artisan = workshop()
    name = artisan.known_as(languages.current())
    lines = waiting.to_answer(artisan, limit=THUMBS)
    thumbs = (first_picture(line.variant.item if line.variant else None, languages.current()) for line in lines)
    return render_template(
        "portal/home/index.html",
        greeting=name if artisan.wording is Wording.GROUP else name.split()[0],
        requests=waiting.count_to_answer(artisan),
        thumbs=[thumb for thumb in thumbs if thumb],
        pieces=ownership.count_of(artisan),
        sent_back=ownership.sent_back_to(artisan),
        to_prepare=waiting.count_to_prepare(artisan),
        advice=findings.unanswered(artisan),
    )
