"""How complete an item is, from 0 to 100, and the one thing to do next.

Pure: it is told what is lacking and what waits, and looks nothing up. ``lacking`` knows how each lack is found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Part:
    """Something every item is to have. weight: how much of the whole it is. task: the work that brings it.

    needed: whether the item can be on sale without it.
    """

    name: str
    weight: int
    why: str
    task: str
    needed: bool = False


PARTS = (
    Part("photo", 25, "nobody looks at what has no picture, and nothing is on sale without one", "photo", needed=True),
    Part("fr", 25, "all other languages are translated from it and fall back on it", "fr", needed=True),
    Part("price", 10, "without it nobody can ask for the piece", "facts", needed=True),
    Part("food", 6, "food without its authorisation, or past its day, may not be sold", "food", needed=True),
    Part("review", 8, "what nobody has looked at is not seen by anybody", "review"),
    Part("ar", 8, "the language of the makers' own country", "ar"),
    Part("en", 8, "most visitors from abroad read it, or nothing else", "en"),
    Part("es", 6, "the neighbours across the strait", "es"),
    Part("measure", 6, "the question customers ask most: will it fit", "facts"),
    Part("weight", 4, "the cost of sending is reckoned from it", "facts"),
    Part("label", 4, "a label is shown only as long as its paper proves it", "label"),
)
"""In the order in which they are best done. What comes later is found by its name: add a line here, how it is found to
``lacking.CONDITIONS``, and its words to the pages."""

LACKS = tuple(part.name for part in PARTS)
TASKS = tuple(dict.fromkeys(part.task for part in PARTS))
TOTAL = sum(part.weight for part in PARTS)
STEPS = (0, 40, 60, 80, 100)
"""Scores at which a new group of the distribution begins; the last one is that of the complete."""
_BY_NAME = {part.name: part for part in PARTS}


class Step(StrEnum):
    ADD = "add"
    LOOK = "look"
    PUBLISH = "publish"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Next:
    """What to do, and to which part; "" where it is to the item as a whole."""

    step: Step
    part: str = ""


def task_of(lack: str) -> str:
    """The task that ends a lack."""
    return _BY_NAME[lack].task


def parts_of(task: str) -> tuple[str, ...]:
    """The lacks that a task ends."""
    return tuple(part.name for part in PARTS if part.task == task)


def lost(lacks: Collection[str], *, needed_only: bool = False) -> int:
    """The weight of all that is lacking; of what is needed to be on sale."""
    return sum(part.weight for part in PARTS if part.name in lacks and (part.needed or not needed_only))


def score(lacks: Collection[str]) -> int:
    """0: nothing is there. 100: everything is, and only then."""
    return 100 - -(-100 * lost(lacks) // TOTAL)


def group(lacks: Collection[str]) -> int:
    """The number of the group of scores (STEPS) it is in."""
    reached = score(lacks)
    return max(number for number, least in enumerate(STEPS) if least <= reached)


def next_step(lacks: Collection[str], waits: Collection[str], *, was_on_sale: bool, with_maker: bool) -> Next:
    """What is worth most now. waits: the parts of which something new is there to be looked at.

    with_maker: it was sent back, and its maker has not answered yet.
    """
    if with_maker:
        return Next(Step.WAIT)
    for part in (part for part in PARTS if part.needed and part.name in lacks):
        return _of(part.name, waits)
    if not was_on_sale:
        return Next(Step.PUBLISH)
    for part in (part for part in PARTS if part.name in waits):
        return Next(Step.LOOK, part.name)
    for part in (part for part in PARTS if part.name in lacks and part.name != "review"):
        return _of(part.name, waits)
    return Next(Step.LOOK) if "review" in lacks else Next(Step.NOTHING)


def _of(part: str, waits: Collection[str]) -> Next:
    return Next(Step.LOOK if part in waits else Step.ADD, part)
