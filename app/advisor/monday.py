"""Whom to call this week, about what, in the order of what it is worth; and whether to be written to about it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import case, func, select
from werkzeug.wrappers import Response
from wtforms import HiddenField, validators

from app.advisor import demand_tables, monday_table, monday_words
from app.base import clock
from app.base.database import db
from app.domain.advice import monday, monday_mail
from app.domain.advice.calls import Call
from app.domain.people.models import Artisan, Standing
from app.web.access import person
from app.web.doing import do
from app.web.forms import KeyedForm

blueprint = Blueprint("monday", __name__)
MOST = 60
"""More calls than a week has hours are no list."""
MINE, NOBODY, ALL = "mine", "nobody", "all"


class MailForm(KeyedForm):
    wanted = HiddenField(validators=[validators.AnyOf(("yes", "no"))])


@blueprint.route("/monday")
def index() -> str:
    """``of`` in the query: mine, nobody (those without an advisor) or all of them."""
    own, orphans = _counts()
    view = _view(own)
    artisans, calls = _calls(view)
    return render_template(
        "advisor/monday/index.html",
        rows=monday_words.rows(calls[:MOST], artisans),
        top=monday_mail.TOP,
        count=len(calls),
        view=view,
        keep_url=lambda kind: url_for(".keep", kind=kind, of=view),
        own=own,
        orphans=orphans,
        today=clock.today(),
        wants_mail=person().monday_mail,
        form=MailForm(),
    )


@blueprint.route("/monday.<kind>")
def keep(kind: str) -> Response:
    """The list shown, whole, for a spreadsheet."""
    artisans, calls = _calls(_view(_counts()[0]))
    rows = monday_table.rows(monday_words.rows(calls, artisans))
    return demand_tables.kept(kind, monday_table.heads(), rows, "monday", clock.today())


@blueprint.route("/monday/mail", methods=["POST"])
def mail() -> Response:
    form, then = MailForm(), url_for(".index")
    wanted = form.wanted.data == "yes"

    def deed() -> None:
        person().monday_mail = wanted

    said = _("The list is sent to you each Monday.") if wanted else _("The list is no longer sent to you.")
    return do(form, deed, then=then, said=said) or redirect(then, 303)


def _view(own: int) -> str:
    """own: how many artisans the person advises."""
    chosen = request.args.get("of")
    return chosen if chosen in (MINE, NOBODY, ALL) else MINE if own else ALL


def _calls(view: str) -> tuple[list[Artisan], list[Call]]:
    artisans = monday.whom(person().id if view == MINE else None, of_nobody=view == NOBODY)
    return artisans, monday.of(artisans, clock.now())


def _counts() -> tuple[int, int]:
    """How many artisans the person advises, and how many nobody does."""
    here = Artisan.advisor_id
    own, orphans = (func.sum(case((one, 1), else_=0)) for one in (here == person().id, monday.has_nobody()))
    row = db.session.execute(select(own, orphans).where(Artisan.standing != Standing.LEFT)).one()
    return row[0] or 0, row[1] or 0
