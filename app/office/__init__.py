"""AUDIENCE the coordinator: people, sign-ins, what was done."""

from flask import Blueprint

from app.domain.people.models import RoleName
from app.office import audit, home, messages, people
from app.web.access import only

blueprint = Blueprint("office", __name__, url_prefix="/office")
blueprint.before_request(only(RoleName.COORDINATOR))

for screen in (home, people, messages, audit):
    blueprint.register_blueprint(screen.blueprint)
