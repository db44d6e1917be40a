"""Rows of one piece beside the piece as it is: what would be added or changed, row by row, or why it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from app.base.errors import Refusal
from app.domain.catalogue.sheets.columns import BY_KEY, COLUMNS, KEEP, Column, Part
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.lines import Line, Problem, Told
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.pieces import Photos, Piece
from app.domain.catalogue.sheets.refusals import SaidOtherwise
from app.domain.catalogue.sheets.rows import AUDIT, Row

MEMORY = 20_000
"""Cells whose reading is remembered: the same few names stand in every row."""


@dataclass(frozen=True)
class Options:
    """What the person chose. approve: texts and photos at once. artisan_id, craft_id: where a row names none.

    exception: why food may be sold without an authorisation number, as the settings say it; empty: it may not.
    """

    by_id: int
    at: datetime
    exception: str = ""
    approve: bool = False
    artisan_id: int | None = None
    craft_id: int | None = None


@dataclass
class Writes:
    """rows: to insert. updates: a table, a row's id, what it becomes. emptied: pieces whose links of a table go."""

    rows: list[tuple[Table, Row]] = field(default_factory=list)
    updates: list[tuple[Table, int, Row]] = field(default_factory=list)
    emptied: list[tuple[Table, int]] = field(default_factory=list)

    def add(self, table: Table, **said: Any) -> None:
        self.rows.append((table, said))

    def change(self, table: Table, id_: int, **said: Any) -> None:
        if said:
            self.updates.append((table, id_, said))

    def record(self, deed: str, options: Options, subject: str, id_: int, maker: int | None, **facts: Any) -> None:
        """As ``audit.trail`` would write it."""
        whose = {"by_id": options.by_id, "on_behalf_of_id": maker, "at": options.at}
        self.add(AUDIT, deed=deed, subject=subject, subject_id=id_, facts=facts, **whose)


@dataclass
class Group:
    """The rows of one piece, and what is found out about them. photos: those of ours that they name, by key."""

    lines: Sequence[Line]
    piece: Piece | None
    told: dict[int, Told]
    writes: Writes = field(default_factory=Writes)
    after: Piece | None = None
    photos: Photos = field(default_factory=dict)

    @property
    def becoming(self) -> Piece:
        """The piece as it would be, while it is made so."""
        assert self.after is not None
        return self.after

    @property
    def is_wrong(self) -> bool:
        return any(one.errors for one in self.told.values())

    def refuse(self, line: Line, key: str, refusal: Refusal) -> None:
        self.told[line.number].errors.append(Problem.of(key, refusal))

    def note(self, key: str, text: str, **facts: Any) -> None:
        self.told[self.lines[0].number].notes.append(Problem(key, text, facts))

    def saying(self, key: str) -> Line:
        """The row that says something in a column; the first, where none does."""
        return next((line for line in self.lines if key in line.cells), self.lines[0])

    def changed(self, line: Line, key: str, was: Any, becomes: Any) -> None:
        self.told[line.number].changes.append((key, shown(was), shown(becomes)))


class Reader:
    """Cells as values, each refusal beside its row and column.

    keeps: whether an empty cell always leaves what is there, as in the tables of other shops.
    """

    def __init__(self, known: Known, present: Mapping[str, str], language: str, *, keeps: bool) -> None:
        self.known, self.language = known, language
        found = [column for column in COLUMNS if column.key in set(present.values())]
        of_variant = [column for column in found if column.part in (Part.VARIANT, Part.LABEL)]
        of_piece = [column for column in found if column.part not in (Part.VARIANT, Part.LABEL)]
        self._of_variant, self._of_piece = ({one.key: one for one in some} for some in (of_variant, of_piece))
        self._no_variant, self._no_piece = (
            {one.key: one.empty for one in some if one.empty is not KEEP and not keeps}
            for some in (of_variant, of_piece)
        )
        """What rows say whose cells are all empty; of what is new they say nothing."""
        self._memory: dict[tuple[str, str], Any] = {}

    def group(self, lines: Sequence[Line], piece: Piece | None) -> Group:
        outcome = Outcome.ADD if piece is None else Outcome.UNCHANGED
        told = {
            line.number: Told(line.number, _name(line), outcome, list(line.errors), list(line.notes)) for line in lines
        }
        return Group(lines, piece, told)

    def of_piece(self, group: Group) -> dict[str, Any]:
        """What the rows say of the piece, by key of the column; columns that leave all as it is are not there."""
        said = {} if group.piece is None else dict(self._no_piece)
        saying: dict[str, Line] = {}
        for line in group.lines:
            for key, text in line.cells.items():
                column = self._of_piece.get(key)
                if column is None:
                    continue
                first = saying.setdefault(key, line)
                if first is line:
                    self._read(group, line, column, said)
                elif first.cells[key] != text:
                    group.refuse(line, key, SaidOtherwise(row=first.number))
        return said

    def of_variant(self, group: Group, line: Line) -> dict[str, Any]:
        """What one row says of its variant."""
        said = {} if group.piece is None else dict(self._no_variant)
        for key in line.cells:
            column = self._of_variant.get(key)
            if column is not None:
                self._read(group, line, column, said)
        return said

    def written(self, key: str, value: Any) -> Any:
        return BY_KEY[key].cell.write(value, self.known, self.language)

    def _read(self, group: Group, line: Line, column: Column, said: dict[str, Any]) -> None:
        text = line.cells[column.key]
        if (column.key, text) in self._memory:
            said[column.key] = self._memory[column.key, text]
            return
        try:
            value = column.cell.read(text, self.known)
        except Refusal as refusal:
            group.refuse(line, column.key, refusal)
            said.pop(column.key, None)
            return
        said[column.key] = value
        if column.part is not Part.TEXT and len(self._memory) < MEMORY:
            self._memory[column.key, text] = value


def shown(value: Any) -> str:
    """A cell's value in a report."""
    return "" if value is None else str(value)[:200]


def _name(line: Line) -> str:
    return (line.cells.get("sku") or line.cells.get("reference") or line.group[2:])[:80]
