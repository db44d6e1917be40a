"""How many to make: an artisan's pieces with what is there, what is expected and what is worth making."""

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import demand_tables
from app.base import clock
from app.domain.demand import expected, to_make
from app.domain.demand.to_make import Line, Work
from app.domain.people import makers
from app.domain.people.models import Artisan
from app.web import languages
from app.web.pictures import first_picture
from app.web.words import percent

blueprint = Blueprint("making", __name__)


@blueprint.route("/demand/making/<int:artisan_id>")
def show(artisan_id: int) -> str:
    artisan, language = makers.by_id(artisan_id), languages.current()
    work = _work(artisan)
    return render_template(
        "advisor/demand/making.html",
        artisan=artisan,
        work=work,
        rows=[(line, line.item.text(language), first_picture(line.item, language)) for line in work.lines],
        made_on=expected.made_on(),
        keep_url=lambda kind: url_for(".keep", artisan_id=artisan.id, kind=kind),
    )


@blueprint.route("/demand/making/<int:artisan_id>.<kind>")
def keep(artisan_id: int, kind: str) -> Response:
    """The table of the page, for a spreadsheet."""
    artisan, share = makers.by_id(artisan_id), percent(0.8)
    edges = [_("%(edge)s, %(share)s", edge=edge, share=share) for edge in (_("Low"), _("High"))]
    columns = [_("Piece"), _("Reference"), _("On the shelf"), _("Promised")]
    for ahead in (_("Next four weeks"), _("Next eight weeks")):
        columns += [ahead, *(_("%(what)s: %(why)s", what=ahead, why=edge) for edge in edges)]
    columns.append(_("Make about"))
    rows = [_row(line) for line in _work(artisan).lines]
    return demand_tables.kept(kind, columns, rows, f"making-{artisan.slug}", clock.today())


def _work(artisan: Artisan) -> Work:
    settings = current_app.config["SETTINGS"]
    return to_make.of(
        artisan,
        today=clock.today(),
        unsold=settings.unsold_share / 1000,
        unsold_food=settings.unsold_food_share / 1000,
    )


def _row(line: Line) -> list[demand_tables.Value]:
    text = line.item.text(languages.current())
    row: list[demand_tables.Value] = [
        text.title if text else line.item.reference,
        line.item.reference,
        line.ready,
        line.promised,
    ]
    for band in (line.four, line.eight):
        row += [band.median, band.low80, band.high80] if band else [None] * 3
    return [*row, line.making.quantity if line.making else None]
