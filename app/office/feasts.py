"""Feasts as they were announced: a coordinator corrects the computed day, or lets it count again."""

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import ValidationError

from app.base import clock
from app.base.errors import Missing
from app.domain.demand import feast_days, feasts
from app.domain.demand.feast_days import NAMES, YEARS
from app.domain.demand.feasts import Days
from app.web import fields
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button, KeyedForm
from app.web.refusals import status_of

blueprint = Blueprint("feasts", __name__, url_prefix="/feasts")


class DayForm(KeyedForm):
    day = fields.Day(lazy("Day it was announced for"))

    def validate_day(self, field: fields.Day) -> None:
        if field.data is None:
            raise ValidationError(lazy("Choose the day."))


@blueprint.route("/<name>/<int:year>", methods=["GET", "POST"])
def correct(name: str, year: int) -> Response | tuple[str, int]:
    found = _coming(name, year)
    form = DayForm(day=found.first)

    def correct_day() -> None:
        assert form.day.data
        feast_days.correct(found.feast, year, form.day.data, by=person(), at=clock.now())

    done = do(
        form,
        correct_day,
        then=url_for("advisor.feasts.index"),
        said=_("The day is kept. Forecasts of the coming night count with it."),
    )
    page = render_template(
        "office/feasts/correct.html",
        form=form,
        small=Button(formdata=None),
        found=found,
        name=NAMES[found.feast],
        computed=feasts.computed(found.feast, year),
    )
    return done or (page, status_of(form))


@blueprint.route("/<name>/<int:year>/put-back", methods=["POST"])
def put_back(name: str, year: int) -> Response:
    """The computed day counts again."""
    found, form = _coming(name, year), Button()
    there = url_for("advisor.feasts.index")
    done = do(
        form,
        lambda: feast_days.put_back(found.feast, year, by=person(), at=clock.now()),
        then=there,
        said=_("The computed day counts again."),
    )
    return done or correct(name, year)  # type: ignore[return-value]  # a view may answer with a page and its status


def _coming(name: str, year: int) -> Days:
    """A feast of the coming two years. Raises Missing."""
    coming = feasts.ahead(clock.today(), feast_days.corrected(), years=YEARS)
    found = next((one for one in coming if (one.feast.value, one.year) == (name, year)), None)
    if found is None:
        raise Missing()
    return found
