"""Which craft words belong to that found nothing: the one most of whose pieces hold one of the words."""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import literal, select, union_all

from app.base.database import db
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.search import matching, wanted
from app.domain.catalogue.synonyms import Synonyms

MOST_ASKED = 40
MOST_PIECES = 100


def crafts_of(keys: Collection[str]) -> dict[str, int]:
    """The craft of each key, where the catalogue gives a hint; forty keys and a hundred pieces each at most."""
    chosen = list(keys)[:MOST_ASKED]
    return {
        chosen[number]: min(votes, key=lambda craft_id: (-votes[craft_id], craft_id))
        for number, votes in _votes(chosen).items()
    }


def _votes(keys: list[str]) -> dict[int, Counter[int]]:
    """For the number of each key, the crafts of shown pieces that hold one of its words. One statement for all."""
    asked, none = [], Synonyms()  # a hint is what pieces say themselves
    for number, key in enumerate(keys):
        words = [word for word in wanted(key) if not word.isdigit() and len(word) > 2]
        matches = matching(words, every=False, synonyms=none)
        if matches is not None:
            some = select(literal(number).label("number"), matches.c.item_id).limit(MOST_PIECES).subquery()
            shown = select(some.c.number, Item.craft_id).join(Item, Item.id == some.c.item_id)
            asked.append(shown.where(Item.state == ItemState.PUBLISHED))
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for number, craft_id in db.session.execute(union_all(*asked)) if asked else ():
        votes[number][craft_id] += 1
    return votes
