"""Words that mean the same: one key for "Mendils de 220cm" and "mendil 220 cm", and groups of near spellings."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.catalogue.search import wanted

_BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
NEAR = 0.55
MOST_COMPARED = 150


@lru_cache(maxsize=4096)
def key(words: str) -> str:
    """What a search is counted under: its folded words without small ones, in one order. May be empty."""
    return " ".join(sorted(set(parted(words))))


def parted(words: str) -> tuple[str, ...]:
    """The folded words of a search without small ones, as they stand; a figure and its unit are two words."""
    return tuple(wanted(_BETWEEN.sub(" ", words)))


def groups(counts: Mapping[str, int]) -> dict[str, str]:
    """For every key the key of its group: the most used one among those that are nearly spelt the same.

    counts: how often each key was used. Keys with different figures (40 cm, 45 cm) are never one thing, nor are keys
    of so many and of more words: a slip changes letters, and a word more is another wish.
    Beyond the 150 most used, a key stands for itself.
    """
    leaders: list[tuple[str, tuple[int, frozenset[str]], frozenset[str]]] = []
    found: dict[str, str] = {}
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    for one in ranked[:MOST_COMPARED]:
        same, parts = (len(one.split()), _figures(one)), _parts(one)
        leader = next((name for name, s, p in leaders if s == same and _near(p, parts)), None)
        if leader is None:
            leaders.append((one, same, parts))
        found[one] = leader or one
    return found | {one: one for one in ranked[MOST_COMPARED:]}


def _figures(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split() if word.isdigit())


def _parts(words: str) -> frozenset[str]:
    """Pairs of neighbouring letters of every word, its edges marked."""
    return frozenset(pair for word in words.split() for pair in _pairs(f" {word} "))


def _pairs(word: str) -> Iterable[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= NEAR * len(one | other)
