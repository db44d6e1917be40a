"""What programs that read the shop may open, and where they find all of it."""

from flask import Blueprint, Response

from app.storefront.machines.saying import whole
from app.web import caching

blueprint = Blueprint("robots", __name__)

RULES = """User-agent: *
Disallow: /account/
Disallow: /portal/
Disallow: /advisor/
Disallow: /office/
Disallow: /demo/
Disallow: /api/
Disallow: /*/request
Disallow: /*/search
Disallow: /*?*sort=
Disallow: /*?*price
Disallow: /*?*ready=
"""
"""Orders and prices multiply every list without end, and hold nothing that the list itself does not."""


@blueprint.route("/robots.txt")
def rules() -> Response:
    return caching.for_everybody(Response(f"{RULES}\nSitemap: {whole('/sitemap.xml')}\n", mimetype="text/plain"))
