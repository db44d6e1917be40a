"""What a process keeps in memory of the database: read once, then kept up with it, change by change (decision 010)."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import ClassVar, TypeVar
from weakref import WeakKeyDictionary

from app.base.database import db, is_writing
from app.domain.catalogue import editions
from app.domain.catalogue.changes import About, Change, Follower


@dataclass
class Memory(ABC):
    """edition: goes up with every change that anybody might see on a page."""

    MOST_TAKEN_IN: ClassVar[int] = 500
    """Changes are taken in one by one up to here; where there are more, all is read anew."""

    edition: int = 0
    lock: RLock = field(default_factory=RLock)
    _follower: Follower = field(default_factory=Follower)
    _is_read: bool = False
    _page_edition: int | None = None
    """What pages were asked of when this memory last looked (``editions``)."""

    def keep_up(self) -> None:
        """Take in what was committed since the last page, by one statement where nothing was, by none where the page
        is of an edition for which this memory has looked already.

        Once in a reading transaction: a page is of one moment. A writer takes nothing in, because what it sees may
        still be undone: the page of a refused form shows things as they were.
        """
        if self._page_edition is not None and self._page_edition == editions.of_this_page():
            return
        session = db.session()
        mark, here = f"kept up with by {type(self).__name__}", (id(self), session.get_transaction())
        if is_writing() and self._is_read:
            return
        if is_writing():
            self._read_all()
        elif session.info.get(mark) != here:
            self._look()
            self._page_edition = editions.of_this_page()
            session.info[mark] = id(self), session.get_transaction()

    def is_ahead(self) -> bool:
        """Whether it knows changes that this page does not see, because another page took them in meanwhile."""
        return self._follower.is_ahead_of(db.session())

    def _look(self) -> None:
        news = self._follower.news(db.session())
        if not self._is_read or news is None or len(news) > self.MOST_TAKEN_IN:
            self._read_all()
            self._is_read = True
            self.edition += 1
        elif news:
            self._take_in(_by_subject(news))
            self.edition += 1

    @abstractmethod
    def _read_all(self) -> None:
        """From the beginning."""

    @abstractmethod
    def _take_in(self, about: dict[About, set[int]]) -> None:
        """about: what has changed, by id."""


Kind = TypeVar("Kind", bound=Memory)
_known: WeakKeyDictionary[object, dict[type[Memory], Memory]] = WeakKeyDictionary()
_making = RLock()


@contextmanager
def opened(kind: type[Kind]) -> Iterator[Kind]:
    """What is kept of this kind, as it stands in the database now. Inside, nothing is moved by another thread."""
    with _making:
        kept = _known.setdefault(db.engine, {})
        memory = kept.get(kind) or kept.setdefault(kind, kind())
    assert isinstance(memory, kind)  # for the type checker: they lie under their own kind
    with memory.lock:
        memory.keep_up()
        yield memory


def _by_subject(news: Sequence[Change]) -> dict[About, set[int]]:
    about: dict[About, set[int]] = {}
    for change in news:
        about.setdefault(change.about, set()).add(change.thing_id)
    return about
