"""`/api/v1/`: the public catalogue as JSON. It only reads; what it says is described in `/api/v1/openapi.json`.

What stays: an address, a parameter and a field keep their meaning as long as the address begins with v1. New fields
may come at any time, so whoever reads passes over those they do not know.
"""

from flask import Blueprint, Response, abort

from app.api.v1 import crafts, description, items, makers, places
from app.web import problems

blueprint = Blueprint("v1", __name__, url_prefix="/api/v1")

for screen in (items, crafts, makers, places, description):
    blueprint.register_blueprint(screen.blueprint)


@blueprint.get("/<path:rest>")
def nowhere(rest: str) -> Response:
    """So that also what is not there is said in JSON."""
    abort(404, f"There is nothing at /api/v1/{rest[:100]}.")


@blueprint.after_request
def let_others_read(response: Response) -> Response:
    """A page of any other site may read all of it: it is public, and no cookie changes it."""
    return problems.readable_elsewhere(response)
