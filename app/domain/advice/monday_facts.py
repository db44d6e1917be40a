"""What every source of the Monday list is told: read once, for all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.domain.advice.models import Measure, ResponseState
from app.domain.demand.counting import Cell
from app.domain.demand.evidence import Evidence
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import Opportunity
from app.domain.demand.worth import Guess, average, chance, told
from app.domain.people.models import Artisan

USUAL_SHORT = 0.05
"""Before anything is recorded: one line in twenty is declined because no piece was left."""


class Given(NamedTuple):
    """Advice that an artisan has. asked: how many artisans have the same."""

    id: int
    recommendation_id: int
    artisan_id: int
    state: ResponseState
    sent_at: datetime
    answered_at: datetime | None
    promised_on: date | None
    title: str
    opportunity: str
    craft_id: int | None
    measure: Measure
    expected_change: int | None
    asked: int


@dataclass(frozen=True)
class Known:
    """cells: of twelve weeks, what opportunities are looked for in. found: what is wished and not served, in order of
    its value.
    """

    now: datetime
    today: date
    artisans: list[Artisan]
    ids: frozenset[int]
    cells: list[Cell]
    evidence: Evidence
    found: list[Opportunity]
    advised: list[Given]

    def look(self, craft_id: int, price: int | None = None) -> Guess:
        """What somebody who looks at a piece is worth, in centimes: they ask, they take the offer, they pay it."""
        return self.evidence.asks(craft_id) * self.evidence.takes(craft_id) * self.evidence.order(craft_id, price)

    def short(self) -> Guess:
        """The share of what is asked for that is declined because the shelf was not as it was said to be."""
        lines = sum(cell.signals for cell in self.cells if cell.kind is SignalKind.REQUEST_LINE)
        declined = (cell for cell in self.cells if cell.kind is SignalKind.DECLINE and cell.reason == "no_stock")
        missing = sum(cell.signals for cell in declined)
        return chance(missing, lines - missing, usual=USUAL_SHORT, weight=20)

    def change(self, expected: int, measure: Measure, craft_id: int) -> Guess:
        """What an expected change a month is worth. An expectation counts as one observation: the doubt is large."""
        each = self.evidence.order(craft_id)
        if measure is Measure.VIEWS:
            each = self.look(craft_id)
        elif measure is not Measure.ACCEPTED_REQUESTS:
            each = self.evidence.takes(craft_id) * each
        return average(expected, 1) * each


def worth_of(found: Opportunity, share: int = 1) -> Guess | None:
    """The value of an opportunity as a guess again, shared by so many."""
    return told(found.value / share, found.low / share, found.high / share) if found.value else None
