"""Parts of pages that show one piece, drawn once and kept under the very row that the shelves hold.

A change of the piece, its photos, its maker or the shop's words makes the shelves hold another (``catalogue/shelves``),
so nothing kept here can be old: what goes on elsewhere in the shop draws nothing anew.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

from sqlalchemy import inspect

from app.domain.catalogue.models import Item

Part = TypeVar("Part")
_NOTHING = object()


class Drawn(Generic[Part]):
    """most: parts that are kept, of all pieces in all languages; the one not shown for longest goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[tuple[object, ...], Part] = OrderedDict()
        self._lock = Lock()

    def once(self, item: Item, *what: object, draw: Callable[[], Part]) -> Part:
        """What ``draw`` gives. what: tells it from other parts of the piece: the language, what somebody chose, the day
        where it changes what is drawn.

        A piece that belongs to a session may still change, so of it nothing is kept.
        """
        key = (item, *what)
        with self._lock:
            found = self._kept.get(key, _NOTHING)
            if found is not _NOTHING:
                self._kept.move_to_end(key)
                return cast(Part, found)
        made = draw()
        if inspect(item).detached:
            with self._lock:
                self._kept[key] = made
                if len(self._kept) > self.most:
                    self._kept.popitem(last=False)
        return made
