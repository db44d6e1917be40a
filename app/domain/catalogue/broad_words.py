"""Words that a large part of a large catalogue holds, on PostgreSQL: the newest pieces that hold them, soon.

Its index gives all pieces that hold a word in no order, and whether one holds it the table alone knows, which unpacks
its vector: either way the newest of many would cost as much as the many. How many there are its planner estimates well,
so it is asked: then the newest are found in the index, among so many of the newest pieces, or, where nearly all hold
the words, from the newest on. (SQLite's index begins with the newest.)
"""

from sqlalchemy import func, select, tablesample, text
from sqlalchemy.sql.selectable import Select

from app.base.database import db
from app.domain.catalogue.index_words import POSTGRESQL
from app.domain.catalogue.search_entries import entries, holds

A_VECTOR = 50
"""To unpack a vector costs so many times what it costs to read a piece from the index: who reads from the newest on
unpacks the vector of each, until there are enough."""
ROOM = 4
"""So many times as many of the newest pieces are looked at as should be enough: of several words the planner believes
that more pieces hold them than do. More cost little, for the index gives them all anyway."""
RARE = 100
"""Where so many times as many as are wanted hold the words, the first that the index gives will do. Not the newest: of
a word it does not know PostgreSQL believes that one piece in 200 holds it, and would look through all of them."""
COMMON = 0.05
"""Of words that so large a part holds, a few pieces stand in any handful: the index would first name them all."""


def newest(question: str, *, pieces: int, most: int) -> list[int] | None:
    """The ids of the newest that hold the words, ``most`` and one more. None: there may be fewer, or one cannot know.

    question: as the index is asked. pieces: on the shelves. Words of a phrase may stand apart here: to see that they
    follow each other costs as much as all the rest.
    """
    if pieces <= most:
        return None
    apart = question.replace(POSTGRESQL.next, POSTGRESQL.both)
    share = _estimated(apart) / pieces
    if share * pieces <= most:
        return None
    nearly_everywhere = most / share * A_VECTOR < share * pieces
    found = db.session.scalars(_everywhere(apart, most) if nearly_everywhere else _among(apart, share, most)).all()
    return list(found) if len(found) > most else None


def some(question: str, *, pieces: int, limit: int) -> list[int]:
    """A few pieces that hold the words, whichever. pieces: on the shelves."""
    believed = _estimated(question)
    if believed > pieces * COMMON and (met := list(db.session.scalars(_handful(question, limit / believed, limit)))):
        return met
    entry = entries()
    held = select(entry.c.item_id).where(holds(entry, question)).limit(limit)
    if believed < limit * RARE:
        # Ordered by what has no index, or PostgreSQL hopes to meet soon what stands nowhere, and reads everything.
        held = held.order_by(entry.c.item_id + 0)
    return list(db.session.scalars(held))


def _estimated(question: str) -> int:
    """How many pieces hold the words, as the planner believes."""
    plan = text("EXPLAIN (FORMAT JSON) SELECT FROM search_entry WHERE words @@ to_tsquery('simple', :question)")
    return int(db.session.execute(plan, {"question": question}).scalar_one()[0]["Plan"]["Plan Rows"])


def _everywhere(question: str, most: int) -> Select[int]:
    entry = entries()
    return select(entry.c.item_id).where(holds(entry, question)).order_by(entry.c.item_id.desc()).limit(most + 1)


def _among(question: str, share: float, most: int) -> Select[int]:
    """``+ 0``: not by the index of ids, which would lead past every piece that does not hold the words."""
    entry = entries()
    oldest = select(func.max(entry.c.item_id) - round(most / share * ROOM)).scalar_subquery()
    chosen = select(entry.c.item_id).where(holds(entry, question), entry.c.item_id + 0 > oldest)
    return chosen.order_by((entry.c.item_id + 0).desc()).limit(most + 1)


def _handful(question: str, share: float, limit: int) -> Select[int]:
    """From pages of the table drawn by lot. share: of the table."""
    entry = tablesample(entries(), func.system(min(100 * share, 100)))
    return select(entry.c.item_id).where(holds(entry, question)).limit(limit)
