"""What somebody looks for, in the words of the shop; and where no piece has them, the pieces that come nearest."""

from itertools import islice
from typing import NamedTuple

from app.domain.catalogue import search, spelling
from app.domain.catalogue.search import Matches
from app.domain.catalogue.shelf_index import NEW
from app.domain.catalogue.shelves import Shelves, opened
from app.domain.catalogue.spelling import Understood

MOST_NEAR = 8
_ALIKE = 4
"""So many words that are spelled a little like one are looked for in its place."""


class Hits(NamedTuple):
    """words: as they were understood. asked: the same as the search wants them."""

    words: Understood
    asked: list[str]
    matches: Matches


def hits(typed: str, *, language: str = "", exactly: bool = False) -> Hits:
    """What is found. language: the reader's. exactly: by the very words, whether the shop knows them or not."""
    words = Understood(typed) if exactly else understood(typed, language)
    asked = search.wanted(words.words)
    return Hits(words, asked, search.nearest(asked))


def public(matches: Matches) -> int:
    """How many of the pieces found everybody may see."""
    with opened() as here:
        return here.index.of_items(matches.ids).bit_count()


def near(typed: str) -> list[int]:
    """The pieces nearest to words that no piece holds together: some of the words first, then words like them, then
    the craft they name. At most eight, public ones."""
    asked = search.wanted(typed)
    with opened() as here:
        found: dict[int, None] = {}
        for ids in (
            search.nearest(asked, every=False).ids if len(asked) > 1 else (),
            search.nearest(_alike(asked, here), every=False).ids,
            _of_crafts(asked, here),
        ):
            found |= dict.fromkeys(islice(here.index.among(here.index.all, ids), MOST_NEAR - len(found)))
    return list(found)


def understood(typed: str, language: str) -> Understood:
    """The words as the shop knows them. language: the reader's."""
    with opened() as here:

        def found(root: str, begun: bool) -> bool:
            return any(here.index.piece_of(one) is not None for one in search.stands(root, begun=begun))

        return spelling.understood(typed, here.lexicon, found, language=language)


def _alike(asked: list[str], here: Shelves) -> list[str]:
    return [word for root in asked for word in spelling.similar(root, here.lexicon, _ALIKE)][: search.MOST_WORDS]


def _of_crafts(asked: list[str], here: Shelves) -> list[int]:
    """The newest of the crafts that are called by one of the words, or by one like it."""
    lexicon = here.lexicon
    called = [key for word in [*asked, *_alike(asked, here)] for key in lexicon.things([word]) if key[0] == "craft"]
    crafts = [here.things["craft"][id_] for _kind, id_ in called]
    ids = [one.id for craft in crafts for one in (craft, *getattr(craft, "children", ()))]
    return here.index.in_order(here.index.having("craft", *ids), NEW, 0, MOST_NEAR) if ids else []
