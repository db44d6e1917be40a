"""What is made and where: the crafts, and the places on their map."""

from flask import Blueprint, render_template

from app.domain.catalogue import atlas
from app.storefront import maps
from app.web import languages
from app.web.words import nouns

blueprint = Blueprint("atlas", __name__)


@blueprint.route("/crafts/")
def crafts() -> str:
    return render_template("storefront/atlas/crafts.html", crafts=atlas.crafts())


@blueprint.route("/places/")
def places() -> str:
    places, language = atlas.made_in(), languages.current()
    return render_template(
        "storefront/atlas/places.html",
        places=places,
        made={entry.place.id: nouns(craft.called_short(language) for craft in entry.crafts) for entry in places},
        points=maps.points(atlas.places()),
    )
