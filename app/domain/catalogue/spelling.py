"""What somebody may have meant: each word the shop does not know, as the word it knows that is spelled most like it.

Of words spelled equally near, one of the reader's own language is meant. Where no word is spelled like it, one that
sounds like it, in any alphabet: zarbiya finds زربية, and منديل finds mendil.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.catalogue.folding import roots
from app.domain.catalogue.lexicon import Lexicon
from app.domain.catalogue.sounds import alphabet, sound

MOST_WORDS = 6
SHORTEST, LONG = 4, 8
"""A word of fewer letters is never corrected; one of at least so many may differ in two."""
_FAR = 3
"""Letters in which two spellings of one sound may differ, in one alphabet."""
_WORD = re.compile(r"[^\s'’‘–/,;.:!?«»\"“”()\[\]-]+")

Found = Callable[[str, bool], bool]
"""Whether a root, or with True a word begun so, stands in any public piece."""


@dataclass(frozen=True)
class Understood:
    """words: as the shop knows them. corrected: those that were put in place of others, as the shop writes them."""

    words: str
    corrected: tuple[str, ...] = ()


def understood(typed: str, lexicon: Lexicon, found: Found, *, language: str = "") -> Understood:
    """What was typed with the words corrected that the shop does not know at all, at most six of them.

    language: the reader's."""
    corrected: list[str] = []
    end = len(typed.rstrip())

    def correct(match: re.Match[str]) -> str:
        word = match.group()
        begun = match.end() == end
        meant = _meant(word, lexicon, found, language, begun=begun) if len(corrected) < MOST_WORDS else None
        if meant:
            corrected.append(meant)
        return meant or word

    words = _WORD.sub(correct, typed)
    return Understood(words, tuple(corrected))


def _meant(word: str, lexicon: Lexicon, found: Found, language: str, *, begun: bool) -> str | None:
    root = next(iter(roots(word)), "") if len(roots(word)) == 1 else ""
    if len(root) < SHORTEST or not root.isalpha() or lexicon.knows(root, begun=begun):
        return None
    meant = nearest(root, lexicon, language)
    return lexicon.written(meant) if meant and not found(root, begun) else None


def nearest(root: str, lexicon: Lexicon, language: str = "") -> str | None:
    """The known root that is spelled most like one, else sounds like it; of equals one of the language, then the most
    frequent."""
    return _spelled_like(root, lexicon, language) or _sounding_like(root, lexicon, language)


def begun_like(start: str, lexicon: Lexicon, language: str = "") -> str | None:
    """How a known word begins that somebody may have begun to write, one of the language, then the most frequent.

    None where nothing is near."""
    if len(start) < SHORTEST:
        return None
    most = 2 if len(start) >= LONG else 1
    known = [root for root in lexicon.roots() if len(root) >= len(start) - most]
    begun = dict.fromkeys(root[:length] for length in (len(start), len(start) + 1) for root in known)
    found = process.extract(start, list(begun), scorer=OSA.distance, score_cutoff=most, limit=None)
    whole = {other: lexicon.begun(other, _FAR) for other, _away, _place in found}
    near = [
        (away, not any(lexicon.speaks(root, language) for root in whole[other]), -_often(whole[other], lexicon), other)
        for other, away, _place in found
    ]
    return min(near)[-1] if near else _sounding_like(start, lexicon, language)


def _often(known: list[str], lexicon: Lexicon) -> int:
    return sum(lexicon.often[root] for root in known)


def similar(root: str, lexicon: Lexicon, most: int) -> list[str]:
    """Known roots that share most of its letters, the most alike first: too far away to be what was meant."""
    found = process.extract(root, lexicon.roots(), scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=most)
    return [other for other, _score, _place in found]


def _spelled_like(root: str, lexicon: Lexicon, language: str) -> str | None:
    most = 2 if len(root) >= LONG else 1
    found = process.extract(root, lexicon.as_long(len(root), most), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [(away, not lexicon.speaks(other, language), -lexicon.often[other], other) for other, away, _place in found]
    return min(near)[-1] if near else None


def _sounding_like(root: str, lexicon: Lexicon, language: str) -> str | None:
    heard = sound(root)
    if not heard:
        return None
    alike = [
        (alphabet(other) != alphabet(root), not lexicon.speaks(other, language), -lexicon.often[other], other)
        for other in lexicon.sounding(heard)
        if alphabet(other) != alphabet(root) or OSA.distance(root, other) <= _FAR
    ]
    return min(alike)[-1] if alike else None
