"""The words the shop knows: of titles and names in every language, by their root, and what is called by them."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from sys import intern

from app.domain.catalogue.folding import roots
from app.domain.catalogue.sounds import sound

LATELY = 500
"""So many pieces of a word, the newest, are looked at when pieces are suggested."""
_PARTS = str.maketrans(dict.fromkeys("'’‘-–/,;.:!?«»\"“”()[]", " "))


Key = tuple[str, int]
"""A kind of thing and the id of one: ("craft", 3)."""
Said = tuple[str, str]
"""A language, empty where a word belongs to none, and what is said in it."""


class Lexicon:
    """Kept in memory beside the shelves, a few hundred bytes a piece, and put right piece by piece."""

    def __init__(self) -> None:
        self.often: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        self._languages: dict[str, frozenset[str]] = {}
        self._things: dict[str, list[Key]] = {}
        self._of_thing: dict[Key, frozenset[str]] = {}
        self._of_piece: dict[int, tuple[str, ...]] = {}
        self._pieces: dict[str, array[int]] = {}
        self._in_order: list[str] | None = None
        self._as_long: dict[int, list[str]] = {}
        self._sounding: dict[str, list[str]] = {}

    def put(self, item_id: int, titles: Iterable[Said]) -> None:
        """Learn the titles of a piece, or what they are now."""
        said = _said(titles)
        if self._of_piece.get(item_id) == tuple(said):  # most changes are of stock and price
            for root, (_written, languages) in said.items():
                self._meet(root, languages)
            return
        self.drop(item_id)
        self._of_piece[item_id] = tuple(said)
        for root, (written, languages) in said.items():
            self._learn(root, written, languages)
            self._pieces.setdefault(root, array("q")).append(item_id)

    def drop(self, item_id: int) -> None:
        """Forget a piece, and the words that no other has."""
        for root in self._of_piece.pop(item_id, ()):
            self._pieces[root].remove(item_id)
            if not self._pieces[root]:
                del self._pieces[root]
            self._unlearn(root)

    def name(self, things: Iterable[tuple[Key, Iterable[Said]]]) -> None:
        """Learn what crafts, places, facets and makers are called, instead of what they were called before."""
        before, self._things, self._of_thing = self._of_thing, {}, {}
        for key, names in things:
            said = _said(names)
            self._of_thing[key] = frozenset(said)
            for root, (written, languages) in said.items():
                self._learn(root, written, languages)
                self._things.setdefault(root, []).append(key)
        for called in before.values():
            for root in called:
                self._unlearn(root)

    def written(self, root: str) -> str:
        """A root as the shop writes it."""
        return self._written[root]

    def speaks(self, root: str, language: str) -> bool:
        """Whether a root was met in a language, since it is known at all."""
        return language in self._languages[root]

    def knows(self, root: str, *, begun: bool = False) -> bool:
        """Whether it is a word of the shop; begun: or the beginning of one."""
        return root in self._written or (begun and next(self._begun(root), None) is not None)

    def begun(self, start: str, most: int) -> list[str]:
        """The roots that begin so, the most frequent first."""
        return sorted(self._begun(start), key=lambda root: (-self.often[root], root))[:most]

    def roots(self) -> list[str]:
        """All of them, in the order of their letters."""
        if self._in_order is None:
            self._in_order = sorted(self._written)
            self._as_long = {}
            for root in self._in_order:
                self._as_long.setdefault(len(root), []).append(root)
        return self._in_order

    def as_long(self, length: int, most: int) -> list[str]:
        """The roots of so many letters, give or take ``most``."""
        self.roots()
        return [root for n in range(length - most, length + most + 1) for root in self._as_long.get(n, ())]

    def sounding(self, heard: str) -> list[str]:
        """The roots that sound so (see ``sounds``)."""
        return self._sounding.get(heard, [])

    def things(self, wanted: list[str]) -> list[Key]:
        """What is called by all these roots, in any language, the last one perhaps only begun."""
        *others, last = wanted
        if others:
            return [
                key
                for key in dict.fromkeys(self._things.get(others[0], ()))
                if all(other in self._of_thing[key] for other in others)
                and any(root.startswith(last) for root in self._of_thing[key])
            ]
        return list(dict.fromkeys(key for root in self._begun(last) for key in self._things.get(root, ())))

    def pieces(self, wanted: list[str], most: int) -> list[int]:
        """Pieces whose titles hold all these roots, the last one perhaps only begun, the newest of each word first."""
        *others, last = wanted
        found: dict[int, None] = {}
        for root in self.begun(last, most):
            held = self._pieces.get(root, ())
            for item_id in reversed(held[-LATELY:]):
                if all(other in self._of_piece[item_id] for other in others):
                    found[item_id] = None
                if len(found) >= most:
                    return list(found)
        return list(found)

    def _begun(self, start: str) -> Iterator[str]:
        known = self.roots()
        for place in range(bisect_left(known, start), len(known)):
            if not known[place].startswith(start):
                return
            yield known[place]

    def _learn(self, root: str, written: str, languages: frozenset[str]) -> None:
        self.often[root] += 1
        self._meet(root, languages)
        if root not in self._written:
            self._written[root] = written
            self._in_order = None
            if heard := sound(root):
                self._sounding.setdefault(heard, []).append(root)

    def _meet(self, root: str, languages: frozenset[str]) -> None:
        met = self._languages.get(root, languages)
        self._languages[root] = met if languages <= met else _together(met, languages)

    def _unlearn(self, root: str) -> None:
        self.often[root] -= 1
        if self.often[root] <= 0:
            del self.often[root], self._written[root], self._languages[root]
            self._in_order = None
            if heard := sound(root):
                self._sounding[heard].remove(root)


def _said(texts: Iterable[Said]) -> dict[str, tuple[str, frozenset[str]]]:
    """Each root of some texts as the last of them writes it, and the languages in which it stands."""
    said: dict[str, tuple[str, frozenset[str]]] = {}
    for language, text in texts:
        here = _together(frozenset(), frozenset((language,)))
        for root, written in words(text):
            said[root] = (written, _together(said[root][1], here) if root in said else here)
    return said


@lru_cache(maxsize=1_000)
def _together(some: frozenset[str], more: frozenset[str]) -> frozenset[str]:
    """Of a few languages there are a few sets, and many words share each."""
    return some | more


def words(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text without figures: the root of each, and how it is written there."""
    for part in text.translate(_PARTS).split():
        yield from _word(part)


@lru_cache(maxsize=100_000)
def _word(part: str) -> tuple[tuple[str, str], ...]:
    """Folding is the dear part, and titles say the same words again and again."""
    found = roots(part)
    written = intern(part.casefold())
    return tuple((intern(root), written if len(found) == 1 else root) for root in found if root.isalpha())
