"""What else a word is called, in any language: the glossary as the search uses it, held in memory."""

from collections.abc import Iterable, Sequence

from app.domain.catalogue.folding import roots

Words = tuple[str, ...]
"""Folded words that stand one after the other."""
MOST_WORDS = 5
MOST_OTHERS = 40


class Synonyms:
    """Groups of words that mean the same. A word may stand in several groups: it is then all that any of them says."""

    def __init__(self, terms: Iterable[Iterable[str]] = (), *, small: frozenset[str] = frozenset()) -> None:
        """terms: of each all its words, as people write them. small: words that are left out of what is asked."""
        self.terms = [tuple(term) for term in terms]
        self._small = small
        self._others: dict[Words, dict[Words, None]] = {}
        self._longest = 1
        for term in self.terms:
            group = {key: None for words in term if 0 < len(key := tuple(roots(words))) <= MOST_WORDS}
            for key in group:
                asked = self._asked(key)
                self._others.setdefault(asked, {}).update(group)
                self._longest = max(self._longest, len(asked))

    def of(self, words: Sequence[str]) -> list[Words]:
        """What these words together are also called, at most 40; empty where nobody said so."""
        key = tuple(words)
        return [other for other in self._others.get(key, ()) if self._asked(other) != key][:MOST_OTHERS]

    def parts(self, words: Sequence[str]) -> list[Words]:
        """The words parted so that what is one term stands together, the longest first from the left."""
        found: list[Words] = []
        first = 0
        while first < len(words):
            spans = (tuple(words[first : first + size]) for size in range(self._longest, 0, -1))
            found.append(next(span for span in spans if len(span) == 1 or span in self._others))
            first += len(found[-1])
        return found

    def _asked(self, key: Words) -> Words:
        return tuple(word for word in key if word not in self._small) or key
