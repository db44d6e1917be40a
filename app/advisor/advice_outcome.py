"""What came of advice, in words: the verdict, what came beside what was to be expected, and why nobody can tell."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_, NP_
from app.domain.advice import comparing, expecting, judging
from app.domain.advice.comparison_models import Comparison
from app.domain.advice.models import Measure, Recommendation, Response, ResponseState
from app.domain.advice.words import TOO_EARLY, VERDICT_TONES, VERDICTS
from app.domain.demand.forecasting import Counts
from app.domain.demand.forecasting.outcome import Outcome, Verdict
from app.web.words import day_year, isolated, listed, number, percent, small

CAME = {
    Measure.REQUESTS: NP_("%(num)d request came.", "%(num)d requests came."),
    Measure.ACCEPTED_REQUESTS: NP_("%(num)d request was accepted.", "%(num)d requests were accepted."),
    Measure.VIEWS: NP_("%(num)d person looked.", "%(num)d people looked."),
    Measure.DECLINES: NP_("%(num)d request had to be declined.", "%(num)d requests had to be declined."),
}
UNITS = {
    Measure.REQUESTS: N_("Requests"),
    Measure.ACCEPTED_REQUESTS: N_("Accepted requests"),
    Measure.VIEWS: N_("People who looked"),
    Measure.DECLINES: N_("Declined requests"),
}
WHY = {
    Verdict.CLEARLY_HELPED: N_("By chance alone this would happen less than once in a hundred times."),
    Verdict.PERHAPS_HELPED: N_("By chance alone this would happen less than once in ten times."),
    Verdict.MAY_HAVE_HURT: N_("By chance alone it would be as bad less than once in ten times."),
    Verdict.CANNOT_TELL: N_("The difference can be chance."),
}


@dataclass(frozen=True)
class Told:
    """verdict, tone: the tag. sentences: in plain words. before, low, high, came: units in weeks of the same number;
    came is None while it is too early.
    """

    verdict: str
    tone: str
    sentences: Sequence[str]
    unit: str
    before: int
    mean: float
    low: int
    high: int
    came: int | None

    @property
    def most(self) -> int:
        """The end of the bars."""
        return max(self.before, self.high, self.came or 0, 1)


def told(comparison: Comparison, *, checked: bool) -> Told:
    """checked: somebody of the team has seen that it is done."""
    counts = comparing.expected(comparison)
    low, high = between(counts)
    judged = comparison.verdict is not None
    sentences = _judged(comparison, counts) if judged else _too_early(comparison, counts, checked=checked)
    return Told(
        verdict=_(VERDICTS[comparison.verdict]) if comparison.verdict else _(TOO_EARLY),
        tone=VERDICT_TONES.get(comparison.verdict, "") if comparison.verdict else "wait",
        sentences=sentences,
        unit=_(UNITS[comparison.measure]),
        before=comparison.before,
        mean=counts.mean,
        low=low,
        high=high,
        came=comparison.came,
    )


def of_page(recommendation: Recommendation) -> dict[int, Told]:
    """By response that is done. One statement."""
    return of_responses(recommendation.responses)


def of_responses(responses: Iterable[Response]) -> dict[int, Told]:
    """Of those that are done. Where *done* was taken back, nothing is said, although its weeks stay."""
    states = {one.id: one.state for one in responses}
    checked = {id_ for id_, state in states.items() if state is ResponseState.CHECKED}
    return by_response(checked | {id_ for id_, state in states.items() if state is ResponseState.DONE}, checked)


def so_far(board: Iterable[Recommendation], told: Mapping[int, Told], *, since: datetime) -> list[tuple[str, int]]:
    """What can be said of all that is done on a board and was sent since a moment, verdict by verdict."""
    done = (ResponseState.DONE, ResponseState.CHECKED)
    ids = [one.id for advice in board for one in advice.responses if one.state in done and one.sent_at >= since]
    counts = Counter(told[id_].verdict if id_ in told else str(_(TOO_EARLY)) for id_ in ids)
    return [(small(verdict), count) for verdict, count in counts.most_common()]


def by_response(ids: Collection[int], checked: Collection[int]) -> dict[int, Told]:
    return {id_: told(one, checked=id_ in checked) for id_, one in comparing.of(ids).items()}


def between(counts: Counts) -> tuple[int, int]:
    low, high = counts.quantiles((0.1, 0.9))
    return low, high


def foreseen(counts: Counts) -> str:
    """What a stretch of weeks is to bring, four times out of five."""
    low, high = between(counts)
    if low == high:
        return number(high)
    return str(_("%(low)s to %(high)s", low=number(low), high=number(high)))


def after_sending(recommendation: Recommendation, language: str) -> str | None:
    """What was to be expected of the eight weeks after it was sent, of each it was sent to."""
    kept = expecting.kept(recommendation)
    names = {one.artisan_id: one.artisan.known_as(language) for one in recommendation.responses}
    said = {id_: foreseen(one.counts) for id_, one in kept.items() if id_ in names}
    if len(said) == 1:
        return next(iter(said.values()))
    return listed(_("%(name)s: %(value)s", name=isolated(names[id_]), value=value) for id_, value in said.items())


def awaited(counts: Counts) -> str:
    low, high = between(counts)
    if low == high:
        return str(ngettext("%(num)d was to be expected.", "%(num)d were to be expected.", high))
    return str(_("%(low)s to %(high)s were to be expected.", low=number(low), high=number(high)))


def times(found: Outcome | Comparison) -> str:
    """How many times as much as expected, and where that lies with 80 %."""
    effect, low, high = (number(value or 0, 1) for value in (found.effect, found.low, found.high))
    share = percent(0.8)
    said = _(
        "%(effect)s times as much as expected; %(share)s: %(low)s to %(high)s.",
        effect=effect,
        share=share,
        low=low,
        high=high,
    )
    return str(said)


def _too_early(comparison: Comparison, counts: Counts, *, checked: bool) -> list[str]:
    said = [_("The eight weeks end on %(day)s.", day=day_year(comparison.last)), awaited(counts)]
    return said if checked else [*said, _("It counts once somebody of the team has checked it.")]


def _judged(comparison: Comparison, counts: Counts) -> list[str]:
    came = comparison.came or 0
    one, many = CAME[comparison.measure]
    said = [ngettext(one, many, came), awaited(counts)]
    if judging.has_few_similar(comparison):
        said.append(_("Fewer than three similar pieces went without advice: nobody can tell."))
    elif judging.is_few(came, counts.mean):
        said.append(_("It is a handful: nobody can tell."))
    else:
        said += [times(comparison), _(WHY[comparison.verdict or Verdict.CANNOT_TELL])]
    if comparison.missed_days:
        missed = NP_(
            "On %(num)d day somebody looked and there was none left.",
            "On %(num)d days somebody looked and there was none left.",
        )
        said.append(ngettext(*missed, comparison.missed_days))
    return said


def weeks(comparison: Comparison) -> list[tuple[object, int, bool]]:
    """Each week's first day, its count, and whether it lies after the advice; oldest first."""
    past, first = comparison.past, comparison.first
    before = [(first - timedelta(weeks=len(past) - n), count, False) for n, count in enumerate(past)]
    return [*before, *((first + timedelta(weeks=n), count, True) for n, count in enumerate(comparison.weeks))]
