"""Tables going in and out in tests: what a person would see of them."""

import csv
import io
from typing import Any, NamedTuple

from app.adapters.tables import CSV
from app.base.database import db
from app.domain.catalogue.sheets.exporting import Wanted
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.planning import Options
from app.domain.people.models import User
from app.jobs.sheets.exports import table_blocks
from app.jobs.sheets.going import Going
from app.jobs.sheets.imports import finish
from app.jobs.sheets.scratch import Scratch
from app.web import languages
from tests.given import NOW


class Gone(NamedTuple):
    """counts: rows by outcome, none left out. told: number, outcome, name and what is said. back: takes it back."""

    counts: dict[str, int]
    told: list[tuple[int, str, str, dict[str, Any]]]
    back: list[list[Any]]
    source: str

    @property
    def errors(self) -> list[tuple[int, str, str]]:
        """Row, column and sentence."""
        return [
            (number, column, text % facts)
            for number, _outcome, _name, said in self.told
            for column, text, facts in said.get("errors", ())
        ]

    @property
    def changed(self) -> dict[str, tuple[str, str]]:
        return {key: (old, new) for *_row, said in self.told for key, old, new in said.get("changes", ())}

    @property
    def notes(self) -> list[str]:
        return [note[1] for *_row, said in self.told for note in said.get("notes", ())]


def written(*rows: dict[str, Any], separator: str = ",") -> bytes:
    """A CSV file with the columns that any of the rows names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring(body: bytes, by: User, *, dry: bool = False, language: str = "fr", **chosen: Any) -> Gone:
    """Go through a table, and import it where no row has an error."""
    db.session.commit()
    with Scratch() as scratch:
        going = Going(scratch, io.BytesIO(body), Options(by.id, NOW, **chosen), language)
        for _progress in going.steps():
            pass
        gone = Gone(dict(+going.counts), list(scratch.told()), list(scratch.undo()), going.source)
        if not dry and not gone.errors:
            finish(going, by=by, name="table.csv", sheet_id=None, at=NOW)
            db.session.commit()
    return gone


def taken(kind: str = CSV, language: str = "fr") -> bytes:
    return b"".join(table_blocks(kind, Wanted(), Known(languages.everywhere), language))
