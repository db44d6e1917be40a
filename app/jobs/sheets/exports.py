"""Tables that go out."""

from collections.abc import Callable, Iterator

from app.adapters import tables
from app.base.database import db
from app.domain.catalogue.sheets import columns, exporting
from app.domain.catalogue.sheets.exporting import Wanted
from app.domain.catalogue.sheets.known import Known
from app.web import languages


def table_blocks(
    kind: str, wanted: Wanted, known: Known, language: str, count: Callable[[int], None] = lambda _pieces: None
) -> Iterator[bytes]:
    """The blocks of a file with the pieces that are wanted. count: is told how many more are written."""
    right_to_left = languages.direction(language) == "rtl"
    return tables.write(
        kind, columns.headers(known, language), _rows(wanted, known, language, count), right_to_left=right_to_left
    )


def _rows(wanted: Wanted, known: Known, language: str, count: Callable[[int], None]) -> Iterator[exporting.Row]:
    for pieces, some in exporting.batches(wanted, known, language):
        db.session.rollback()
        yield from some
        count(pieces)
