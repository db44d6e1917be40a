"""Photos of a line while it is made: its maker sends them, the customer sees them, each can be taken back."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.fulfilment import showing, work_photos
from app.domain.purchasing import waiting
from app.domain.purchasing.private_pictures import find
from app.portal import line_page
from app.web import private_pictures, work_pictures
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button, once
from app.web.refusals import explained_in, status_of
from app.web.work_pictures import WorkPhotosForm

blueprint = Blueprint("work", __name__, url_prefix="/requests/lines/<int:line_id>/work")


@blueprint.route("", methods=["POST"])
def show(line_id: int) -> Response | tuple[str, int]:
    """Show the customer how the work goes on."""
    form = WorkPhotosForm()
    valid, came = form.validate_on_submit(), work_pictures.receive(form, by=person(), at=clock.now())
    line = waiting.accepted_of(person(), line_id)  # only now: keeping what came lets go of all that was read before
    if valid and not form.errors:
        there = _page_of(line_id)
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            showing.show(line, came, by=person(), at=clock.now())
            db.session.commit()
            flash(_("The photos are sent. The customer sees them."), "good")
            return redirect(there, 303)
    return line_page.of(waiting.line_of(person(), line_id), photos=form, came=came), status_of(form)


@blueprint.route("/<key>/back", methods=["POST"])
def take_back(line_id: int, key: str) -> Response | tuple[str, int]:
    line = waiting.line_of(person(), line_id)
    picture = find(work_photos.seen_by_maker(line), key)
    form = Button()
    done = do(
        form,
        lambda: showing.take_back(picture, by=person(), at=clock.now()),
        then=_page_of(line_id),
        said=_("The photo is taken back. Nobody sees it."),
    )
    return done or (line_page.of(line, refused=form), status_of(form))


@blueprint.route("/<key>/<int:width>")
def picture(line_id: int, key: str, width: int) -> Response:
    """One of the maker's own photos, or one of what is to be mended."""
    line = waiting.line_of(person(), line_id)
    return private_pictures.opened(find(work_photos.seen_by_maker(line), key), width)


def _page_of(line_id: int) -> str:
    return url_for("portal.purchasing.answer", line_id=line_id)
