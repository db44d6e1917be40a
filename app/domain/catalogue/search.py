"""The search: an item's words in all languages, folded, and what they are found by, on either engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    case,
    column,
    func,
    literal,
    select,
    table,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery

from app.base.database import db, is_writing
from app.domain.catalogue import broad_words, glossary, shelves
from app.domain.catalogue.folding import SMALL, fold, roots
from app.domain.catalogue.index_words import POSTGRESQL, SQLITE, Asked, Tongue, asked
from app.domain.catalogue.models import Colour, Item, ItemState, Material, SearchEntry, Technique
from app.domain.catalogue.revisions import ItemText, Standing
from app.domain.catalogue.search_entries import by_index, entries, holds, query
from app.domain.catalogue.synonyms import Synonyms
from app.domain.people.models import Artisan
from app.domain.people.models import Standing as Membership

__all__ = ["Found", "Matches", "body_of", "find", "fold", "index", "matching", "nearest", "wanted"]

MOST_FOUND = 5_000
"""Pieces that are ranked, counted and narrowed for very broad words: the newest. A page says so."""
MOST_OF_MANY, MANY = 2_000, 200_000
"""With more than 200,000 pieces, so many."""
MOST_WORDS = 10
LONGEST_WORD = 40
LONGEST_ASKED = 200
SHORTEST_BEGUN = 3
"""Letters: fewer begin too many words to look for."""
LOOKED_AT = 50
"""Pieces that tell whether a word stands anywhere."""


@dataclass(frozen=True)
class Found:
    """Item ids, the nearest first; count: of all that match, also beyond the ids asked for."""

    ids: list[int]
    count: int


class Matches(NamedTuple):
    """ids: of all pieces that hold some words, public or not, the nearest first.

    more: there are others, and these are the newest, the newest first.
    """

    ids: tuple[int, ...]
    more: bool = False


def wanted(words: str) -> list[str]:
    """What is looked for, from what somebody typed: at most ten folded words, small ones left out."""
    typed = [word[:LONGEST_WORD] for word in roots(words[:LONGEST_ASKED])]
    return ([word for word in typed if word not in SMALL] or typed)[:MOST_WORDS]


def matching(words: list[str], *, every: bool = True, synonyms: Synonyms | None = None) -> Subquery | None:
    """Columns item_id and rank (smaller is nearer) of what holds the words, the last one perhaps only begun.

    Of very broad words only the newest: one more than ``MOST_FOUND``, so that a page costs the same however many match.

    words: from ``wanted``. every: all of them, else any. What holds only a synonym of a word, in any language, comes
    after what holds the words themselves. None where there is no word to look for. synonyms: others
    than those of the glossary.
    """
    if not words:
        return None
    return _matches(_asked(words, _synonyms() if synonyms is None else synonyms, every=every), MOST_FOUND)


def _asked(words: list[str], synonyms: Synonyms, *, every: bool) -> Asked:
    return asked(words, synonyms, _tongue(), every=every, is_begun=len(words[-1]) >= SHORTEST_BEGUN)


def _matches(question: Asked, most: int) -> Subquery:
    """most: how many are ranked; there may be one more."""
    return _in_sqlite(question, most) if _tongue() is SQLITE else _in_postgresql(question, most)


def nearest(words: list[str], *, every: bool = True) -> Matches:
    """What holds the words, public or not. words: from ``wanted``. every: all of them, else any."""
    if not words:
        return Matches(())
    question = _asked(words, _synonyms(), every=every)
    by_index()
    pieces = _pieces()
    most = MOST_OF_MANY if pieces > MANY else MOST_FOUND
    if newest := _newest_of_many(question, pieces, most):
        return Matches(tuple(newest[:-1]), more=True)
    matches = _matches(question, most)
    chosen = select(matches.c.item_id).order_by(matches.c.rank, matches.c.item_id.desc())
    ids = tuple(db.session.scalars(chosen).all())  # at once: one by one takes longer than to find them
    if len(ids) <= most:
        return Matches(ids)
    return Matches(tuple(sorted(ids, reverse=True)[:most]), more=True)


def stands(root: str, *, begun: bool) -> list[int]:
    """A few pieces, public or not, in whose words a root stands. begun: or a word that begins so."""
    word = _tongue().word(root, begun=begun and len(root) >= SHORTEST_BEGUN)
    if _tongue() is SQLITE:
        fts = table("search_entry_fts", column("rowid", Integer))
        return list(db.session.scalars(select(fts.c.rowid).where(_hit(word)).limit(LOOKED_AT)))
    by_index()
    return broad_words.some(word, pieces=_pieces(), limit=LOOKED_AT)


def find(words: str, *, limit: int = 100, every: bool = True) -> Found:
    """Published pieces that hold the words somebody typed, in any of the languages, the nearest first."""
    matches = matching(wanted(words), every=every)
    if matches is None:
        return Found([], 0)
    shown = (Item.state == ItemState.PUBLISHED, Artisan.standing == Membership.GOOD)
    hits = select(Item.id).join(matches, matches.c.item_id == Item.id).join(Item.artisan).where(*shown)
    by_index()
    count = db.session.scalar(select(func.count()).select_from(hits.subquery())) or 0
    nearest = hits.order_by(matches.c.rank, Item.id.desc()).limit(limit)
    return Found(list(db.session.scalars(nearest)) if count and limit else [], count)


def index(item: Item) -> None:
    """Write what an item is found by. Called whenever its approved words, its facets or its maker's names change."""
    body = body_of(item, _approved(item))
    entry = db.session.get(SearchEntry, item.id)
    if entry is None:
        db.session.add(SearchEntry(item_id=item.id, body=body))
    elif entry.body != body:
        entry.body = body


def body_of(item: Item, texts: Iterable[ItemText]) -> str:
    """All words of an item, folded: titles twice, so that they weigh more, then the rest."""
    parts: list[str] = []
    for said in texts:
        parts += [said.title, said.title, said.lead, said.description, said.care]
    maker = item.artisan
    parts += [maker.name, maker.name_ar, maker.workshop, item.reference]
    parts += [*maker.place.names.values(), *item.craft.names.values(), *item.craft.short_names.values()]
    if item.craft.parent:
        parts += item.craft.parent.names.values()
    facets: list[Material | Technique | Colour] = [*item.materials, *item.techniques, *item.colours]
    for facet in facets:
        parts += facet.names.values()
    for variant in item.variants:
        parts += [variant.sku, *variant.labels.values()]
    return " ".join(roots(" ".join(part for part in parts if part)))


def _approved(item: Item) -> Sequence[ItemText]:
    chosen = select(ItemText).where(ItemText.item_id == item.id, ItemText.standing == Standing.APPROVED)
    return db.session.scalars(chosen.order_by(ItemText.language)).all()


def _synonyms() -> Synonyms:
    """As the shelves hold them; a writer, who takes nothing in, reads them."""
    if is_writing():
        return glossary.synonyms()
    with shelves.opened() as held:
        return held.synonyms


def _tongue() -> Tongue:
    return SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL


def _newest_of_many(question: Asked, pieces: int, most: int) -> list[int] | None:
    """Where many hold the words themselves, nobody comes to those that hold a synonym, which stand behind them."""
    for words in filter(None, (question.exact, question.wide)):
        if _tongue() is POSTGRESQL:
            found = broad_words.newest(words, pieces=pieces, most=most)
        else:
            found = _unranked(words, most) if pieces > MANY else None
        if found:
            return found
    return None


def _unranked(words: str, most: int) -> list[int] | None:
    """The newest, and None where there are no more than ``most``. To rank them takes twice as long as to find them, and
    nobody sees the ranks of so many."""
    found = db.session.scalars(select(_newest(words, "found", most, is_ranked=False).c.item_id)).all()
    return list(found) if len(found) > most else None


def _pieces() -> int:
    with shelves.opened() as held:
        return len(held.index.item_ids)


def _in_postgresql(wanted: Asked, most: int) -> Subquery:
    """Over the vectors that the database keeps beside the words. Ranking unpacks each, so not for too many."""
    entry, exact = entries(), query(wanted.exact)
    hit = holds(entry, wanted.wide or wanted.exact)
    newest = (
        select(entry.c.item_id, entry.c.words)
        .where(hit)
        .order_by((entry.c.item_id + 0).desc())  # by the index of words, not past every piece
        .limit(most + 1)
        .subquery("newest")
    )
    counted = select(newest, func.count().over().label("n")).subquery("counted")
    rank: ColumnElement[float] = -func.ts_rank(counted.c.words, exact)
    if wanted.wide:
        rank = case((counted.c.words.op("@@")(exact), rank - 1.0), else_=0.0)
    rank = case((counted.c.n > most, 0.0), else_=rank)
    return select(counted.c.item_id, rank.label("rank")).subquery("matches")


def _in_sqlite(wanted: Asked, most: int) -> Subquery:
    """What holds only a synonym is not ranked and comes last, because ranks are negative: to rank it would cost more
    than to find it."""
    typed = _newest(wanted.exact, "typed", most)
    if not wanted.wide:
        return typed
    others = _newest(f"{wanted.wide} NOT {wanted.exact}", "others", most, is_ranked=False)
    return union_all(select(typed), select(others)).limit(most + 1).subquery("matches")


def _newest(words: str, name: str, most: int, *, is_ranked: bool = True) -> Subquery:
    """The index gives its rows from the newest on and stops there. The limit also keeps it from being asked anew for
    every item that is joined to it."""
    fts = table("search_entry_fts", column("rowid", Integer), column("rank", Float))
    rank: ColumnElement[float] = fts.c.rank if is_ranked else literal(0.0)
    found = select(fts.c.rowid.label("item_id"), rank.label("rank")).select_from(fts).where(_hit(words))
    return found.order_by(fts.c.rowid.desc()).limit(most + 1).subquery(name)


def _hit(words: str) -> ColumnElement[bool]:
    return column("search_entry_fts").op("MATCH")(literal(words))
