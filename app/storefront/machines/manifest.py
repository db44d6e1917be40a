"""`/manifest.webmanifest`: the shop as it stands on a telephone's home screen."""

import json

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from app.storefront.machines.asked_language import spoken
from app.web import caching, languages
from app.web.assets import address_of

blueprint = Blueprint("manifest", __name__)

SEA, LIME_WASH = "#083a55", "#fafbf8"


@blueprint.route("/manifest.webmanifest")
def shop() -> Response:
    language = spoken()
    said = {
        "id": "/",
        "name": str(_("Maalem: pieces made by hand in the Tangier region")),
        "short_name": str(_("Maalem")),
        "description": str(_("Each piece is made by a person we know. That person sets the price.")),
        "lang": language,
        "dir": languages.direction(language),
        "start_url": url_for("storefront.home.index", lang=language),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": LIME_WASH,
        "theme_color": SEA,
        "icons": [
            {"src": address_of("touch.png"), "sizes": "180x180", "type": "image/png"},
            {"src": address_of("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return caching.for_everybody(Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json"))
