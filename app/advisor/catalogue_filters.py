"""What of the production desk somebody wants to see, by the address; what nobody offered counts as not said."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _

from app.advisor.catalogue_words import LACKS, SORTS, STATES
from app.domain.catalogue import completeness, narrowing, producing, tasks
from app.domain.catalogue.completeness import STEPS
from app.domain.catalogue.narrowing import WORTH, Wanted
from app.domain.people import crafts, findings, makers
from app.web import languages
from app.web.access import person
from app.web.addresses import asked_row

ME, HANDED, FREE, STALE = "me", "handed", "free", "stale"
KEPT = ("state", "lack", "task", "craft", "artisan", "score", "sort", "mine")


class Choice(NamedTuple):
    """A list to choose from. options: (value, words)."""

    name: str
    label: str
    options: list[tuple[str, str]]
    now: str


class Group(NamedTuple):
    """Items whose scores lie between two steps. words: "40–59". share: of all, 0 to 100."""

    words: str
    pieces: int
    share: float
    url: str
    is_chosen: bool


def wanted(now: datetime) -> Wanted:
    asked = request.args
    craft, task, score = asked.get("craft", ""), asked.get("task", ""), asked.get("score", "")
    return Wanted(
        state=_one_of(producing.STATES, "state") or producing.TO_DO,
        craft=craft if craft in {known.slug for known in crafts.all_of_them()} else None,
        artisan_id=asked_row("artisan"),
        advisor_id=person().id if asked.get("mine") else None,
        lack=_one_of(producing.LACKS, "lack"),
        free=task == FREE,
        holder_id=person().id if task == ME else asked_row("task"),
        handed_to_id=person().id if task == HANDED else None,
        stale=now - tasks.LEASE if task == STALE else None,
        least=next((step for step in STEPS if str(step) == score), None),
        sort=_one_of(narrowing.SORTS, "sort") or WORTH,
    )


def address(**changed: Any) -> str:
    """The list as it is filtered now, with something changed. None takes a filter away."""
    now = {name: request.args.get(name) or None for name in KEPT}
    return url_for("advisor.catalogue.queue", **{**now, **changed})


def options(now: Wanted) -> list[Choice]:
    language = languages.current()
    team = [user for user in findings.staff() if user.active and user.id != person().id]
    whose = [(ME, _("My tasks")), (HANDED, _("Handed to me")), (FREE, _("Free")), (STALE, _("Held for too long"))]
    whose += [(str(user.id), user.name) for user in team]
    anything, every = [("", _("Anything"))], [("", _("All"))]
    known = [(one.slug, one.called_short(language)) for one in crafts.all_of_them()]
    artisans = [(str(one.id), one.known_as(language)) for one in makers.all_of_them()]
    return [
        Choice("state", _("State"), _said(STATES), now.state),
        Choice("lack", _("What is missing"), anything + _said(LACKS), now.lack or ""),
        Choice("task", _("Tasks"), [("", _("Everybody’s")), *whose], _task(now)),
        Choice("craft", _("Craft"), every + known, now.craft or ""),
        Choice("artisan", _("Artisan"), every + artisans, str(now.artisan_id or "")),
        Choice("sort", _("Order"), _said(SORTS), now.sort),
    ]


def groups(now: Wanted) -> list[Group]:
    """How complete the catalogue is, the least complete first; each group leads to its pieces."""
    counts = producing.distribution(now)
    total = sum(counts) or 1
    ends = [*(step - 1 for step in STEPS[1:]), 100]
    return [
        Group(
            words=str(least) if least == most else f"{least}–{most}",
            pieces=count,
            share=100 * count / total,
            url=address(score=least, state=producing.ALL, lack=None, task=None),
            is_chosen=now.least == least,
        )
        for least, most, count in zip(completeness.STEPS, ends, counts, strict=True)
    ]


def _task(now: Wanted) -> str:
    if now.free:
        return FREE
    if now.handed_to_id is not None:
        return HANDED
    if now.stale is not None:
        return STALE
    return ME if now.holder_id == person().id else str(now.holder_id or "")


def _said(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(value, str(_(sentence))) for value, sentence in words.items()]


def _one_of(values: tuple[str, ...], name: str) -> str | None:
    asked = request.args.get(name, "")
    return asked if asked in values else None
