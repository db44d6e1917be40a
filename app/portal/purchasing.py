"""Requests: the lines that wait for my word, my answer to each, and what customers accepted."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.base.errors import Missing
from app.domain.fulfilment import preparing, stages
from app.domain.purchasing import answering, picturing, talking, waiting
from app.domain.purchasing.private_pictures import find
from app.portal import line_page
from app.portal.answer_form import AnswerForm, WordsForm
from app.portal.lines import asked, prepared
from app.portal.rooms import workshop
from app.web import private_pictures
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button, once
from app.web.refusals import changed_meanwhile, explained_in, status_of

blueprint = Blueprint("purchasing", __name__)


@blueprint.route("/requests/")
def index() -> str:
    artisan = workshop()
    lines = waiting.to_answer(artisan)
    return render_template(
        "portal/purchasing/index.html",
        waiting=[asked(line) for line in lines],
        answered=[asked(line) for line in waiting.answered(artisan, lines)],
        to_prepare=waiting.count_to_prepare(artisan),
    )


@blueprint.route("/requests/prepare")
def prepare() -> str:
    """What customers accepted and what has not left the workshop."""
    lines = [prepared(one) for one in stages.standings(waiting.to_prepare(workshop()))]
    return render_template("portal/purchasing/prepare.html", to_prepare=lines)


@blueprint.route("/requests/lines/<int:line_id>/ready", methods=["POST"])
def say_ready(line_id: int) -> Response | tuple[str, int]:
    """*It is ready*: in one tap."""
    line = waiting.line_of(person(), line_id)
    form = Button()
    accepted = waiting.accepted(line)
    if accepted is None:
        raise Missing
    done = do(
        form,
        lambda: preparing.say_ready(accepted, by=person(), at=clock.now()),
        then=url_for(".prepare"),
        said=_("Well done. The cooperative knows that it is ready."),
    )
    return done or (line_page.of(line, refused=form), status_of(form))


@blueprint.route("/requests/lines/<int:line_id>", methods=["GET", "POST"])
def answer(line_id: int) -> Response | tuple[str, int]:
    """Yes, yes but, or no. Until an offer is sent, the answer can be changed."""
    line = waiting.line_of(person(), line_id)
    form = AnswerForm(line)
    if form.validate_on_submit():
        there = url_for(".index")
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            answering.answer(line, **form.said(), by=person(), at=clock.now())
            db.session.commit()
            flash(_("Your answer is sent."), "good")
            return redirect(there, 303)
    if changed_meanwhile(form):
        form.look_again(line)
    return line_page.of(line, form), status_of(form)


@blueprint.route("/requests/lines/<int:line_id>/words", methods=["POST"])
def write(line_id: int) -> Response | tuple[str, int]:
    """A word to the customer, who reads it on their page."""
    line = waiting.line_of(person(), line_id)
    form = WordsForm()
    if form.validate_on_submit():
        there = url_for(".answer", line_id=line.id)
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            talking.artisan_writes(line.request, workshop(), form.words.data or "", by=person(), at=clock.now())
            db.session.commit()
            flash(_("Your message is sent."), "good")
            return redirect(there, 303)
    return line_page.of(line, words=form), status_of(form)


@blueprint.route("/requests/lines/<int:line_id>/pictures/<key>/<int:width>")
def picture(line_id: int, key: str, width: int) -> Response:
    """A customer's picture that an advisor let pass."""
    line = waiting.line_of(person(), line_id)
    return private_pictures.opened(find(picturing.shown_to_maker(line), key), width)
