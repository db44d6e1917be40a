"""Advice to begin from: proposals from what is asked in vain, and what was said before. A person decides."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, SelectField, validators

from app.advisor import advice_begun, demand_filters, demand_words
from app.base import clock
from app.base.database import db
from app.base.errors import Missing
from app.domain.advice import proposing, reusing, words
from app.domain.advice.models import AdviceKind
from app.domain.advice.put_off_models import NotNow
from app.domain.demand import unmet
from app.domain.demand.opportunities import Opportunity
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.fields import choices_of
from app.web.forms import KeyedForm, once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("advice_proposals", __name__, url_prefix="/advice")


class TakeForm(KeyedForm):
    opportunity = HiddenField(validators=[validators.InputRequired(), validators.Length(max=160)])

    @property
    def deed_key(self) -> str:
        """One for each proposal of the page."""
        return f"{super().deed_key} {self.opportunity.data}"


class PutOffForm(TakeForm):
    reason = SelectField(
        lazy("Why not now?"), choices=choices_of((reason, lazy(text)) for reason, text in words.NOT_NOW.items())
    )


@blueprint.route("/proposals")
def index() -> str:
    return _shown(TakeForm(formdata=None))


@blueprint.route("/proposals/take", methods=["POST"])
def take() -> Answer | tuple[str, int]:
    """A draft of one's own begins; nothing is sent."""
    form, board = TakeForm(), url_for("advisor.advice.board")
    if form.validate_on_submit():
        with explained_in(form), once(form.deed_key, then=board, user_id=person().id) as kept:
            draft = advice_begun.from_opportunity(_found(form), by=person(), at=clock.now())
            db.session.flush()
            kept.location = url_for("advisor.advice.edit", recommendation_id=draft.id)
            db.session.commit()
            return redirect(kept.location, 303)
    return _shown(form), status_of(form)


@blueprint.route("/proposals/put-off", methods=["POST"])
def put_off() -> Answer | tuple[str, int]:
    form = PutOffForm()

    def later() -> None:
        proposing.put_off(_found(form), NotNow(form.reason.data), by=person(), at=clock.now())

    said = _("Put off. It comes back if it is worth clearly more.")
    return do(form, later, then=url_for(".index"), said=said) or (_shown(form), status_of(form))


@blueprint.route("/templates")
def templates() -> str:
    """``kind`` and ``craft`` in the query narrow it; ``item`` is carried on to the new draft."""
    crafts = demand_filters.crafts()
    craft, kind = asked_row("craft"), request.args.get("kind", "")
    chosen = frozenset(one.id for one in crafts if craft and craft in (one.id, one.parent_id))
    known = AdviceKind(kind) if kind in set(AdviceKind) else None
    return render_template(
        "advisor/advice/templates.html",
        templates=reusing.templates(kind=known, crafts=chosen),
        kind=known,
        craft=craft if chosen else None,
        item=asked_row("item"),
        crafts=crafts,
        names=words,
    )


def _found(form: TakeForm) -> Opportunity:
    """Raises Missing where there is nothing left of it."""
    found = unmet.find(form.opportunity.data or "", now=clock.now())
    if found is None:
        raise Missing
    return found


def _shown(form: KeyedForm) -> str:
    now = clock.now()
    proposals = proposing.from_ranked(unmet.ranked(now=now), now=now)
    crafts = {craft.id: craft for craft in demand_filters.crafts()}
    rows: list[Any] = demand_words.rows([one.opportunity for one in proposals], crafts)
    return render_template(
        "advisor/advice/proposals.html",
        proposals=list(zip(proposals, rows, strict=True)),
        form=form,
        take=TakeForm(formdata=None),
        later=PutOffForm(formdata=None),
        names=words,
        why=advice_begun.why,
    )
