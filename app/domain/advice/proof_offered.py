"""A proof that an advisor can choose."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from app.domain.demand.merged import OTHERS

FEW = 5
"""Below this, a figure is said to be small."""
LONGEST_SOURCE = 60


@dataclass(frozen=True)
class Candidate:
    """A proof to choose. text: a msgid with facts; many: its plural where the sentence goes on from a count of number.

    small: the figure rests on few cases, and says so. makers: the artisans whose pieces it counts; frozen with its
    facts, so that it is told to nobody who could make out one or two others.
    """

    source: str
    text: str
    many: str = ""
    number: int = 0
    figure: str = ""
    icon: str = ""
    series: tuple[int, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    small: bool = False
    makers: frozenset[int] = frozenset()

    @property
    def frozen_facts(self) -> dict[str, Any]:
        return {**self.facts, "makers": sorted(self.makers)}


def counting(said: tuple[str, str], number: int) -> dict[str, Any]:
    return {"text": said[0], "many": said[1], "number": number}


def tells_of_few(makers: Collection[int], artisan_id: int) -> bool:
    """Whether a figure would tell an artisan what one or two others are asked for."""
    return 0 < len(set(makers) - {artisan_id}) < OTHERS
