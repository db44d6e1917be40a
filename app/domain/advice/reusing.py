"""Advice that was given before, to begin from: what was said, how often it was followed, what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.findings import FOLLOWED
from app.domain.advice.models import AdviceKind, AdviceState, Recommendation, Response, ResponseState
from app.domain.demand import shares
from app.domain.demand.forecasting.outcome import Verdict

MOST, LOOKED_AT = 30, 400
FEW = 5


@dataclass(frozen=True)
class Template:
    """Advice sent before, all that says the same together. asked, followed: artisans; verdicts: of those measured."""

    recommendation: Recommendation
    asked: int
    followed: int
    verdicts: Counter[Verdict]

    @property
    def is_small(self) -> bool:
        return self.asked < FEW


def templates(*, kind: AdviceKind | None = None, crafts: frozenset[int] = frozenset()) -> list[Template]:
    """What is surely followed most often first, by the low end of the interval of its share, so that one of one is no
    rule; of as much, the latest. Three statements.
    """
    chosen = select(Recommendation).where(Recommendation.state == AdviceState.SENT)
    if kind is not None:
        chosen = chosen.where(Recommendation.kind == kind)
    if crafts:
        chosen = chosen.where(Recommendation.craft_id.in_(crafts))
    chosen = chosen.options(selectinload(Recommendation.responses), joinedload(Recommendation.author))
    chosen = chosen.order_by(Recommendation.sent_at.desc(), Recommendation.id.desc()).limit(LOOKED_AT)
    alike: dict[tuple[AdviceKind, str], list[Recommendation]] = {}
    for one in db.session.scalars(chosen):
        alike.setdefault((one.kind, one.sentence("fr").casefold()), []).append(one)
    verdicts = _verdicts(one.id for group in alike.values() for one in group)
    found = [_template(group, verdicts) for group in alike.values()]
    found.sort(key=_at_least, reverse=True)
    return found[:MOST]


def _at_least(one: Template) -> float:
    """Four times out of five, more than this share follows or would."""
    share = shares.share(one.followed, one.asked - one.followed)
    return share.low if share else 0.0


def _template(group: list[Recommendation], verdicts: dict[int, Counter[Verdict]]) -> Template:
    states = Counter(response.state for one in group for response in one.responses)
    asked = states.total() - states[ResponseState.WITHDRAWN]
    followed = sum(states[state] for state in FOLLOWED)
    return Template(group[0], asked, followed, sum((verdicts.get(one.id, Counter()) for one in group), Counter()))


def _verdicts(ids: Iterable[int]) -> dict[int, Counter[Verdict]]:
    query = (
        select(Response.recommendation_id, Comparison.verdict)
        .join(Response, Response.id == Comparison.response_id)
        .where(Comparison.verdict.is_not(None), Response.recommendation_id.in_(list(ids)))
    )
    found: dict[int, Counter[Verdict]] = {}
    for recommendation_id, verdict in db.session.execute(query):
        if verdict is not None:
            found.setdefault(recommendation_id, Counter())[verdict] += 1
    return found
