"""What the glossary says about a text: the terms that stand in it, with their word in another language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.catalogue.folding import roots
from app.domain.catalogue.glossary_models import Term
from app.domain.catalogue.texts import Words


@dataclass(frozen=True)
class Hint:
    """found: the word as the glossary writes it. words: what to say in the target language, the first one preferred.

    used: whether the target text says one of them.
    """

    term: Term
    found: str
    words: list[str]
    used: bool


def hints(terms: Iterable[Term], source: Words, target: Words, *, into: tuple[str, str]) -> list[Hint]:
    """In the order in which they stand in the source. into: the language of the source, and that of the target."""
    said, answered = _roots(source), _roots(target)
    found: list[tuple[int, Hint]] = []
    for term in terms:
        places = [(at, word) for word in term.in_language(into[0]) if (at := _place(roots(word), said)) is not None]
        if places:
            words = term.in_language(into[1])
            used = any(_place(roots(word), answered) is not None for word in words)
            found.append((min(places)[0], Hint(term, min(places)[1], words, used)))
    return [hint for _at, hint in sorted(found, key=lambda one: (one[0], one[1].term.id))]


def _roots(words: Words) -> list[str]:
    return roots(" \n ".join((words.title, words.lead, words.description, words.care)))


def _place(wanted: Sequence[str], said: Sequence[str]) -> int | None:
    """Where the words stand one after the other for the first time."""
    size = len(wanted)
    if not size:
        return None
    return next(
        (at for at, word in enumerate(said) if word == wanted[0] and [*said[at : at + size]] == [*wanted]), None
    )
