"""Calls and visits, logged in two taps on a phone: from the artisan's page and from the page of advice."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response as Answer

from app.base import clock
from app.base.database import db
from app.domain.advice import visiting
from app.domain.advice import words as advice_words
from app.domain.advice.follow_up_models import Visit, VisitKind
from app.domain.advice.models import Response
from app.domain.people import makers
from app.domain.people.models import Artisan
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.fields import Words
from app.web.forms import Button, KeyedForm, not_yet, once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("visits", __name__)


class NoteForm(KeyedForm):
    note = Words(lazy("What was said?"), most=1000)


@blueprint.route("/artisans/<int:artisan_id>/visits/<any(call, visit):meeting>", methods=["POST"])
def log(artisan_id: int, meeting: str) -> Answer | tuple[str, int]:
    """One tap; ``response`` in the query: the advice it was about. Then on to its page, for a note or to undo it."""
    artisan, form = makers.by_id(artisan_id), Button()
    about = asked_row("response")
    response = db.session.get(Response, about) if about else None
    if form.validate_on_submit():
        back = url_for("advisor.artisans.show", artisan_id=artisan_id)
        with explained_in(form), once(form.key.data, then=back, user_id=person().id) as kept:
            visit = visiting.log(artisan, VisitKind(meeting), response=response, by=person(), at=clock.now())
            kept.location = url_for(".show", visit_id=visit.id, artisan=artisan_id)
            db.session.commit()
            return redirect(kept.location, 303)
    return _page("log", form, artisan=artisan, response=response), status_of(form)


@blueprint.route("/visits/<int:visit_id>", methods=["GET", "POST"])
def show(visit_id: int) -> Answer | tuple[str, int]:
    """What was logged, and a note to it. ``artisan`` in the query: whose page follows where it was undone meanwhile."""
    artisan = asked_row("artisan")
    if request.method == "GET" and artisan and visiting.find(visit_id) is None:
        flash(_("This was undone. To log it after all, tap again."), "wait")
        return redirect(url_for("advisor.artisans.show", artisan_id=artisan), 303)
    visit = _load(visit_id)
    form = NoteForm(note=visit.note)

    def keep() -> None:
        visiting.note(visit, form.note.data, by=person())

    done = do(form, keep, then=_back(visit), said=_("The note is kept."))
    return done or (_page("show", form, visit=visit, back=_back(visit), button=Button(formdata=None)), status_of(form))


@blueprint.route("/visits/<int:visit_id>/undo", methods=["POST"])
def undo(visit_id: int) -> Answer | tuple[str, int]:
    form = Button()
    not_yet(form.key.data)
    visit = _load(visit_id)
    back = _back(visit)
    said = _("It is undone, as if nothing had been logged.")
    done = do(form, lambda: visiting.undo(visit, by=person(), at=clock.now()), then=back, said=said)
    return done or (
        _page("show", NoteForm(formdata=None, note=visit.note), visit=visit, back=back, button=form),
        status_of(form),
    )


def _page(name: str, form: KeyedForm, **more: Any) -> str:
    return render_template(
        f"advisor/visits/{name}.html",
        form=form,
        words=advice_words,
        kinds=VisitKind,
        me=person(),
        today=clock.today(),
        **more,
    )


def _load(visit_id: int) -> Visit:
    return visiting.find(visit_id, for_update=request.method == "POST") or abort(404)


def _back(visit: Visit) -> str:
    """The page it was logged from: that of the advice, else the artisan's."""
    response = db.session.get(Response, visit.response_id) if visit.response_id else None
    if response is not None:
        return url_for("advisor.advice.show", recommendation_id=response.recommendation_id)
    return url_for("advisor.artisans.show", artisan_id=visit.artisan_id)


def of_artisan(artisan: Artisan) -> dict[str, Any]:
    """What the artisan's page shows of calls and visits."""
    return {
        "visits": visiting.to(artisan.id),
        "visit_kinds": VisitKind,
        "visit_button": Button(formdata=None),
        "visit_words": advice_words.VISITS,
    }
