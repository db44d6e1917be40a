"""What a coming week or month may bring, as pages show it: a median and where it lies with 50 % and with 80 %."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.domain.demand.forecasting import Counts

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Band:
    """first: its first day. Whole pieces."""

    first: date
    expected: Counts

    @cached_property
    def _quantiles(self) -> list[int]:
        return self.expected.quantiles(LEVELS)

    @property
    def mean(self) -> float:
        return self.expected.mean

    @property
    def low80(self) -> int:
        return self._quantiles[0]

    @property
    def low50(self) -> int:
        return self._quantiles[1]

    @property
    def median(self) -> int:
        return self._quantiles[2]

    @property
    def high50(self) -> int:
        return self._quantiles[3]

    @property
    def high80(self) -> int:
        return self._quantiles[4]
