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
    pieces = _pieces(chosen)
    ids = {item_id for found in pieces.values() for item_id in found}
    shown = select(Item.id, Item.craft_id).where(Item.id.in_(ids), Item.state == ItemState.PUBLISHED)
    crafts = {row.id: row.craft_id for row in db.session.execute(shown)}
    guessed: dict[str, int] = {}
    for number, found in pieces.items():
        votes = Counter(crafts[item_id] for item_id in found if item_id in crafts)
        if votes:
            guessed[chosen[number]] = min(votes, key=lambda craft_id: (-votes[craft_id], craft_id))
    return guessed


def _pieces(keys: list[str]) -> dict[int, list[int]]:
    """For the number of each key, items that hold one of its words. One statement for all of them."""
    asked, none = [], Synonyms()  # a hint is what pieces say themselves
    for number, key in enumerate(keys):
        words = [word for word in wanted(key) if not word.isdigit() and len(word) > 2]
        matches = matching(words, every=False, synonyms=none)
        if matches is not None:
            some = select(literal(number).label("number"), matches.c.item_id).limit(MOST_PIECES).subquery()
            asked.append(select(some.c.number, some.c.item_id))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, item_id in db.session.execute(union_all(*asked)) if asked else ():
        found[number].append(item_id)
    return found
