"""Me: the name and number the cooperative knows, the language, where I am signed in, help."""

from flask import Blueprint, render_template

from app.portal.rooms import workshop
from app.web import languages
from app.web.access import person

blueprint = Blueprint("profile", __name__)


@blueprint.route("/me")
def index() -> str:
    artisan = workshop()
    language = languages.current()
    return render_template(
        "portal/profile/index.html",
        artisan=artisan,
        name=artisan.known_as(language),
        place=artisan.place.called(language),
        phone=person().phone or artisan.phone,
    )
