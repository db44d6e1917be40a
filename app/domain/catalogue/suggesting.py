"""What is suggested while somebody types: crafts, materials, places, artisans and pieces, from memory alone."""

from typing import NamedTuple

from app.domain.catalogue import search, spelling
from app.domain.catalogue.lexicon import Key, Lexicon
from app.domain.catalogue.shelves import Shelves, opened
from app.domain.catalogue.vocabulary import Thing
from app.domain.people.trades import Craft

MOST = 10
FEWEST_LETTERS = 2
KINDS = {"craft": 2, "material": 1, "place": 1, "maker": 2}
"""What is suggested before pieces, and how many of each at most."""


class Suggested(NamedTuple):
    """things: each with its kind, in the order of the kinds. pieces: item ids."""

    things: list[tuple[str, Thing]]
    pieces: list[int]


def suggested(typed: str, language: str = "") -> Suggested:
    """Ten at most that are called so, in any language, the last word perhaps only begun or misspelt.

    language: the reader's, for what may be meant by a misspelt word."""
    asked = search.wanted(typed)
    if len("".join(asked)) < FEWEST_LETTERS:
        return Suggested([], [])
    with opened() as here:
        meant = _meant(asked, here.lexicon, language)
        things = [(kind, thing) for kind, most in KINDS.items() for thing in _things(here, kind, meant)[:most]]
        return Suggested(things, here.lexicon.pieces(meant, MOST - len(things)))


def _meant(asked: list[str], lexicon: Lexicon, language: str) -> list[str]:
    """The words as the shop knows them; of the last one, which may not be written to its end, its beginning."""
    *whole, last = asked
    known = [root if lexicon.knows(root) else spelling.nearest(root, lexicon, language) or root for root in whole]
    return [*known, last if lexicon.knows(last, begun=True) else spelling.begun_like(last, lexicon, language) or last]


def _things(here: Shelves, kind: str, meant: list[str]) -> list[Thing]:
    """Those of a kind that have pieces, the most first."""
    found = [(pieces, key) for key in here.lexicon.things(meant) if key[0] == kind and (pieces := _pieces(here, key))]
    return [here.things[kind][id_] for _pieces_, (_kind, id_) in sorted(found, key=lambda one: (-one[0], one[1]))]


def _pieces(here: Shelves, key: Key) -> int:
    """How many pieces a thing has; a family has those of its crafts."""
    kind, id_ = key
    thing = here.things[kind][id_]
    ids = [id_, *(child.id for child in thing.children)] if isinstance(thing, Craft) else [id_]
    return here.index.having(kind, *ids).bit_count()
