"""In which commune a maker's workshop stands: a few letters, then one of the list."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import RadioField

from app.base import clock
from app.domain.catalogue.folding import fold
from app.domain.people import communes, makers
from app.domain.people.communes import Commune
from app.domain.people.models import Artisan
from app.web import communes_words
from app.web.access import person
from app.web.doing import do
from app.web.fields import Seen, choices_of, one_line
from app.web.forms import KeyedForm
from app.web.refusals import status_of

blueprint = Blueprint("artisans_commune", __name__)

MOST_SHOWN = 40
LONGEST_NAME = 60


class CommuneForm(KeyedForm):
    """One of the communes that were found, or none."""

    commune = RadioField(lazy("Commune"), validate_choice=False)
    seen = Seen()


@blueprint.route("/artisans/<int:artisan_id>/commune", methods=["GET", "POST"])
def choose(artisan_id: int) -> Response | tuple[str, int]:
    """``q`` in the query: a few letters of the commune or its province, in French or Arabic."""
    artisan = makers.by_id(artisan_id, for_update=request.method == "POST")
    name = (one_line(request.args.get("q", "")) or "")[:LONGEST_NAME]
    found = _found(name, artisan)
    form = CommuneForm(commune=artisan.commune, seen=(artisan.version,))
    form.commune.choices = choices_of(
        [*((one.code, communes_words.named(one)) for one in found[:MOST_SHOWN]), ("", _("Not known"))]
    )

    def place() -> None:
        code, seen = form.commune.data or "", form.seen.numbers[0]
        communes.choose(artisan, code, by=person(), at=clock.now(), seen=seen)

    done = do(form, place, then=url_for("advisor.artisans.show", artisan_id=artisan.id), said=_("The commune is kept."))
    if done:
        return done
    if status_of(form) == 409:
        form.seen.show(artisan.version)
    page = render_template(
        "advisor/artisans/commune.html",
        artisan=artisan,
        form=form,
        name=name,
        found=len(found),
        most=MOST_SHOWN,
    )
    return page, status_of(form)


def _found(name: str, artisan: Artisan) -> list[Commune]:
    """Communes whose name or province holds all the letters, names that begin so first; without letters the chosen."""
    if not name:
        chosen = communes.of(artisan)
        return [chosen] if chosen else []
    words = fold(name).split()
    kept = [one for one in communes.every().values() if all(word in _said(one) for word in words)]
    start = " ".join(words)
    kept.sort(key=lambda one: not any(fold(called).startswith(start) for called in one.names.values()))
    return kept


def _said(commune: Commune) -> str:
    return fold(" ".join([*commune.names.values(), *commune.province.values()]))
