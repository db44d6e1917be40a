"""How many to make: an artisan's pieces with what is there, what is expected and what is worth making."""

from flask import Blueprint, current_app, render_template

from app.base import clock
from app.domain.demand import expected, to_make
from app.domain.people import makers
from app.web import languages
from app.web.pictures import first_picture

blueprint = Blueprint("making", __name__)


@blueprint.route("/demand/making/<int:artisan_id>")
def show(artisan_id: int) -> str:
    artisan, language = makers.by_id(artisan_id), languages.current()
    settings = current_app.config["SETTINGS"]
    work = to_make.of(
        artisan,
        today=clock.today(),
        unsold=settings.unsold_share / 1000,
        unsold_food=settings.unsold_food_share / 1000,
    )
    return render_template(
        "advisor/demand/making.html",
        artisan=artisan,
        work=work,
        rows=[(line, line.item.text(language), first_picture(line.item, language)) for line in work.lines],
        made_on=expected.made_on(),
    )
