"""Advice received: read it, say *I will*, *I cannot* or *it is done*."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response as Answer
from wtforms import RadioField, StringField, validators

from app.base import clock
from app.base.database import db
from app.domain.advice import comparing, done_photos, findings, responding, voicing
from app.domain.advice.models import CannotReason, Response, ResponseState
from app.domain.advice.words import REASONS, TONGUES
from app.domain.purchasing.private_pictures import find
from app.portal import advice_came
from app.portal.rooms import workshop
from app.web import advice_pictures, languages, private_pictures, voice_notes
from app.web.access import person
from app.web.advice_pictures import DonePhotosForm
from app.web.doing import do
from app.web.fields import Day, Words, choices_of, one_of
from app.web.forms import Button, KeyedForm, once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("advice", __name__)

REASON_ICONS = {
    CannotReason.MONEY.value: "coins",
    CannotReason.MATERIALS.value: "loom",
    CannotReason.TIME.value: "clock",
    CannotReason.SKILL.value: "hand",
    CannotReason.TOOLS.value: "needle",
    CannotReason.DISBELIEF.value: "close",
    CannotReason.OTHER.value: "message",
}


TOUCH = lazy("Touch the picture that says why.")


class DeclineForm(KeyedForm):
    reason = RadioField(
        lazy("Why?"),
        choices=choices_of((reason, lazy(text)) for reason, text in REASONS.items()),
        validators=[validators.InputRequired(TOUCH), one_of(CannotReason, TOUCH)],
        validate_choice=False,
    )
    note = Words(lazy("A word to the team"), most=500)


SOON = {"week": timedelta(days=7), "two": timedelta(days=14)}


class PromiseForm(KeyedForm):
    """``when``: the button that was touched, else ``day``."""

    when = StringField()
    day = Day(lazy("Another day"), validators=[validators.Optional()], wrong=lazy(responding.NoSuchDay.text))


@blueprint.route("/advice/")
def index() -> str:
    received = findings.received_by(workshop())
    waiting = [response for response in received if response.state in findings.UNANSWERED]
    promised = [response for response in received if response.state is ResponseState.ACCEPTED]
    earlier = [response for response in received if response not in waiting and response not in promised]
    return render_template(
        "portal/advice/index.html",
        waiting=waiting,
        promised=promised,
        earlier=earlier,
        picture=_picture,
        drawing=_drawing,
        voices=voicing.heard([*waiting, *promised], languages.current()),
        tongues=TONGUES,
    )


@blueprint.route("/advice/<int:response_id>")
def read(response_id: int) -> str:
    """Changes nothing: a browser that fetches pages ahead has shown nobody anything."""
    response = _own(response_id)
    return _shown(response, Button())


@blueprint.route("/advice/<int:response_id>/opened", methods=["POST"])
def opened(response_id: int) -> Answer:
    """The page says so itself, once somebody has it before their eyes: the advisor calls those who never opened it.

    Without script it is noted with the answer.
    """
    responding.opened(_own(response_id, for_update=True), at=clock.now())
    db.session.commit()
    return Answer(status=204, mimetype="text/plain")


@blueprint.route("/advice/<int:response_id>/accept", methods=["POST"])
def accept(response_id: int) -> Answer | tuple[str, int]:
    response, form = _own(response_id, for_update=True), Button()
    said = _("Thank you. %(advisor)s knows that you will do it.", advisor=response.recommendation.author.name)
    rule = partial(responding.accept, response, promised_on=None, at=clock.now())
    return do(form, rule, then=_page_of(response), said=said) or (_shown(response, form), status_of(form))


@blueprint.route("/advice/<int:response_id>/not-done", methods=["POST"])
def not_done(response_id: int) -> Answer | tuple[str, int]:
    response, form = _own(response_id, for_update=True), Button()
    said = _("Thank you. %(advisor)s knows that you will do it.", advisor=response.recommendation.author.name)
    rule = partial(responding.take_back, response, at=clock.now())
    return do(form, rule, then=_page_of(response), said=said) or (_shown(response, form), status_of(form))


@blueprint.route("/advice/<int:response_id>/promise", methods=["POST"])
def promise(response_id: int) -> Answer | tuple[str, int]:
    """By when: one of two buttons, or a day."""
    form = PromiseForm()
    response = _own(response_id, for_update=True)
    if form.is_submitted() and form.when.data in SOON:
        form.day.data = clock.today() + SOON[form.when.data]

    def promised() -> None:
        if form.day.data is None:
            raise responding.NoSuchDay(field="day")
        responding.promise(response, form.day.data, at=clock.now())

    done = do(form, promised, then=_page_of(response), said=_("The day is kept."))
    return done or (_shown(response, form, promise=form), status_of(form))


@blueprint.route("/advice/<int:response_id>/done", methods=["POST"])
def done(response_id: int) -> Answer | tuple[str, int]:
    """With a photo where there is one: the advisor sees it without coming."""
    form = DonePhotosForm()
    valid, came = form.validate_on_submit(), advice_pictures.receive(form, by=person(), at=clock.now())
    response = _own(response_id, for_update=True)  # only now: keeping what came lets go of all that was read before
    if valid and not form.errors:
        with explained_in(form), once(form.key.data, then=_page_of(response), user_id=person().id):
            responding.done(response, came, at=clock.now())
            db.session.commit()
            name = response.recommendation.author.name
            flash(_("Well done. %(advisor)s looks at it.", advisor=name), "good")
            return redirect(_page_of(response), 303)
    response = _own(response_id)
    return _shown(response, form, photos_form=form, came=[(one, None) for one in came]), status_of(form)


@blueprint.route("/advice/<int:response_id>/photos/<key>/<int:width>")
def picture(response_id: int, key: str, width: int) -> Answer:
    """One of the artisan's own photos."""
    response = _own(response_id)
    return private_pictures.opened(find(done_photos.of([response.id]).get(response.id, []), key), width)


@blueprint.route("/advice/<int:response_id>/voice/<key>")
def voice(response_id: int, key: str) -> Answer:
    return voice_notes.opened(voicing.to_hear(_own(response_id), key))


@blueprint.route("/advice/<int:response_id>/decline", methods=["GET", "POST"])
def decline(response_id: int) -> Answer | tuple[str, int]:
    form = DeclineForm()
    response = _own(response_id, for_update=form.is_submitted())

    def cannot() -> None:
        reason = CannotReason(form.reason.data)
        responding.decline(response, reason=reason, note=form.note.data or None, at=clock.now())

    said = _("%(advisor)s knows why. You will talk about it together.", advisor=response.recommendation.author.name)
    declined = do(form, cannot, then=_page_of(response), said=said)
    return declined or (_shown(response, form, "decline", icons=REASON_ICONS), status_of(form))


def _shown(response: Response, form: KeyedForm, page: str = "read", **more: Any) -> str:
    shown: dict[str, Any] = {
        "button": form if isinstance(form, Button) else Button(formdata=None),
        "promise": PromiseForm(formdata=None),
        "photos_form": DonePhotosForm(formdata=None),
        "came": [],
    }
    return render_template(
        f"portal/advice/{page}.html",
        response=response,
        picture=_picture(response),
        drawing=_drawing(response),
        form=form,
        photos=_photos(response) if page == "read" else [],
        voices=voicing.heard([response], languages.current()).get(response.id, []),
        tongues=TONGUES,
        since=advice_came.told(comparing.of([response.id]).get(response.id)) if page == "read" else None,
        **{**shown, **more},
    )


def _photos(response: Response) -> list[Any]:
    def address(key: str, width: int) -> str:
        return url_for(".picture", response_id=response.id, key=key, width=width)

    return private_pictures.shown(done_photos.of([response.id]).get(response.id, []), address)


def _page_of(response: Response) -> str:
    return url_for(".read", response_id=response.id)


def _own(response_id: int, *, for_update: bool = False) -> Response:
    return findings.addressed_to(workshop(), response_id, for_update=for_update) or abort(404)


def _picture(response: Response) -> Any:
    return advice_pictures.about(response.recommendation, languages.current())


def _drawing(response: Response) -> str:
    """What stands where advice is about no piece: the craft's drawing."""
    about = response.recommendation.craft_id
    return next((craft.icon for craft in response.artisan.crafts if craft.id == about), "advice")
