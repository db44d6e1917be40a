"""Which craft words belong to that found nothing: the one most of whose pieces hold all of the words, else one.

What held all of them may be gone by now, and a colour stands in every craft: "blue rug" is no matter of blue bowls.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import literal, select, union_all

from app.base.database import db
from app.domain.catalogue import desk_memory
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.search import matching, wanted
from app.domain.catalogue.synonyms import Synonyms

MOST_ASKED = 40
MOST_PIECES = 100
MOST_KEPT = 5_000
OF_ALL, OF_ONE = MOST_PIECES + 1, 1
"""Votes of a piece that holds all words, and of one that holds one of them: all of these together weigh less."""


def crafts_of(keys: Collection[str]) -> dict[str, int]:
    """The craft of each key, where the catalogue gives a hint; forty keys and a hundred pieces each at most.

    One statement for those that were not asked about since anything of the catalogue changed.
    """
    chosen = list(keys)[:MOST_ASKED]
    hints = desk_memory.worked_out("hints", dict[str, int])
    if fresh := [key for key in chosen if key not in hints]:
        votes = _votes(fresh)
        if len(hints) > MOST_KEPT:
            hints.clear()
        hints |= {key: _most(votes[number]) for number, key in enumerate(fresh)}
    return {key: hints[key] for key in chosen if hints.get(key)}


def _most(votes: Counter[int]) -> int:
    return min(votes, key=lambda craft_id: (-votes[craft_id], craft_id), default=0)


def _votes(keys: list[str]) -> defaultdict[int, Counter[int]]:
    """For the number of each key, the votes of shown pieces for their crafts. One statement for all."""
    asked, none = [], Synonyms()  # a hint is what pieces say themselves
    for number, key in enumerate(keys):
        words = [word for word in wanted(key) if not word.isdigit() and len(word) > 2]
        for weight in (OF_ALL, OF_ONE) if len(words) > 1 else (OF_ONE,):
            matches = matching(words, every=weight == OF_ALL, synonyms=none)
            if matches is not None:
                some = select(literal(number).label("number"), matches.c.item_id).limit(MOST_PIECES).subquery()
                shown = select(some.c.number, Item.craft_id, literal(weight)).join(Item, Item.id == some.c.item_id)
                asked.append(shown.where(Item.state == ItemState.PUBLISHED))
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for number, craft_id, weight in db.session.execute(union_all(*asked)) if asked else ():
        votes[number][craft_id] += weight
    return votes
