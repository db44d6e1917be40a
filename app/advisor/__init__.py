"""AUDIENCE cooperative staff: demand, advice, the catalogue, requests and offers, artisans."""

from flask import Blueprint

from app.advisor import (
    advice,
    artisans,
    artisans_commune,
    catalogue,
    demand,
    demand_behind,
    demand_prices,
    demand_supply,
    fulfilment,
    glossary,
    home,
    purchasing,
    request,
    request_talk,
    sheets,
    translations,
    uploads,
    work,
    work_uploads,
)
from app.domain.people.models import RoleName
from app.web.access import only

blueprint = Blueprint("advisor", __name__, url_prefix="/advisor")
blueprint.before_request(only(RoleName.ADVISOR, RoleName.COORDINATOR))

SCREENS = (
    *(
        home,
        demand,
        demand_behind,
        demand_prices,
        demand_supply,
        advice,
        catalogue,
        sheets,
        glossary,
        translations,
        uploads,
    ),
    *(purchasing, request, request_talk, fulfilment, work, work_uploads, artisans, artisans_commune),
)
for screen in SCREENS:
    blueprint.register_blueprint(screen.blueprint)
