"""What came of advice: in all, by kind, by who gave it; and one outcome with the figures behind it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from app.adapters import tables
from app.advisor import advice_outcome, advice_page, demand_tables
from app.advisor.demand_tables import Column, Entry, Table
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Missing
from app.domain.advice import behind, comparing, expecting, outcomes, similar_pieces, words
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import AdviceKind, Measure, Response, ResponseState
from app.domain.advice.outcomes import By, Group, Tally, Which
from app.domain.catalogue import items
from app.domain.demand.forecasting import Counts
from app.domain.demand.forecasting.outcome import Verdict
from app.domain.people import findings as people
from app.domain.people.trades import Craft
from app.web import languages
from app.web.addresses import asked_row
from app.web.words import day_year, listed, number, percent

PER_PAGE = 50
WHICH = {
    Which.SENT: N_("Advice sent"),
    Which.FOLLOWED: N_("Followed"),
    Which.DONE: N_("Done"),
    Which.MEASURED: N_("Measured"),
    Which.EARLY: N_("Too early"),
}
blueprint = Blueprint("advice_outcomes", __name__, url_prefix="/advice")


@blueprint.route("/outcomes")
def index() -> str:
    found = outcomes.answers()
    groups = [(by, outcomes.groups(found, by)) for by in By]
    return render_template(
        "advisor/advice/outcomes.html",
        groups=groups,
        named=_names(groups),
        names=words,
        units=advice_outcome.UNITS,
        verdicts=Verdict,
        between=advice_outcome.between,
        times=advice_outcome.times,
        keep_url=lambda kind: url_for(".table", kind=kind),
        answers_url=_answers_url,
    )


def _answers_url(by: By, group: Group, which: str) -> str:
    """The answers that a figure of a row counts."""
    of: dict[str, Any] = {"measure": group.parts[0].measure} if by is By.ALL else {by.value: group.key}
    return url_for(".answers", which=which, **of)


@blueprint.route("/outcomes/answers")
def answers() -> str:
    """The answers a figure counts. The query says ``which``, a verdict among them, and ``kind``, ``author``,
    ``measure``.
    """
    which = next((one for one in (*Which, *Verdict) if one == request.args.get("which")), Which.SENT)
    kind = next((one for one in AdviceKind if one == request.args.get("kind")), None)
    measure = next((one for one in Measure if one == request.args.get("measure")), None)
    author_id, page = asked_row("author"), max(asked_row("page") or 1, 1)
    begin = (page - 1) * PER_PAGE
    total, found = outcomes.opened(which, kind=kind, author_id=author_id, measure=measure, offset=begin, limit=PER_PAGE)
    pages = max(-(-total // PER_PAGE), 1)
    if page > pages:
        raise Missing
    of_what = [_(words.KINDS[kind])] if kind else []
    of_what += [_(advice_outcome.UNITS[measure])] if measure else []
    of_what += people.names({author_id}).values() if author_id else []
    query: dict[str, Any] = {"which": which, "kind": kind, "author": author_id, "measure": measure}
    return render_template(
        "advisor/advice/outcome_answers.html",
        title=_(words.VERDICTS[which]) if isinstance(which, Verdict) else _(WHICH[which]),
        of_what=of_what,
        total=total,
        table=_answers(found),
        page=page,
        pages=pages,
        page_url=lambda number: url_for(".answers", **query, page=number),
    )


def _answers(found: Iterable[tuple[Response, Comparison | None]]) -> Table:
    columns = [Column(_("Advice")), Column(_("Artisan")), Column(_("Sent"), is_short=True)]
    columns += [Column(_("State")), Column(_("Outcome"))]
    language, rows = languages.current(), []
    for response, comparison in found:
        of: dict[str, Any] = {"recommendation_id": response.recommendation_id}
        outcome = Entry("–", "")
        if comparison is not None and comparison.judged_at is not None:
            told = advice_outcome.told(comparison, checked=response.state is ResponseState.CHECKED)
            outcome = Entry(str(told.verdict), url=url_for(".show", response_id=response.id, **of))
        sent = clock.local(response.sent_at)
        rows.append(
            [
                Entry(response.recommendation.title, url=url_for("advisor.advice.show", **of)),
                Entry(
                    response.artisan.known_as(language),
                    url=url_for("advisor.artisans.show", artisan_id=response.artisan_id),
                ),
                Entry(day_year(sent.date())),
                Entry(str(_(words.STATES[response.state]))),
                outcome,
            ]
        )
    return Table(columns, rows, len(rows))


@blueprint.route("/outcomes/table")
def table() -> Answer:
    """The same as CSV or XLSX: ``kind`` in the query."""
    kind = request.args.get("kind", tables.CSV)
    groups = [(by, outcomes.groups(outcomes.answers(), by)) for by in By]
    named = _names(groups)
    share = percent(0.8)
    heads = [
        *(_("Advice"), _("Measure"), _("Advice sent"), _("Followed"), _("Done"), _("Measured")),
        *(_(words.VERDICTS[verdict]) for verdict in Verdict),
        *(
            _("Came"),
            _("Expected"),
            _("Times as much"),
            _("Low, %(share)s", share=share),
            _("High, %(share)s", share=share),
            _("Few cases"),
        ),
    ]
    rows = [_row(by, tally, named) for by, some in groups for group in some for tally in group.parts]
    return demand_tables.kept(kind, heads, rows, "outcomes", clock.today())


@blueprint.route("/<int:recommendation_id>/responses/<int:response_id>/outcome")
def show(recommendation_id: int, response_id: int) -> str:
    """One outcome: week by week, the similar pieces, and the requests behind it."""
    recommendation = advice_page.load(recommendation_id)
    response = advice_page.response_of(recommendation, response_id)
    comparison = comparing.of([response.id]).get(response.id) or abort(404)
    language = languages.current()
    cards = items.cards([one["item"] for one in comparison.similar])
    shown = {item.id: item.text(language) for item in cards}
    similar = [
        (one, Counts(one["mean"], one["size"]), comparison.others[n] if n < len(comparison.others) else None)
        for n, one in enumerate(comparison.similar)
    ]
    return render_template(
        "advisor/advice/outcome.html",
        recommendation=recommendation,
        response=response,
        comparison=comparison,
        told=advice_outcome.told(comparison, checked=response.state is ResponseState.CHECKED),
        weeks=advice_outcome.weeks(comparison),
        similar=similar,
        texts=shown,
        kin=_kin([item.craft_id for item in cards], similar_pieces.crafts_near(recommendation, [response.artisan_id])),
        between=advice_outcome.between,
        requests=behind.requests(comparison, expecting.subject_of(response)),
    )


def _kin(crafts: Sequence[int], near: frozenset[int]) -> str:
    """Of which crafts the similar pieces are, and how many of each, where some are of the family alone."""
    if near.issuperset(crafts):
        return ""
    counts = Counter(crafts)
    called = {
        one.id: one.called(languages.current()) for one in db.session.scalars(select(Craft).where(Craft.id.in_(counts)))
    }
    each = [f"{called[id_]} ({number(count)})" for id_, count in counts.most_common() if id_ in called]
    return str(
        _("Too few of the craft itself, so those of its family stand beside it: %(crafts)s.", crafts=listed(each))
    )


def _names(groups: list[tuple[By, list[Group]]]) -> dict[tuple[By, str], str]:
    """What each row is called."""
    authors = people.names({int(row.key) for by, rows in groups if by is By.AUTHOR for row in rows})
    called: dict[tuple[By, str], str] = {(By.ALL, ""): _("The whole cooperative")}
    called |= {(By.KIND, kind.value): _(words.KINDS[kind]) for kind in AdviceKind}
    return called | {(By.AUTHOR, str(id_)): name for id_, name in authors.items()}


def _row(by: By, tally: Tally, named: dict[tuple[By, str], str]) -> list[Any]:
    whole = tally.together
    figures: list[Any] = [None] * 5
    if whole is not None:
        figures = [
            whole.came,
            *(round(value, 2) for value in (whole.expected.mean, whole.effect, whole.low, whole.high)),
        ]
    return [
        named.get((by, tally.key), ""),
        _(advice_outcome.UNITS[tally.measure]),
        *(tally.sent, tally.followed, tally.done, tally.measured),
        *(tally.verdicts[verdict] for verdict in Verdict),
        *figures,
        _("yes") if tally.is_small else _("no"),
    ]
