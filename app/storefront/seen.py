"""Pieces somebody saw of late, as their browser remembers them: it asks for these cards, and we keep nothing."""

import re

from flask import Blueprint, Response, make_response, render_template, request

from app.domain.catalogue import browsing
from app.storefront.cards import cards

blueprint = Blueprint("seen", __name__)

MOST = 8
_SLUG = re.compile(r"[a-z0-9-]{1,120}")


@blueprint.route("/seen")
def pieces() -> Response:
    """A part of a page: the cards of the pieces that ``pieces`` names by their slugs, a dot between them."""
    named = [slug for slug in request.args.get("pieces", "")[:2000].split(".") if _SLUG.fullmatch(slug)]
    shown = cards(browsing.by_slugs(list(dict.fromkeys(named))[:MOST]))
    response = make_response(render_template("storefront/seen.html", cards=shown))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
