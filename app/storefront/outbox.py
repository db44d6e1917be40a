"""The demonstration's outbox: every e-mail and SMS, so that the whole loop can be tried with no server.

Registered by ``assembly`` in a demonstration only; elsewhere the address does not exist.
"""

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from app.domain.notices import delivering
from app.web.letters import linked

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@blueprint.route("/outbox")
def outbox() -> Response:
    """All messages, newest first; those still waiting say so. They hold codes and links: nobody keeps the page."""
    page = render_template("storefront/outbox.html", messages=delivering.newest(), linked=linked)
    return make_response(page, 200, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
