"""Where an item may not go."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import RadioField

from app.advisor.country_fields import CountriesForm
from app.base import clock
from app.domain.catalogue import destinations, producing
from app.domain.catalogue.models import Item
from app.web import fields
from app.web.access import person
from app.web.countries import country_name
from app.web.doing import do
from app.web.refusals import status_of

AS_CRAFT, OWN = "craft", "own"


class ItemCountriesForm(CountriesForm):
    whose = RadioField(
        lazy("Which list counts?"),
        choices=fields.choices_of([(AS_CRAFT, lazy("The list of its craft")), (OWN, lazy("A list of its own"))]),
        validate_choice=False,
        validators=[fields.one_of((AS_CRAFT, OWN), lazy("Say which list counts."))],
    )
    seen = fields.Seen()

    def __init__(self, item: Item) -> None:
        whose = AS_CRAFT if item.not_to is None else OWN
        super().__init__(destinations.closed(item), whose=whose, seen=(item.version,))


def edit(item_id: int) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=request.method == "POST")
    form = ItemCountriesForm(item)

    def keep() -> None:
        chosen = form.chosen if form.whose.data == OWN else None
        destinations.keep_from(item, chosen, seen=form.seen.numbers[0], by=person(), at=clock.now())

    done = do(form, keep, then=url_for(".item", item_id=item_id), said=_("The countries are kept."))
    if form.errors:
        form.seen.show(item.version)
    page = render_template(
        "advisor/catalogue/countries.html",
        form=form,
        item=item,
        of_craft=sorted(map(country_name, item.craft.not_to)),
    )
    return done or (page, status_of(form))
