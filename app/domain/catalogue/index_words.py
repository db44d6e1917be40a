"""What the index is asked, in the words of either engine: what was typed, and what else that is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.catalogue.synonyms import Synonyms, Words


@dataclass(frozen=True)
class Asked:
    """exact: what was typed. wide: that or what else it is called; None where nothing is known to be called else."""

    exact: str
    wide: str | None = None


@dataclass(frozen=True)
class Tongue:
    """How an engine writes it. Words hold letters and digits alone: nothing in them can be an order."""

    quote: str
    begun: str
    both: str
    either: str
    next: str
    """Between two words of which the second follows the first."""

    def word(self, word: str, *, begun: bool) -> str:
        return f"{self.quote}{word}{self.quote}{self.begun if begun else ''}"

    def phrase(self, words: Words) -> str:
        if self.next == " ":
            return self.word(" ".join(words), begun=False)
        return self._joined((self.word(word, begun=False) for word in words), self.next)

    def all_of(self, parts: Iterable[str]) -> str:
        return self._joined(parts, self.both)

    def any_of(self, parts: Iterable[str]) -> str:
        return self._joined(parts, self.either)

    @staticmethod
    def _joined(parts: Iterable[str], sign: str) -> str:
        some = list(parts)
        return some[0] if len(some) == 1 else f"({sign.join(some)})"


SQLITE = Tongue('"', "*", " AND ", " OR ", " ")
POSTGRESQL = Tongue("'", ":*", " & ", " | ", " <-> ")


def asked(words: Sequence[str], synonyms: Synonyms, tongue: Tongue, *, every: bool, is_begun: bool = True) -> Asked:
    """words: folded. every: all of them, else any. is_begun: the last may only be the beginning of a word."""
    typed = [tongue.word(word, begun=is_begun and place == len(words)) for place, word in enumerate(words, 1)]
    joined = tongue.all_of if every else tongue.any_of
    parts: list[str] = []
    place = 0
    for span in synonyms.parts(words):
        own = typed[place : place + len(span)]
        place += len(span)
        others = [tongue.phrase(other) for other in synonyms.of(span)]
        parts += [tongue.any_of([tongue.all_of(own), *others])] if others else own
    exact = joined(typed)
    return Asked(exact, wide if (wide := joined(parts)) != exact else None)
