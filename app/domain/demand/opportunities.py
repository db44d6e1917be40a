"""The vocabulary of unmet demand: what an opportunity is and how it is named in addresses."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.demand.worth import Guess

WEEKS = 12
FEW = 5
LONGEST_KEY = 160


class Kind(StrEnum):
    """Which sign it rests on. No sign is counted in two of them (decision 033)."""

    NO_RESULT = "search"
    POOR_RESULT = "poor"
    UNAVAILABLE = "unavailable"
    OUT_OF_STOCK = "stock"
    DECLINED = "decline"
    REDUCED = "reduced"
    REFUSED = "refused"
    ATTRIBUTE = "attribute"
    RISING = "rising"


SEARCHED = frozenset({Kind.NO_RESULT, Kind.POOR_RESULT, Kind.UNAVAILABLE})
"""What people typed; the key ends in its words."""
OF_PEOPLE = SEARCHED | {Kind.OUT_OF_STOCK, Kind.RISING}
"""What counts people a day. Attributes count both: wishes and people who found a list empty."""


@dataclass(frozen=True)
class Factor:
    """One of the three figures a value is made of. mean, low, high: 80 %; money in centimes."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Opportunity:
    """Something wished and not served. Money in centimes a month; low to high: 80 %.

    key: its name in addresses and on advice. weeks: twelve weekly counts, oldest first. count: over the period
    looked at, out of ``asked`` where that is known. spellings: the searches it is made of, as they are stored.
    offered, accepted: unit prices of offers refused and accepted, 0 where unknown. searched: people who searched
    for it at all. facet: of an attribute, as ``material:wool``. season: how the coming two months compare with an
    average month of the craft, None where too little is known. parts: what is multiplied, in its order: how often a
    month, how often that becomes an accepted order, what one comes to; two of them are added.
    """

    kind: Kind
    key: str
    weeks: tuple[int, ...]
    count: int
    value: int
    low: int
    high: int
    craft_id: int = 0
    item_id: int = 0
    words: str = ""
    spellings: tuple[str, ...] = ()
    reason: str = ""
    asked: int = 0
    alerts: int = 0
    offered: int = 0
    accepted: int = 0
    searched: int = 0
    facet: str = ""
    makers: int = 0
    season: float | None = None
    parts: tuple[tuple[Guess, Guess, Guess], ...] = ()

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What its value is made of, each with its interval; a share ends at one."""
        return tuple(
            Factor(guess.mean, low, min(high, 1.0) if place == 1 else high)
            for part in self.parts
            for place, guess in enumerate(part)
            for low, high in (guess.interval(0.8),)
        )

    @property
    def is_sayable(self) -> bool:
        """Whether its value says anything: where very little is known, the truth nearly always lies below it."""
        return self.low <= self.value <= self.high

    @property
    def is_small(self) -> bool:
        """Whether so little was seen that next week may say something else."""
        return self.count < FEW

    @property
    def change(self) -> float | None:
        """The last six weeks against the six before, as a share; None where nothing was before."""
        before, now = sum(self.weeks[: WEEKS // 2]), sum(self.weeks[WEEKS // 2 :])
        return (now - before) / before if before else None


def named(kind: Kind, *parts: object) -> str:
    """An opportunity's key."""
    return ":".join(map(str, (kind, *parts)))[:LONGEST_KEY]


def kind_of(key: str) -> Kind | None:
    """Of a key as it stands in an address; None where nothing is called so."""
    begun = key.partition(":")[0]
    return Kind(begun) if begun in set(Kind) else None
