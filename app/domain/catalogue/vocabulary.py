"""The shop's lexicon, read from the database once and put right with each change (see ``shelves``)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import nlargest

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.lexicon import Key, Lexicon, Said
from app.domain.catalogue.models import Colour, Material, Technique
from app.domain.catalogue.revisions import ItemText, Standing
from app.domain.people.models import Artisan
from app.domain.people.models import Standing as Membership
from app.domain.people.trades import Craft, Place

Thing = Craft | Place | Material | Technique | Colour | Artisan
MOST_LEARNED = 200_000
"""Pieces whose titles are learned, the newest: what a larger shop knows stays as large in memory."""
_AT_ONCE = 10_000


def read(public: Collection[int], things: Mapping[str, Mapping[int, Thing]], terms: Iterable[Iterable[str]]) -> Lexicon:
    """All of it, by one statement. public: the ids of all pieces that everybody may see. terms: of the glossary."""
    lexicon = Lexicon()
    first = min(nlargest(MOST_LEARNED, public), default=0)
    for item_id, titles in _titles(ItemText.item_id >= first):
        if item_id in public:
            lexicon.put(item_id, titles)
    name(lexicon, things, terms)
    return lexicon


def put_right(lexicon: Lexicon, changed: Collection[int], public: Collection[int]) -> None:
    """Take in what changed pieces are called now, by one statement. public: those everybody may see."""
    there = dict(_titles(ItemText.item_id.in_(list(changed)))) if changed else {}
    for item_id in changed:
        lexicon.put(item_id, there[item_id]) if item_id in there and item_id in public else lexicon.drop(item_id)


def name(lexicon: Lexicon, things: Mapping[str, Mapping[int, Thing]], terms: Iterable[Iterable[str]]) -> None:
    """Take in what things, makers and terms of the glossary are called now; who may not sell is not named."""
    glossary = ((("term", number), [("", word) for word in words]) for number, words in enumerate(terms))
    lexicon.name([*_called(things), *glossary])


def _called(things: Mapping[str, Mapping[int, Thing]]) -> Iterator[tuple[Key, list[Said]]]:
    return (((kind, id_), _names(thing)) for kind, of_kind in things.items() for id_, thing in of_kind.items())


def _names(thing: Thing) -> list[Said]:
    if not isinstance(thing, Artisan):
        return list(thing.names.items())
    return [("", thing.name), ("ar", thing.name_ar), ("", thing.workshop)] if thing.standing is Membership.GOOD else []


def _titles(chosen: object) -> Iterator[tuple[int, list[Said]]]:
    """Approved titles, piece by piece."""
    texts = select(ItemText.item_id, ItemText.language, ItemText.title)
    rows = texts.where(ItemText.standing == Standing.APPROVED, chosen)  # type: ignore[arg-type]  # a condition
    of: int | None = None
    titles: list[Said] = []
    for item_id, language, title in db.session.execute(rows.order_by(ItemText.item_id)).yield_per(_AT_ONCE):
        if of is not None and item_id != of:
            yield of, titles
            titles = []
        of = item_id
        titles.append((language, title))
    if of is not None:
        yield of, titles
