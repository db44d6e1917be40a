"""What is different between what is public and what waits: of texts word by word, of photo sets picture by picture.

Pure: it compares what it is given.
"""

import re
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple, TypeVar

_WORD = re.compile(r"\S+\s*|^\s+")

Thing = TypeVar("Thing", bound=Hashable)


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"
    MOVED = "moved"


class Run(NamedTuple):
    """Words that follow each other and have one fate, with the spaces after them as they were written."""

    mark: Mark
    text: str


def of_words(old: str, new: str) -> list[Run]:
    """Both texts as one: what stayed, what is gone and what came, in the order of reading. Spaces are no difference."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, [w.strip() for w in before], [w.strip() for w in after], autojunk=False)
    found: list[Run] = []
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            found.append(Run(Mark.SAME, "".join(after[new_start:new_end])))
            continue
        if end > start:
            found.append(Run(Mark.GONE, "".join(before[start:end])))
        if new_end > new_start:
            found.append(Run(Mark.NEW, "".join(after[new_start:new_end])))
    return [Run(run.mark, _parted(run.text)) for run in found[:-1]] + found[-1:]


def _parted(text: str) -> str:
    """The last word of a text may come to stand before another one."""
    return text if text[-1:].isspace() else f"{text} "


def of_order(old: Sequence[Thing], new: Sequence[Thing]) -> tuple[list[tuple[Mark, Thing]], list[tuple[Mark, Thing]]]:
    """Each thing of either row with what became of it. Moved: it is in both, and no longer between the same others.

    Of the things in both, the longest run that kept its order did not move.
    """
    both = set(old) & set(new)
    stayed = set(_longest_in_order([one for one in old if one in both], [one for one in new if one in both]))

    def fate(one: Thing, alone: Mark) -> Mark:
        return alone if one not in both else Mark.SAME if one in stayed else Mark.MOVED

    return [(fate(one, Mark.GONE), one) for one in old], [(fate(one, Mark.NEW), one) for one in new]


def _longest_in_order(old: Sequence[Thing], new: Sequence[Thing]) -> list[Thing]:
    """The most things that follow each other alike in both rows, which hold the same things. Rows are short."""
    places = {one: place for place, one in enumerate(new)}
    best: list[list[Thing]] = []
    for one in old:
        before = [run for run in best if places[run[-1]] < places[one]]
        best.append([*max(before, key=len, default=[]), one])
    return max(best, key=len, default=[])
