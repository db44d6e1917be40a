"""One opportunity: the signal week by week, how its value is made, who could answer it, and what is behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.advisor import advice_outcome, behind_asked, demand_filters, demand_lost_words, demand_words, making_words
from app.advisor.advice_outcome import Told
from app.base import clock, together
from app.base.database import db
from app.base.errors import N_, Missing
from app.base.together import Question
from app.domain.advice import words
from app.domain.advice.models import Recommendation, Response, ResponseState
from app.domain.catalogue import naming
from app.domain.demand import behind, capacity, ledger, ledger_said, unmet
from app.domain.demand.ledger import Entry
from app.domain.demand.opportunities import OF_PEOPLE, SEARCHED, WEEKS, Factor, Kind, Opportunity
from app.domain.people.models import User
from app.domain.people.trades import Craft
from app.web.words import estimate, listed, number, percent

MOST_ADVICE = 10
MOST_ROWS = 20
SMALL_SHARE = 0.1
OF_LINES = (Kind.DECLINED, Kind.REDUCED, Kind.REFUSED)
COUNTED = {
    Kind.NO_RESULT: N_("People who find nothing, a month"),
    Kind.POOR_RESULT: N_("People who open nothing, a month"),
    Kind.UNAVAILABLE: N_("People who find none available, a month"),
    Kind.OUT_OF_STOCK: N_("People who look while it is gone, a month"),
    Kind.RISING: N_("More people who look than before, a month"),
}
BEHIND = {
    Kind.OUT_OF_STOCK: "missed",
    Kind.DECLINED: "declined",
    Kind.REDUCED: "reduced",
    Kind.REFUSED: "refused",
    Kind.ATTRIBUTE: "attribute",
    Kind.RISING: "seen",
}
_TWO = (N_("Wishes declined, a month"), N_("People who find an empty list, a month"))


@dataclass(frozen=True)
class FactorRow:
    """One of the figures that are multiplied, in words, with what it lies between four times out of five.

    kept: the same three for a spreadsheet, in the unit the label names.
    """

    label: str
    text: str
    low: str
    high: str
    kept: tuple[float, float, float]


def page(key: str) -> str:
    """Raises Missing."""
    found = load(key)
    crafts, today = demand_filters.crafts_by_id(), clock.today()
    craft = crafts.get(found.craft_id)
    entries = entries_of(found, today)[:MOST_ROWS]
    line_ids, questions = {entry.line_id for entry in entries}, dict[str, Question]()
    if found.item_id:
        questions |= naming.showing([found.item_id]) | making_words.asking(found.item_id)
    if line_ids:
        questions["lines"] = ledger_said.saying(line_ids)
    answers = together.asked(**questions) if questions else {}
    pieces = naming.shown_of(answers) if found.item_id else {}
    lines = ledger_said.said_of(answers.get("lines", ()))
    (row,) = demand_words.rows([found], crafts, pieces)
    return render_template(
        "advisor/demand/opportunity.html",
        row=row,
        weeks=weeks_of(found, today),
        makers=capacity.makers_of(found.craft_id, today=today) if craft else [],
        making=making_words.said_of(answers) if found.item_id else None,
        advised=_advised(found),
        counts_people=found.kind in OF_PEOPLE,
        factors=factors_of(found),
        lost=[(entry, lines[entry.line_id], _(demand_lost_words.CAUSES[entry.cause])) for entry in entries],
        behind=_behind(found, craft),
        rows_url=rows_url(found, craft),
        keep_url=lambda table: lambda kind: url_for("advisor.demand_opportunity.keep", kind=kind, table=table, key=key),
    )


def load(key: str) -> Opportunity:
    """Raises Missing."""
    found = unmet.find(key, now=clock.now())
    if found is None:
        raise Missing
    return found


def weeks_of(one: Opportunity, today: date) -> list[tuple[date, int]]:
    """The first day of each week, and its count."""
    return [(today - timedelta(days=7 * (WEEKS - n) - 1), count) for n, count in enumerate(one.weeks)]


def factors_of(one: Opportunity) -> list[FactorRow]:
    """Three, or twice three where two guesses are added."""
    counted = [COUNTED.get(one.kind, N_("Lines lost, a month"))]
    if one.kind is Kind.ATTRIBUTE:
        counted = [_TWO[0]] * bool(one.asked) + [_TWO[1]] * (one.count > one.asked)
    rows = []
    for place, label in enumerate(counted):
        often, share, size = one.factors[3 * place : 3 * place + 3]
        rows += [
            _row(_(label), often, lambda value: number(value, 1)),
            _share(share),
            _row(_("What one order comes to, MAD"), size, estimate, 0.01),
        ]
    return rows


def _row(label: str, factor: Factor, written: Callable[[float], str], times: float = 1) -> FactorRow:
    """times: by how much a spreadsheet's figures are multiplied to be in the label's unit."""
    three = (factor.mean, factor.low, factor.high)
    text, low, high = map(written, three)
    mean_kept, low_kept, high_kept = (round(value * times, 3) for value in three)
    return FactorRow(label, text, low, high, (mean_kept, low_kept, high_kept))


def _share(share: Factor) -> FactorRow:
    """Small ones in a thousand, so that they do not round to nothing."""
    if share.mean >= SMALL_SHARE:
        return _row(_("Of which become an accepted order"), share, percent)
    return _row(_("Of 1,000 of them, accepted orders"), share, lambda value: number(value * 1000, 1), 1000)


def entries_of(one: Opportunity, today: date) -> list[Entry]:
    """The request lines behind it, the newest first."""
    if one.kind not in OF_LINES:
        return []
    crafts = frozenset({one.craft_id} - {0})
    every = ledger.of(today - timedelta(days=7 * WEEKS - 1), today, crafts=crafts).entries
    return [
        entry
        for entry in every
        if entry.item_id == one.item_id and (one.kind is Kind.REDUCED or entry.reason == one.reason)
    ]


def _behind(one: Opportunity, craft: Craft | None) -> tuple[str, str]:
    """Where the signs themselves stand: words and an address."""
    slug = craft.slug if craft else None
    if one.kind in SEARCHED:
        key = one.key.partition(":")[2]
        return _("See the searches day by day"), url_for("advisor.demand_searches.behind", key=key)
    if one.kind is Kind.OUT_OF_STOCK:
        return _("See all that is looked for in vain"), url_for("advisor.demand_lost.index", list="vain", craft=slug)
    return _("See the lost demand of the craft"), url_for("advisor.demand_lost.index", craft=slug)


def rows_url(one: Opportunity, craft: Craft | None) -> Callable[[date | None], str]:
    """The address of the rows that a count is made of: of the week that begins on a day, else of all of them. Empty
    for searches, which have a page of their own.
    """
    if one.kind in SEARCHED:
        return lambda _first: ""
    slug = craft.slug if craft else None
    query: dict[str, Any] = {"what": BEHIND[one.kind], "item": one.item_id or behind_asked.NO_PIECE}
    if one.kind in (Kind.ATTRIBUTE, Kind.RISING):
        query |= {"item": None, "craft": slug, "facet": one.facet or None}
    elif not one.item_id:
        query["craft"] = slug
    if one.kind in (Kind.DECLINED, Kind.REFUSED):
        query["reason"] = one.reason or behind.UNSAID
    if one.kind in OF_LINES:
        query["view"] = behind_asked.BY_DAY

    def url(first: date | None) -> str:
        days: dict[str, Any] = (
            {"from": first.isoformat(), "to": (first + timedelta(days=6)).isoformat()} if first else {}
        )
        return url_for("advisor.demand_behind.show", **query, **days)

    return url


def _advised(found: Opportunity) -> list[tuple[Recommendation, str]]:
    """Advice written from this opportunity, or about its piece, the newest first, and what came of it."""
    about = Recommendation.opportunity == found.key
    if found.item_id:
        about = about | (Recommendation.item_id == found.item_id)
    chosen = select(Recommendation).where(about)
    came = joinedload(Recommendation.responses).joinedload(Response.comparison)
    chosen = chosen.options(joinedload(Recommendation.author).lazyload(User.roles), came)
    newest = chosen.order_by(Recommendation.changed_at.desc()).limit(MOST_ADVICE)
    advised = list(db.session.scalars(newest).unique())
    told = {
        one.id: advice_outcome.told(one.comparison, checked=one.state is ResponseState.CHECKED)
        for advice in advised
        for one in advice.responses
        if one.comparison
    }
    return [(advice, _result(advice, told)) for advice in advised]


def _result(advice: Recommendation, told: Mapping[int, Told]) -> str:
    """What the artisans did with it, and what can be said of what came of it."""
    said = dict.fromkeys(_(words.STATES[response.state]) for response in advice.responses)
    outcomes = dict.fromkeys(told[one.id].verdict for one in advice.responses if one.id in told)
    return listed([*said, *outcomes]) if said else _("Draft")
