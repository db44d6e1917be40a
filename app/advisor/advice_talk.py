"""About advice, among the team: comments, photos of what was done, what is sent back, what a *no* leads on to."""

from functools import partial

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.advisor import advice_page
from app.advisor.advice_talk_forms import BackForm, CommentForm
from app.base import clock
from app.domain.advice import commenting, done_photos, following_up, responding
from app.domain.purchasing.private_pictures import find
from app.web import private_pictures
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button
from app.web.refusals import status_of

blueprint = Blueprint("advice_talk", __name__, url_prefix="/advice")


@blueprint.route("/<int:recommendation_id>/comments", methods=["POST"])
def comment(recommendation_id: int) -> Answer | tuple[str, int]:
    recommendation, form = advice_page.load(recommendation_id), CommentForm()

    def say() -> None:
        commenting.comment(recommendation, form.body.data or "", by=person(), at=clock.now())

    done = do(form, say, then=f"{_page_of(recommendation_id)}#comments", said=_("Your comment is kept."))
    return done or (advice_page.shown(recommendation, form), status_of(form))


@blueprint.route("/<int:recommendation_id>/comments/read", methods=["POST"])
def read(recommendation_id: int) -> Answer | tuple[str, int]:
    recommendation, form = advice_page.load(recommendation_id), Button()
    said = _("The comments are marked as read.")
    rule = partial(commenting.read, recommendation, by=person(), at=clock.now())
    done = do(form, rule, then=_page_of(recommendation_id), said=said)
    return done or (advice_page.shown(recommendation, form), status_of(form))


@blueprint.route("/<int:recommendation_id>/responses/<int:response_id>/back", methods=["POST"])
def send_back(recommendation_id: int, response_id: int) -> Answer | tuple[str, int]:
    """It is not done yet: the artisan reads what is missing."""
    recommendation, form = advice_page.load(recommendation_id), BackForm()
    response = advice_page.response_of(recommendation, response_id)

    def back() -> None:
        responding.send_back(response, form.words.data or "", by=person(), at=clock.now())

    said = _("The artisan reads what is still missing.")
    done = do(form, back, then=_page_of(recommendation_id), said=said)
    return done or (advice_page.shown(recommendation, form, about=response_id), status_of(form))


@blueprint.route("/<int:recommendation_id>/photos/<key>/<int:width>")
def picture(recommendation_id: int, key: str, width: int) -> Answer:
    recommendation = advice_page.load(recommendation_id)
    found = done_photos.of([one.id for one in recommendation.responses])
    return private_pictures.opened(find([one for photos in found.values() for one in photos], key), width)


@blueprint.route("/follow-ups/<int:follow_up_id>/close", methods=["POST"])
def close(follow_up_id: int) -> Answer | tuple[str, int]:
    """What a no led on to is done."""
    owed, form = following_up.find(follow_up_id, for_update=True) or abort(404), Button()
    here = _page_of(owed.response.recommendation_id)
    done = do(form, lambda: following_up.close(owed, by=person(), at=clock.now()), then=here, said=_("Noted as done."))
    return done or (advice_page.shown(advice_page.load(owed.response.recommendation_id), form), status_of(form))


def _page_of(recommendation_id: int) -> str:
    return url_for("advisor.advice.show", recommendation_id=recommendation_id)
