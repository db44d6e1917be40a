"""Whom to call, in the order of what it is worth: a person is called once, about all there is to say.

Pure: it is told the matters and looks nothing up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.demand.opportunities import Opportunity
from app.domain.demand.worth import Guess


class Source(StrEnum):
    """What makes somebody worth a call, in the order in which it is said where nothing else decides."""

    CHECK = "check"
    DUE = "due"
    DAYLESS = "dayless"
    UNREAD = "unread"
    SILENT = "silent"
    OWED = "owed"
    COMMENTS = "comments"
    REQUESTS = "requests"
    WANTED = "wanted"
    COUNTS = "counts"
    TEXTS = "texts"


@dataclass(frozen=True)
class Matter:
    """One reason to call an artisan.

    worth: centimes a month, None where nothing honest can be said. count: how many things it is about.
    on: since when, or for when. row, name: of what it leads to, as its source says. parts: what is lacking.
    """

    artisan_id: int
    source: Source
    worth: Guess | None = None
    count: int = 1
    on: date | None = None
    row: int = 0
    name: str = ""
    parts: tuple[str, ...] = ()
    found: Opportunity | None = None


@dataclass(frozen=True)
class Call:
    """An artisan to call. matters: the one that is worth most first. worth: of all of them; None where of none."""

    artisan_id: int
    matters: tuple[Matter, ...]
    worth: Guess | None


def ranked(matters: Iterable[Matter]) -> list[Call]:
    """One call an artisan, the one worth most first; those of unknown worth last, by how much there is to say."""
    theirs = defaultdict[int, list[Matter]](list)
    for matter in matters:
        theirs[matter.artisan_id].append(replace(matter, worth=sayable(matter.worth)))
    calls = [
        Call(artisan_id, tuple(sorted(found, key=_first_said)), together(one.worth for one in found if one.worth))
        for artisan_id, found in theirs.items()
    ]
    return sorted(calls, key=_first_called)


MOST_DOUBT = 9.0
"""Variance over squared mean. Beyond, four times out of five the truth is far below the mean: no figure says that."""


def sayable(worth: Guess | None) -> Guess | None:
    """The worth, unless so little is known that a figure would mislead."""
    return worth if worth and worth.mean > 0 and worth.spread <= MOST_DOUBT else None


def together(guesses: Iterable[Guess]) -> Guess | None:
    """What several things are worth in all; None of none.

    They rest on the same shares and prices, so what is off in one is off in the others: doubts add up, they do not
    cancel each other.
    """
    known = list(guesses)
    if not known:
        return None
    mean = sum(one.mean for one in known)
    doubt = sum(max(one.square - one.mean**2, 0.0) ** 0.5 for one in known)
    return Guess(mean, mean**2 + doubt**2)


def _mean(worth: Guess | None) -> float:
    return worth.mean if worth else -1.0


def _first_said(matter: Matter) -> tuple[float, int, date, int, str]:
    return -_mean(matter.worth), list(Source).index(matter.source), matter.on or date.max, matter.row, matter.name


def _first_called(call: Call) -> tuple[float, int, int]:
    return -_mean(call.worth), -sum(matter.count for matter in call.matters), call.artisan_id
