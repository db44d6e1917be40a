"""A proof that an advisor can choose."""

from dataclasses import dataclass, field
from typing import Any

FEW = 5
"""Below this, a figure is said to be small."""
LONGEST_SOURCE = 60


@dataclass(frozen=True)
class Candidate:
    """A proof to choose. text: a msgid with facts; many: its plural where the sentence goes on from a count of number.

    small: the figure rests on few cases, and says so.
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


def counting(said: tuple[str, str], number: int) -> dict[str, Any]:
    return {"text": said[0], "many": said[1], "number": number}
