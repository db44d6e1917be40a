"""The crafts: which of them make food, and where their pieces may not go unless they say otherwise."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import BooleanField

from app.advisor.country_fields import CountriesForm
from app.base import clock
from app.domain.catalogue import destinations
from app.domain.people import crafts
from app.web import languages
from app.web.access import person
from app.web.doing import do
from app.web.refusals import status_of


class CraftForm(CountriesForm):
    is_food = BooleanField(lazy("This craft makes food"))


def index() -> str:
    return render_template("advisor/catalogue/crafts.html", crafts=crafts.that_hold_items())


def edit(slug: str) -> Response | tuple[str, int]:
    craft = crafts.at(slug, for_update=request.method == "POST")
    form = CraftForm(craft.not_to, is_food=craft.is_food)
    done = do(
        form,
        lambda: destinations.mark_craft(
            craft, is_food=form.is_food.data, countries=form.chosen, by=person(), at=clock.now()
        ),
        then=url_for(".crafts"),
        said=_("%(craft)s: it is kept.", craft=craft.called(languages.current())),
    )
    return done or (render_template("advisor/catalogue/craft.html", form=form, craft=craft), status_of(form))
