"""The catalogue on paper: what it is to hold is asked for here, the worker makes it, and its file is fetched here."""

from typing import Any

from flask import Response as Answer
from flask import abort, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from app.adapters import storage
from app.base import clock
from app.base.errors import N_
from app.domain.catalogue import atlas, prints
from app.domain.catalogue.prints import CataloguePrint, Choice, Prices, PrintState
from app.domain.people import crafts
from app.web import fields, languages
from app.web.access import person
from app.web.doing import do
from app.web.forms import KeyedForm
from app.web.refusals import status_of
from app.web.words import listed, number

MEGABYTE = 1_000_000
PRICES = {
    Prices.MAD.value: N_("Prices in dirhams"),
    Prices.BOTH.value: N_("Prices in dirhams, and about how much in euros"),
    Prices.NONE.value: N_("Without prices"),
}
STATES = {"waiting": N_("Waits its turn"), "making": N_("Being made"), "failed": N_("Could not be made")}


class PrintForm(KeyedForm):
    craft = SelectField(lazy("Craft"))
    place = SelectField(lazy("Place"))
    language = SelectField(lazy("Language of the catalogue"), default=languages.DEFAULT)
    prices = RadioField(lazy("Prices"), default=Prices.MAD.value)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        here = languages.current()
        self.known_crafts = {craft.slug: craft for craft in crafts.all_of_them()}
        self.known_places = {entry.place.slug: entry.place for entry in atlas.places()}
        named = ((slug, craft.called(here)) for slug, craft in self.known_crafts.items())
        self.craft.choices = fields.choices_of([("", _("All")), *named])
        towns = ((slug, place.called(here)) for slug, place in self.known_places.items())
        self.place.choices = fields.choices_of([("", _("All")), *towns])
        self.language.choices = fields.choices_of((code, languages.NAMES[code]) for code in prints.LANGUAGES)
        self.prices.choices = fields.choices_of((value, _(words)) for value, words in PRICES.items())

    @property
    def choice(self) -> Choice:
        return Choice(
            self.known_crafts.get(self.craft.data),
            self.known_places.get(self.place.data),
            self.language.data,
            Prices(self.prices.data),
        )


def ask() -> Response | tuple[str, int]:
    form = PrintForm()
    done = do(
        form,
        lambda: prints.ask(form.choice, by=person(), at=clock.now()),
        then=url_for(".printed") + "#prints",
        said=_("The catalogue is being made. It will be ready in a minute or two."),
    )
    return done or (_page(form), status_of(form))


def file(print_id: int) -> Answer:
    """The PDF, sent as it is read. It is the team's alone, so nothing between us and them keeps it."""
    asked = prints.by_id(print_id)
    found = None
    if asked.state is PrintState.READY:
        found = storage.at(current_app.config["SETTINGS"].media_url).parts(f"{storage.PRIVATE}/{asked.file}")
    if found is None:
        abort(404)
    answer = Answer(found.parts, mimetype="application/pdf")
    answer.content_length = found.size
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(asked)}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def file_name(asked: CataloguePrint) -> str:
    named = [thing.slug for thing in (asked.craft, asked.place) if thing]
    return "-".join(["maalem", *named, asked.language, clock.local(asked.created_at).date().isoformat()]) + ".pdf"


def _page(form: PrintForm) -> str:
    asked, here = prints.recent(), languages.current()
    return render_template(
        "advisor/catalogue/print.html",
        form=form,
        asked=[(one, _title(one, here), _state(one), _(PRICES[one.prices])) for one in asked],
        states=STATES,
        own_names=languages.NAMES,
        awaited=any(one.state is PrintState.WAITING for one in asked),
        megabytes=lambda size: number(size / MEGABYTE, 1),
        days=prints.KEPT.days,
    )


def _title(asked: CataloguePrint, language: str) -> str:
    named = [thing.called(language) for thing in (asked.craft, asked.place) if thing]
    return listed(named) if named else _("All our pieces")


def _state(asked: CataloguePrint) -> str:
    return "making" if asked.state is PrintState.WAITING and asked.leased_until else asked.state.value
