"""What finished days said, remembered by this process for as long as nothing that is kept of them changes.

A day that is over is counted once, and two years of such days are asked for with every page of demand. Answers are
never changed by whoever gets them.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from app.domain.demand.counts import Fresh

MOST = 12
"""Answers in memory: the longest, a year of cells, are a few MiB."""
_held = OrderedDict[tuple[int, Hashable], object]()
_one_at_a_time = threading.Lock()
Answer = TypeVar("Answer")


def found(fresh: Fresh, what: Hashable) -> Any:
    """What was kept of the same edition; None where nothing was. what: names the question with all it depends on."""
    with _one_at_a_time:
        if (key := (fresh.edition, what)) not in _held:
            return None
        _held.move_to_end(key)
        return _held[key]


def once(fresh: Fresh, what: Hashable, make: Callable[[], Answer]) -> Answer:
    """What was kept, else what is made now."""
    known: Answer | None = found(fresh, what)
    return keep(fresh, what, make()) if known is None else known


def keep(fresh: Fresh, what: Hashable, answer: Answer) -> Answer:
    """Remember an answer, unless nobody can say when it changes."""
    if fresh.edition:
        with _one_at_a_time:
            _held[fresh.edition, what] = answer
            if len(_held) > MOST:
                _held.popitem(last=False)
    return answer
