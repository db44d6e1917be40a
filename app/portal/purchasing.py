"""Requests: the lines that wait for my word, my answer to each, and what customers accepted."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.purchasing import answering, findings, talking, waiting
from app.domain.purchasing.models import RequestLine
from app.portal.answer_form import AnswerForm, WordsForm
from app.portal.lines import AskedLine, asked, prepared, said_about
from app.portal.rooms import workshop
from app.portal.units import unit_word
from app.web.access import person
from app.web.forms import once
from app.web.refusals import explained_in, status_of

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
    lines = [prepared(line) for line in waiting.to_prepare(workshop())]
    return render_template("portal/purchasing/prepare.html", to_prepare=lines)


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
    return _page(line, form), status_of(form)


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
    return _page(line, AnswerForm(line, formdata=None), form), status_of(form)


def _page(line: RequestLine, form: AnswerForm, words: WordsForm | None = None) -> str:
    shown: AskedLine = asked(line)
    accepted = waiting.accepted(line)
    return render_template(
        "portal/purchasing/answer.html",
        line=line,
        shown=shown,
        form=form,
        words=words or WordsForm(formdata=None),
        said=said_about(line),
        asked_again=line.answer is not None and waiting.waits(line),
        unit_word=unit_word,
        can_answer=line.request.state in findings.ANSWERABLE,
        to_prepare=prepared(accepted) if accepted else None,
    )
