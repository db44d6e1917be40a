"""The vocabulary of unmet demand: what an opportunity is and how it is named in addresses."""

from dataclasses import dataclass
from enum import StrEnum

WEEKS = 12
FEW = 5


class Kind(StrEnum):
    """Which sign it rests on."""

    NO_RESULT = "search"
    OUT_OF_STOCK = "stock"
    DECLINED = "decline"
    REFUSED = "refused"
    RISING = "rising"


@dataclass(frozen=True)
class Opportunity:
    """Something wished and not served. Money in centimes a month; low to high: 80 %.

    key: its name in addresses and on advice. weeks: twelve weekly counts, oldest first. count: over the period
    looked at, out of ``asked`` where that is known. spellings: the searches it is made of, as they are stored.
    offered, accepted: unit prices of offers refused and accepted, 0 where unknown.
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
    makers: int = 0

    @property
    def is_small(self) -> bool:
        """Whether so little was seen that next week may say something else."""
        return self.count < FEW

    @property
    def change(self) -> float | None:
        """The last six weeks against the six before, as a share; None where nothing was before."""
        before, now = sum(self.weeks[: WEEKS // 2]), sum(self.weeks[WEEKS // 2 :])
        return (now - before) / before if before else None
