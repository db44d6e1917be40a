"""AUDIENCE artisans: their pieces, their stock, the requests to answer, what people look for, advice."""

from flask import Blueprint

from app.domain.people.models import RoleName
from app.portal import (
    advice,
    advice_uploads,
    catalogue,
    demand,
    home,
    profile,
    purchasing,
    stock,
    uploads,
    work,
    work_uploads,
)
from app.web.access import only

blueprint = Blueprint("portal", __name__, url_prefix="/portal")
blueprint.before_request(only(RoleName.ARTISAN))

for screen in (
    home,
    stock,
    catalogue,
    purchasing,
    work,
    demand,
    advice,
    advice_uploads,
    profile,
    uploads,
    work_uploads,
):
    blueprint.register_blueprint(screen.blueprint)
