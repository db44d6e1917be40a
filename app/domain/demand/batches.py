"""Signs on their way: what a process of the site noted in a second is one row, which a worker takes apart.

One short row costs the site least; what costs more (the words of the shop, a row and its indexes for each sign) is
done where no page waits for it. A worker writes the signs and deletes their batches in one transaction: killed in the
midst it loses nothing and doubles nothing.
"""

import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import delete, exc, select, update

from app.base import clock, rows
from app.base.database import db
from app.domain.catalogue import understanding
from app.domain.demand import counts
from app.domain.demand.models import DemandSignal, SignalBatch, SignalKind
from app.domain.demand.signals import Glimpse, Search, Sign, clean_words

MOST = 20
"""Batches taken apart in one go."""
MOST_TEXT = 60_000
"""Letters of them, some five hundred signs: who waits to write waits for the words of these. One batch at least."""
COLUMNS = ("at", "visitor", *Search._fields, *Sign._fields)
"""Of each glimpse in a batch: the search is the one it came from."""
LATE_DAYS = 7
"""So long what could not be read is kept, and so late a sign may come after its day was counted."""
_log = logging.getLogger(__name__)
STRANGE = (ValueError, TypeError, LookupError, ArithmeticError, OSError)
"""What a batch that cannot be read may cause."""
PLAIN = (str, int, float, type(None))
_AT = 0
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
"""Moments are whole numbers in a batch: exact, and sooner written than fractions."""
_WRITTEN = ("at", "visitor", *Sign._fields, "quantity")
_NO_SEARCH = (None,) * len(Search._fields)
_as_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""One encoder for all: making one takes as long as what it writes of a few signs."""

Row = list[Any]
Meanings = dict[tuple[str, str], str]
"""By words as they were typed and the language of the page they were typed on."""
Again = Callable[[date], object]
"""Counts a day again, signs of which came after it was counted."""


class Batch(NamedTuple):
    id: int
    signs: list[Row]


def packed(glimpses: Sequence[Glimpse], visitors: Sequence[str]) -> str:
    """visitors: the hash of each."""
    signs = [
        ((at - _EPOCH) // _MICROSECOND, visitor, *(search or _NO_SEARCH), *sign)
        for (at, _trace, sign, search), visitor in zip(glimpses, visitors, strict=True)
    ]
    return _as_json({"columns": COLUMNS, "signs": signs})


def meanings() -> Meanings | None:
    """What was typed before pieces were opened, in the words its search was counted under: of the batches that come
    next. None where no batch waits. Looked up before ``take_apart``, so that no writer waits for the shop's words."""
    meant: Meanings = {}
    found = _next()
    for _id, body in found:
        with suppress(*STRANGE):
            _signs(body, meant)
    return meant if found else None


def take_apart(again: Again, meant: Meanings | None = None) -> int:
    """Turn some batches into raw signals. Returns how many were dealt with. Does not commit.

    What cannot be read, as it is damaged or another version wrote it, is put aside and keeps nobody waiting. What
    another worker is taking apart is left to them.
    """
    dealt_with, late = _take({} if meant is None else meant, wait=False)
    for day in late:
        again(day)
    return dealt_with


def take_all_apart(again: Again, *, within: timedelta | None = None) -> bool:
    """Afterwards none waits but what is being noted now: others at it are waited for. Does not commit.

    within: stop after so long, whatever still waits. Returns whether all was taken apart.
    """
    until = None if within is None else monotonic() + within.total_seconds()
    late, meant, dealt_with, is_over = set[date](), Meanings(), 1, False
    while dealt_with and not is_over:
        dealt_with, days = _take(meant, wait=True)
        late.update(days)
        is_over = until is not None and monotonic() >= until
    for day in sorted(late):
        again(day)
    return not dealt_with


def _take(meant: Meanings, *, wait: bool) -> tuple[int, list[date]]:
    """How many batches were dealt with, and the days to count again."""
    found = _next(lock=True, wait=wait)
    batches, strange = list[Batch](), dict[int, str]()
    for id_, body in found:
        try:
            batches.append(Batch(id_, _signs(body, meant)))
        except STRANGE as trouble:
            strange[id_] = type(trouble).__name__
    batches, late = _in_time(batches)
    strange |= _write(batches)
    done = [id_ for id_, _body in found if id_ not in strange]
    db.session.execute(delete(SignalBatch).where(SignalBatch.id.in_(done)))
    for id_, why in strange.items():
        _log.error("Signs of demand could not be read: batch %s is put aside (%s)", id_, why)
        db.session.execute(update(SignalBatch).where(SignalBatch.id == id_).values(put_aside=True))
    return len(found), late


def try_again() -> None:
    """What was put aside is looked at once more: this version may read what another could not. Does not commit."""
    db.session.execute(update(SignalBatch).where(SignalBatch.put_aside).values(put_aside=False))


def drop_unread(now: datetime) -> None:
    """What nobody could read for a week is let go of. Does not commit."""
    horizon = now - timedelta(days=LATE_DAYS)
    db.session.execute(delete(SignalBatch).where(SignalBatch.put_aside, SignalBatch.at < horizon))


def _next(*, lock: bool = False, wait: bool = False) -> Sequence[Any]:
    chosen = select(SignalBatch.id, SignalBatch.body).where(~SignalBatch.put_aside).order_by(SignalBatch.id).limit(MOST)
    found = db.session.execute(chosen.with_for_update(skip_locked=not wait) if lock else chosen).all()
    lengths = accumulate(len(row.body) for row in found)
    return found[: max(sum(length <= MOST_TEXT for length in lengths), 1)]


def _signs(body: str, meant: Meanings) -> list[Row]:
    """What a batch holds, as columns of ``_WRITTEN``. meant: what is known of meanings, and what is learnt of them."""
    said = json.loads(body)
    if said["columns"] != list(COLUMNS):
        raise ValueError("of another version")
    signs = list[Row]()
    for seen in said["signs"]:
        if len(seen) != len(COLUMNS) or not all(isinstance(value, PLAIN) for value in seen):
            raise ValueError("not a sign")
        moment, visitor, words, language, *facts = seen
        at, sign = _EPOCH + moment * _MICROSECOND, Sign(SignalKind(facts[0]), *facts[1:])
        signs.append([at, visitor, *sign, 1])
        if words:
            signs.append([at, visitor, *_click(sign, _meaning(str(words), str(language), meant), str(language)), 1])
    return signs


def _click(sign: Sign, words: str, language: str) -> Sign:
    """On what a search had found. language: of the search."""
    return sign._replace(kind=SignalKind.CLICK, language=language, words=words, value=None, out_of_stock=False)


def _meaning(words: str, language: str, meant: Meanings) -> str:
    if (words, language) not in meant:
        meant[words, language] = clean_words(understanding.understood(words, language).words)
    return meant[words, language]


def _in_time(batches: Sequence[Batch]) -> tuple[list[Batch], list[date]]:
    """What is written, and the days of it that are over and were counted already, or found to have nothing to count.
    What comes a week after that counts nowhere, and nobody would forget its words: it is let go of."""
    last, (running, _until) = counts.last_rolled(date.max), counts.running()
    over = max((day for day in (last, running - timedelta(days=1) if running else None) if day), default=None)
    if over is None:
        return list(batches), []
    horizon = last - timedelta(days=LATE_DAYS) if last else date.min
    days = {sign[_AT]: clock.local(sign[_AT]).date() for batch in batches for sign in batch.signs}
    kept = [batch._replace(signs=[sign for sign in batch.signs if days[sign[_AT]] > horizon]) for batch in batches]
    return kept, sorted({day for day in days.values() if horizon < day <= over})


def _write(batches: Sequence[Batch]) -> dict[int, str]:
    """Returns which batches the database does not take, and why."""
    connection = db.session.connection()
    moment = as_text if connection.dialect.name == "sqlite" else _as_it_is
    signs = [(moment(at), *rest) for batch in batches for at, *rest in batch.signs]
    driver: Any = connection.dialect.loaded_dbapi
    refusals = (exc.DataError, exc.IntegrityError, driver.DataError, driver.IntegrityError, *STRANGE)
    try:
        with connection.begin_nested():
            rows.insert(connection, DemandSignal.__tablename__, _WRITTEN, signs)
    except refusals as trouble:
        if len(batches) == 1:
            return {batches[0].id: type(trouble).__name__}
        half = len(batches) // 2
        return _write(batches[:half]) | _write(batches[half:])
    return {}


def as_text(at: datetime) -> str:
    """A moment as ``Moment`` has it in an engine without a type for moments."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _as_it_is(at: datetime) -> datetime:
    return at
