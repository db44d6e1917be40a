"""The board as a table for a spreadsheet: one row a response, a draft one row."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.advisor import advice_outcome, demand_tables
from app.advisor.demand_tables import Value
from app.base import clock
from app.domain.advice import baseline, findings, words
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.people import makers
from app.web import languages
from app.web.words import listed

blueprint = Blueprint("advice_table", __name__, url_prefix="/advice")


@blueprint.route("/board.<kind>")
def keep(kind: str) -> Answer:
    found, language = findings.board(), languages.current()
    named = makers.by_ids({id_ for one in found if not one.responses for id_ in one.artisan_ids})
    told = advice_outcome.of_responses(response for one in found for response in one.responses)
    heads = [_("Advice"), _("For"), _("Kind"), _("Measure"), _("State"), _("Sent"), _("Before, a month")]
    rows: list[list[Value]] = []
    for advice in found:
        if not advice.responses:
            some = listed(named[id_].known_as(language) for id_ in advice.artisan_ids if id_ in named)
            rows.append([*_begins(advice, some), _("Draft"), None, None, None, advice.author.name])
        before = baseline.frozen(advice)
        for response in advice.responses:
            had = round(before.a_month_of(response.artisan_id), 1) if before else None
            came = told[response.id].verdict if response.id in told else _too_early(response)
            state = _(words.STATES[response.state])
            sent = clock.local(response.sent_at).date().isoformat()
            for_whom = response.artisan.known_as(language)
            rows.append([*_begins(advice, for_whom), state, sent, had, came, advice.author.name])
    return demand_tables.kept(kind, [*heads, _("Outcome"), _("By")], rows, "advice", clock.today())


def _begins(advice: Recommendation, for_whom: str) -> list[Value]:
    return [advice.title, for_whom, _(words.KINDS[advice.kind]), _(advice_outcome.UNITS[advice.measure])]


def _too_early(response: Response) -> str | None:
    done = response.state in (ResponseState.DONE, ResponseState.CHECKED)
    return str(_(words.TOO_EARLY)) if done else None
