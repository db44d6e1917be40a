"""AUDIENCE the coordinator: people, sign-ins, what was done, the days of feasts."""

from flask import Blueprint

from app.domain.people.models import RoleName
from app.office import audit, feasts, home, messages, people
from app.web.access import only

blueprint = Blueprint("office", __name__, url_prefix="/office")
blueprint.before_request(only(RoleName.COORDINATOR))

for screen in (home, people, messages, audit, feasts):
    blueprint.register_blueprint(screen.blueprint)
