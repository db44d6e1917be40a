"""What came of advice in all: by kind, by who gave it, for the whole cooperative; each measure by itself."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.base.database import db
from app.domain.advice import judging
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.findings import FOLLOWED
from app.domain.advice.models import AdviceKind, Measure, Recommendation, Response, ResponseState
from app.domain.demand.forecasting.outcome import Outcome, Verdict

FEW = 5
"""Below so many measured, a row says that it is small, and claims nothing."""


class By(StrEnum):
    """What the rows are."""

    ALL = "all"
    KIND = "kind"
    AUTHOR = "author"


class Answer(NamedTuple):
    """One artisan's answer, with what came of it where that is known."""

    kind: AdviceKind
    author_id: int
    measure: Measure
    state: ResponseState
    comparison: Comparison | None


@dataclass(frozen=True)
class Tally:
    """key: a kind, an author's id, or empty. sent, followed, done, measured: answers. together: of those measured that
    had enough to compare with; None where none had.
    """

    key: str
    measure: Measure
    sent: int
    followed: int
    done: int
    measured: int
    verdicts: Counter[Verdict]
    together: Outcome | None

    @property
    def is_small(self) -> bool:
        return self.measured < FEW

    @property
    def verdict(self) -> Verdict | None:
        """Of all together; None where they are too few for a claim, whatever the figures."""
        return None if self.together is None or self.is_small else self.together.verdict

    @property
    def early(self) -> int:
        """Done, and not judged yet."""
        return self.done - self.measured


@dataclass(frozen=True)
class Group:
    """All that has one key. parts: measure by measure; answers are added up over them, what came of them is not."""

    key: str
    parts: Sequence[Tally]

    @property
    def sent(self) -> int:
        return sum(part.sent for part in self.parts)

    @property
    def followed(self) -> int:
        return sum(part.followed for part in self.parts)

    @property
    def measured(self) -> int:
        return sum(part.measured for part in self.parts)

    @property
    def early(self) -> int:
        return sum(part.early for part in self.parts)

    @property
    def verdicts(self) -> Counter[Verdict]:
        return sum((part.verdicts for part in self.parts), Counter[Verdict]())


def answers(since: datetime | None = None) -> list[Answer]:
    """Those of all advice sent from a moment on; withdrawn before it was answered counts as not sent."""
    chosen = (
        select(Recommendation.kind, Recommendation.author_id, Recommendation.measure, Response.state, Comparison)
        .join(Response, Response.recommendation_id == Recommendation.id)
        .outerjoin(Comparison, Comparison.response_id == Response.id)
        .where(Response.state != ResponseState.WITHDRAWN)
    )
    if since is not None:
        chosen = chosen.where(Response.sent_at >= since)
    return [Answer(*row) for row in db.session.execute(chosen)]


class Which(StrEnum):
    """Which answers a figure counts, beside those of a verdict."""

    SENT = "sent"
    FOLLOWED = "followed"
    DONE = "done"
    MEASURED = "measured"
    EARLY = "early"


def opened(
    which: Which | Verdict,
    *,
    kind: AdviceKind | None = None,
    author_id: int | None = None,
    measure: Measure | None = None,
    offset: int,
    limit: int,
) -> tuple[int, list[tuple[Response, Comparison | None]]]:
    """The answers that a figure counts, each with what came of it: how many in all, and some, the newest first."""
    chosen = [Response.state != ResponseState.WITHDRAWN, *_counted(which)]
    if kind is not None:
        chosen.append(Recommendation.kind == kind)
    if author_id is not None:
        chosen.append(Recommendation.author_id == author_id)
    if measure is not None:
        chosen.append(Recommendation.measure == measure)
    rows = (
        select(Response, Comparison)
        .join(Response.recommendation)
        .outerjoin(Comparison, Comparison.response_id == Response.id)
        .where(*chosen)
        .options(contains_eager(Response.recommendation), joinedload(Response.artisan))
    )
    total = db.session.scalar(select(func.count()).select_from(rows.with_only_columns(Response.id).subquery())) or 0
    page = rows.order_by(Response.sent_at.desc(), Response.id.desc()).offset(offset).limit(limit)
    return total, [(response, comparison) for response, comparison in db.session.execute(page)]


def _counted(which: Which | Verdict) -> list[ColumnElement[bool]]:
    """As conditions on an answer, what ``_tally`` counts."""
    if isinstance(which, Verdict):
        return [Comparison.judged_at.is_not(None), Comparison.verdict == which]
    done = Response.state.in_((ResponseState.DONE, ResponseState.CHECKED))
    conditions: dict[Which, list[ColumnElement[bool]]] = {
        Which.SENT: [],
        Which.FOLLOWED: [Response.state.in_(FOLLOWED)],
        Which.DONE: [done],
        Which.MEASURED: [Comparison.judged_at.is_not(None)],
        Which.EARLY: [done, Comparison.judged_at.is_(None)],
    }
    return conditions[which]


KEYS: dict[By, Callable[[Answer], str]] = {
    By.ALL: lambda _answer: "",
    By.KIND: lambda answer: answer.kind.value,
    By.AUTHOR: lambda answer: str(answer.author_id),
}


def tallies(found: Sequence[Answer], by: By) -> list[Tally]:
    """One row for each key and measure, those with most answers first."""
    groups: dict[tuple[str, Measure], list[Answer]] = {}
    for answer in found:
        groups.setdefault((KEYS[by](answer), answer.measure), []).append(answer)
    rows = [_tally(key, measure, group) for (key, measure), group in groups.items()]
    return sorted(rows, key=lambda row: (-row.sent, row.key, row.measure))


def groups(found: Sequence[Answer], by: By) -> list[Group]:
    """One row for each key, those with most answers first. Where all have the same key: one for each measure."""
    rows = tallies(found, by)
    if by is By.ALL:
        return [Group(row.key, [row]) for row in rows]
    parts: dict[str, list[Tally]] = {}
    for row in rows:
        parts.setdefault(row.key, []).append(row)
    return sorted((Group(key, some) for key, some in parts.items()), key=lambda group: (-group.sent, group.key))


def _tally(key: str, measure: Measure, group: Sequence[Answer]) -> Tally:
    judged = [one.comparison for one in group if one.comparison is not None and one.comparison.judged_at is not None]
    states = Counter(one.state for one in group)
    return Tally(
        key=key,
        measure=measure,
        sent=len(group),
        followed=sum(states[state] for state in FOLLOWED),
        done=states[ResponseState.DONE] + states[ResponseState.CHECKED],
        measured=len(judged),
        verdicts=Counter(one.verdict for one in judged if one.verdict is not None),
        together=judging.together(judged, measure),
    )
