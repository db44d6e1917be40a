"""Ramadan and the two Eids of the coming two years, as reckoned and as announced; coordinators correct them."""

from flask import Blueprint, render_template
from flask_security import current_user

from app.base import clock
from app.domain.demand import feast_days, feasts
from app.domain.demand.feast_days import NAMES, YEARS
from app.domain.people.models import RoleName
from app.web.forms import Button

blueprint = Blueprint("feasts", __name__)


@blueprint.route("/demand/feasts")
def index() -> str:
    return render_template(
        "advisor/demand/feasts.html",
        coming=feasts.ahead(clock.today(), feast_days.corrected(), years=YEARS),
        names=NAMES,
        computed=feasts.computed,
        may_correct=current_user.is_a(RoleName.COORDINATOR),
        small=Button(formdata=None),
    )
