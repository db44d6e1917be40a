"""AUDIENCE cooperative staff: demand, advice, the catalogue, requests and offers, artisans."""

from flask import Blueprint

from app.advisor import (
    advice,
    advice_outcomes,
    advice_proposals,
    advice_table,
    advice_talk,
    advice_voices,
    artisans,
    artisans_commune,
    catalogue,
    demand,
    demand_behind,
    demand_lost,
    demand_opportunity_tables,
    demand_prices,
    demand_searches,
    demand_supply,
    feasts,
    forecast,
    fulfilment,
    glossary,
    home,
    letter,
    making,
    monday,
    purchasing,
    request,
    request_talk,
    sheets,
    translations,
    uploads,
    visits,
    work,
    work_uploads,
)
from app.domain.people.models import RoleName
from app.web.access import only

blueprint = Blueprint("advisor", __name__, url_prefix="/advisor")
blueprint.before_request(only(RoleName.ADVISOR, RoleName.COORDINATOR))

SCREENS = (
    *(home, monday, demand, demand_behind, demand_searches, demand_lost, demand_prices, demand_supply),
    *(demand_opportunity_tables, forecast, making, feasts, letter),
    *(advice, advice_table, advice_outcomes, advice_proposals, advice_talk, advice_voices, visits),
    *(catalogue, sheets, glossary, translations, uploads),
    *(purchasing, request, request_talk, fulfilment, work, work_uploads, artisans, artisans_commune),
)
for screen in SCREENS:
    blueprint.register_blueprint(screen.blueprint)
