"""Photos of pieces at work, as the team sees them, sends them for a maker, and takes them back."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import request_deeds, request_words
from app.advisor.request_deeds import Answer
from app.base import clock
from app.domain.fulfilment import showing, work_photos
from app.domain.purchasing import findings
from app.domain.purchasing.private_pictures import find
from app.web import private_pictures, work_pictures
from app.web.access import person
from app.web.work_pictures import WorkPhotosForm

blueprint = Blueprint("work", __name__, url_prefix="/requests/<reference>")


@blueprint.route("/accepted/<int:line_id>/show", methods=["GET", "POST"])
def show(reference: str, line_id: int) -> Answer:
    """In the maker's name: shown so to the team."""
    asked = findings.of_reference(reference)
    line = request_deeds.line_of(asked, line_id)
    form = WorkPhotosForm()
    form.validate_on_submit()
    photos = work_pictures.receive(form, by=person(), at=clock.now())
    return request_deeds.page(
        asked,
        form,
        lambda: showing.show(line, photos, by=person(), at=clock.now()),
        title=_("Photos of the work: %(piece)s", piece=request_words.title_of(line.line)),
        lead=_("The customer sees them on their page. Show the pieces alone: no face, no address."),
        said=_("The customer sees the photos. It shows that you sent them for the artisan."),
        photos=photos,
    )


@blueprint.route("/work/<key>/<int:width>")
def picture(reference: str, key: str, width: int) -> Response:
    asked = findings.of_reference(reference)
    return private_pictures.opened(find(work_photos.seen_by_team(asked), key), width)


@blueprint.route("/work/<key>/back", methods=["POST"])
def take_back(reference: str, key: str) -> Answer:
    asked = findings.of_reference(reference)
    picture = find(work_photos.seen_by_team(asked), key)
    return request_deeds.tap(
        asked,
        lambda: showing.take_back(picture, by=person(), at=clock.now()),
        _("The photo is taken back. Nobody sees it."),
    )
