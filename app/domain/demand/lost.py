"""What became of each unit that was asked for: served, still open, or lost, once and with its cause.

Facts in, fates out: no database, no clock. Of every line: served + open + lost + asked again = wanted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import AnswerKind, DeclineReason, RefusalReason, State

AGAIN_WITHIN = timedelta(days=180)
"""The same customer who asks for the same piece within so long still wants the one they did not get."""
TAKEN = frozenset({State.ACCEPTED, State.PREPARING, State.SHIPPED, State.RETURNED, State.DELIVERED, State.CLOSED})
UNDER_WAY = frozenset({State.SENT, State.ANSWERING})


class Cause(StrEnum):
    """Why it was lost. not_found stands with searches alone; other: the customer's own reasons, or none said."""

    NOT_MADE = "not_made"
    NONE_LEFT = "none_left"
    TOO_SLOW = "too_slow"
    TOO_DEAR = "too_dear"
    DELIVERY = "delivery"
    NOT_FOUND = "not_found"
    OTHER = "other"


DECLINED = {
    DeclineReason.NO_STOCK: Cause.NONE_LEFT,
    DeclineReason.NO_TIME: Cause.TOO_SLOW,
    DeclineReason.PRICE_TOO_LOW: Cause.TOO_DEAR,
    DeclineReason.DO_NOT_MAKE: Cause.NOT_MADE,
    DeclineReason.MATERIALS_MISSING: Cause.NOT_MADE,
}
REFUSED = {
    RefusalReason.PRICE: Cause.TOO_DEAR,
    RefusalReason.DELAY: Cause.TOO_SLOW,
    RefusalReason.DELIVERY_COST: Cause.DELIVERY,
}
CANCELLED = {CancelReason.CANNOT_SUPPLY: Cause.NOT_MADE, CancelReason.NO_ANSWER: Cause.TOO_SLOW}


@dataclass(frozen=True)
class Asked:
    """A line of a request as it stands now. wanted: units, as the customer said last.

    promised: units of the offer they decided on, else of the maker's answer. taken: their word on the line, None where
    they gave none. can_make: whether it is made to order, so that too few means too little time. who, what: equal for
    the same customer and the same piece, None where that is not known.
    """

    line_id: int
    at: datetime
    wanted: int
    state: State
    answered: AnswerKind | None = None
    promised: int = 0
    reason: DeclineReason | None = None
    can_make: bool = False
    taken: bool | None = None
    refusal: RefusalReason | None = None
    cancelled: CancelReason | None = None
    who: frozenset[str] = frozenset()
    what: int = 0


@dataclass
class Fate:
    """Units of one line. again: not lost, because the same customer asked for them again; then: that line's fate."""

    asked: Asked
    served: int = 0
    open: int = 0
    lost: dict[Cause, int] = field(default_factory=dict)
    again: int = 0
    again_by_cause: dict[Cause, int] = field(default_factory=dict)
    then: "list[Fate]" = field(default_factory=list)

    @property
    def units_lost(self) -> int:
        return sum(self.lost.values())

    @property
    def got_later(self) -> bool:
        """Whether asking again brought them any."""
        return any(fate.served or fate.got_later for fate in self.then)


def fates(lines: Iterable[Asked]) -> list[Fate]:
    """The fate of every line, in the order in which they were asked.

    What was lost and is asked for again by the same customer is the later line's alone, as many units as that asks for.
    """
    pending: defaultdict[tuple[str, int], list[Fate]] = defaultdict(list)
    found: list[Fate] = []
    for line in sorted(lines, key=lambda line: (line.at, line.line_id)):
        fate = alone(line)
        places = [(one, line.what) for one in sorted(line.who)] if line.what else []
        earlier = {id(one): one for place in places for one in pending[place]}
        _carry(sorted(earlier.values(), key=lambda one: (one.asked.at, one.asked.line_id)), fate)
        for place in places:
            pending[place].append(fate)
        found.append(fate)
    return found


def alone(line: Asked) -> Fate:
    """The fate of a line as if nothing had come after it."""
    fate = Fate(line)
    if line.state in UNDER_WAY:
        fate.open = line.wanted
        return fate
    promised = 0 if line.answered in (None, AnswerKind.DECLINED) else min(line.promised, line.wanted)
    missing = line.wanted - promised
    if missing and line.answered is None and line.state is State.OFFERED:
        fate.open += missing
    elif missing:
        _add(fate.lost, _why_missing(line), missing)
    if not promised:
        return fate
    if line.state is State.OFFERED:
        fate.open += promised
    elif line.state in TAKEN and line.taken:
        fate.served = promised
    else:
        _add(fate.lost, _why_not_taken(line), promised)
    return fate


def _why_missing(line: Asked) -> Cause:
    """Units nobody promised."""
    if line.answered is AnswerKind.DECLINED:
        return DECLINED.get(line.reason, Cause.OTHER) if line.reason else Cause.OTHER
    if line.answered is not None:
        return Cause.TOO_SLOW if line.can_make else Cause.NONE_LEFT
    if line.state is State.CANCELLED:
        return _why_cancelled(line)
    return Cause.OTHER if line.state in (State.WITHDRAWN, State.EXPIRED) else Cause.TOO_SLOW


def _why_not_taken(line: Asked) -> Cause:
    """Units that were promised, and that the customer did not take or did not get."""
    if line.state is State.CANCELLED:
        return _why_cancelled(line)
    return REFUSED.get(line.refusal, Cause.OTHER) if line.refusal else Cause.OTHER


def _why_cancelled(line: Asked) -> Cause:
    return CANCELLED.get(line.cancelled, Cause.OTHER) if line.cancelled else Cause.OTHER


def _carry(earlier: list[Fate], later: Fate) -> None:
    """Take from what was lost before as many units as are asked for again."""
    left = later.asked.wanted
    for fate in earlier:
        if later.asked.at - fate.asked.at > AGAIN_WITHIN:
            continue
        taken = 0
        for cause in list(fate.lost):
            units = min(fate.lost[cause], left)
            if not units:
                continue
            left, taken = left - units, taken + units
            _add(fate.again_by_cause, cause, units)
            fate.lost[cause] -= units
            if not fate.lost[cause]:
                del fate.lost[cause]
        if taken:
            fate.again += taken
            fate.then.append(later)


def _add(units: dict[Cause, int], cause: Cause, more: int) -> None:
    units[cause] = units.get(cause, 0) + more
