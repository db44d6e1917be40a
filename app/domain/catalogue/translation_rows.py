"""A translator's rows: what leaves, and what each that comes back would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Refusal, Stale
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText
from app.domain.catalogue.texts import LANGUAGES, Pair, UnknownLanguage, Words
from app.domain.catalogue.translating import Came, SameLanguage
from app.domain.catalogue.translations import Row, Wanted

PARTS = tuple(part.name for part in fields(Words))
NEEDED = ("reference", "source", "target", "source_revision", "target_revision", "target_title")
COLUMNS = (
    *NEEDED[:5],
    "state",
    *(f"source_{part}" for part in PARTS),
    *(f"target_{part}" for part in PARTS),
)
BATCH = 200


class NoColumn(Refusal):
    text = N_("The column “%(column)s” is missing. Send the file that was made here, with its columns as they were.")


class NoSuchPiece(Refusal):
    text = N_("No piece has this reference.")


class TwiceInFile(Refusal):
    text = N_("This text stands in the file twice.")


class OutOfStep(Refusal):
    text = N_("This row has more cells than there are columns.")


class WrongRevision(Refusal):
    text = N_("The revision numbers do not belong to this piece. Leave these columns as they were.")


class Outcome(StrEnum):
    CHANGES = "changes"
    UNCHANGED = "unchanged"
    STALE = "stale"
    ERROR = "error"


class Told(NamedTuple):
    """A row as it came. number: as a spreadsheet counts. is_ragged: it has more cells than there are columns."""

    number: int
    cells: Mapping[str, str]
    is_ragged: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a row would do. why: it cannot be. came: what would change. has_moved: its source was changed since."""

    number: int
    reference: str
    outcome: Outcome
    why: Refusal | None = None
    came: Came | None = None
    has_moved: bool = False


def row(one: Row, wanted: Wanted) -> list[str | int]:
    """The cells for ``COLUMNS``."""
    said, answered = one.source.latest, one.target.latest
    return [
        one.item.reference,
        wanted.source,
        wanted.target,
        one.source.seen,
        one.target.seen,
        one.state,
        *(getattr(said, part) if said else "" for part in PARTS),
        *(getattr(answered, part) if answered else "" for part in PARTS),
    ]


def check_columns(columns: Sequence[str]) -> None:
    """Raises NoColumn."""
    for column in NEEDED:
        if column not in columns:
            raise NoColumn(column=column)


def verdicts(rows: Iterable[Told], *, for_update: bool = False) -> Iterator[Verdict]:
    """What each row would do, by three questions for two hundred of them. Changes nothing."""
    rest, met = iter(rows), set[tuple[int, str]]()
    while batch := list(islice(rest, BATCH)):
        known = _known(batch, for_update)
        for told in batch:
            yield _verdict(told, known, met)


class _Known(NamedTuple):
    items: dict[str, Item]
    pairs: dict[int, dict[str, Pair]]
    revisions: dict[int, tuple[int, str]]
    """Whose it is, and in which language."""


def _known(batch: Sequence[Told], for_update: bool) -> _Known:
    chosen = select(Item).where(Item.reference.in_({told.cells.get("reference", "") for told in batch}))
    if for_update:
        chosen = chosen.order_by(Item.id).with_for_update(of=Item).execution_options(populate_existing=True)
    items = {item.reference: item for item in db.session.scalars(chosen)}
    asked = {number for told in batch if (number := _number(told.cells.get("source_revision", "")))}
    made_from = select(ItemText.id, ItemText.item_id, ItemText.language).where(ItemText.id.in_(asked))
    revisions = {text_id: (item_id, language) for text_id, item_id, language in db.session.execute(made_from)}
    return _Known(items, texts.of(items.values()), revisions)


def _verdict(told: Told, known: _Known, met: set[tuple[int, str]]) -> Verdict:
    verdict = Verdict(told.number, told.cells.get("reference", ""), Outcome.UNCHANGED)
    try:
        came = _came(told, known, met)
    except Stale as stale:
        return replace(verdict, outcome=Outcome.STALE, why=stale)
    except Refusal as refusal:
        return replace(verdict, outcome=Outcome.ERROR, why=refusal)
    if came is None:
        return verdict
    now = known.pairs[came.item.id][told.cells["source"]].seen
    return replace(verdict, outcome=Outcome.CHANGES, came=came, has_moved=now != came.made_from_id)


def _came(told: Told, known: _Known, met: set[tuple[int, str]]) -> Came | None:
    """None: nothing would change. Raises a Refusal."""
    if told.is_ragged:
        raise OutOfStep
    item = known.items.get(told.cells["reference"])
    if item is None:
        raise NoSuchPiece
    source, target = told.cells["source"], told.cells["target"]
    if source not in LANGUAGES or target not in LANGUAGES:
        raise UnknownLanguage
    if source == target:
        raise SameLanguage
    if (item.id, target) in met:
        raise TwiceInFile
    met.add((item.id, target))
    made_from, seen = _number(told.cells["source_revision"]), _number(told.cells["target_revision"])
    if made_from is None or seen is None or known.revisions.get(made_from) != (item.id, source):
        raise WrongRevision
    pair = known.pairs[item.id][target]
    words = _words(told.cells, pair)
    if not any(told.cells.get(f"target_{part}") for part in PARTS) or (
        pair.latest and words == texts.words_of(pair.latest)
    ):
        return None
    if seen != pair.seen:
        raise Stale
    texts.check(words)
    return Came(item, target, words, pair, made_from)


def _words(cells: Mapping[str, str], pair: Pair) -> Words:
    """What is written; a column that the translator took away says what is there now."""
    now = texts.words_of(pair.latest) if pair.latest else Words("")
    return Words(**{part: cells.get(f"target_{part}", getattr(now, part)) for part in PARTS})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
