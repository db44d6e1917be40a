"""Going through a table: read, then compared piece by piece with what is there. Nothing is changed on the way."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from app.adapters import tables
from app.base.database import db
from app.domain.catalogue.changes import Follower
from app.domain.catalogue.sheets import columns, exporting, pieces, sources
from app.domain.catalogue.sheets.cells import split
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.lines import Line, Problem
from app.domain.catalogue.sheets.merging import Planner
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.pieces import Piece
from app.domain.catalogue.sheets.planning import Group, Options, Reader
from app.domain.catalogue.sheets.references import References
from app.domain.catalogue.sheets.refusals import PieceTwice, SkuElsewhere, SkuTwice
from app.jobs.sheets.scratch import Scratch
from app.web import languages

READ_AT_ONCE = 2_000
COMPARED_AT_ONCE = 400
"""Pieces whose present state is in memory at once."""
READING, COMPARING, WRITING = "reading", "comparing", "writing"


class Progress(NamedTuple):
    """total: 0 where it is not known yet."""

    step: str
    done: int
    total: int


class Going:
    """One go through one table. Raises, while it goes, what reading a table raises, and NobodySays."""

    def __init__(self, scratch: Scratch, file: BinaryIO, options: Options, language: str) -> None:
        self.scratch, self.options = scratch, options
        self._file, self._language = file, language
        self.follower = Follower()
        self.counts: Counter[str] = Counter()
        self.notes: list[Problem] = []
        self.source = ""
        self._digest = hashlib.sha256()
        self._numbers: Counter[str] = Counter()

    @property
    def digest(self) -> str:
        """Of what every row would do: the same as long as nothing has changed."""
        return self._digest.hexdigest()

    def steps(self) -> Iterator[Progress]:
        self.follower.news(db.session())
        self._known = Known(languages.everywhere)
        db.session.rollback()
        table = tables.read(self._file)
        source = sources.of(table.columns, self._known, self._language)
        self.source, self.notes = source.name, source.notes
        reader = Reader(self._known, source.present, self._language, keeps=source.name != "ours")
        self._references = References({one.id: one.code for one in self._known.trades.values()})
        self._planner = Planner(reader, self.options, self._number, self._references.next)
        total = 0
        for total in self._read(table, source):
            yield Progress(READING, total, 0)
        done, groups = 0, self.scratch.groups()
        while batch := list(islice(groups, COMPARED_AT_ONCE)):
            self._compare(batch)
            done += sum(map(len, batch))
            yield Progress(COMPARING, done, total)

    def _read(self, table: tables.Table, source: sources.Source) -> Iterator[int]:
        rows, total = iter(table), 0
        while batch := [source.line(*row) for row in islice(rows, READ_AT_ONCE)]:
            for line in batch:
                self._references.heed(line.cells.get("reference", ""))
            self.scratch.keep_lines(batch)
            db.session.rollback()
            total += len(batch)
            yield total

    def _compare(self, batch: list[list[Line]]) -> None:
        ids, owners = _ids(batch)
        found = pieces.of({id_ for id_ in ids if id_ is not None})
        photos = pieces.photos({key for group in batch for key in _photo_keys(group)})
        db.session.rollback()
        self.scratch.begin()
        groups = []
        for lines, id_ in zip(batch, ids, strict=True):
            piece = found.get(id_) if id_ is not None else None
            self._check_names(lines, piece, owners)
            groups.append(self._planner.plan(lines, piece, photos))
        self._settle(groups)
        self.scratch.commit()

    def _check_names(self, lines: list[Line], piece: Piece | None, owners: dict[str, tuple[int, str]]) -> None:
        """No SKU stands twice, here or with another piece; no piece stands in two places."""
        if piece is not None and not self.scratch.touch(piece.id):
            lines[0].errors.append(Problem.of("", PieceTwice()))
        for line in lines:
            sku = line.cells.get("sku") or (line.cells.get("reference", "") if piece is None else "")
            first = self.scratch.claimed_by(sku) if sku and line.is_variant else None
            if first is not None and first != line.number:
                line.errors.append(Problem.of("sku", SkuTwice(row=first)))
            owner = owners.get(sku)
            if owner and owner[0] != (piece.id if piece else None):
                line.errors.append(Problem.of("sku", SkuElsewhere(reference=owner[1])))

    def _settle(self, groups: list[Group]) -> None:
        good = [group for group in groups if not group.is_wrong]
        self.scratch.plan((group.writes for group in good), self.options.at)
        self.scratch.keep_for_undo(row for group in good for row in self._back(group))
        told = [told for group in groups for told in group.told.values()]
        for one in told:
            one.outcome = Outcome.ERROR if one.errors else one.outcome
            self.counts[one.outcome.value] += 1
            self._digest.update(repr((one.number, one.outcome.value, one.changes, one.errors)).encode())
        self.scratch.tell(told)

    def _back(self, group: Group) -> Iterator[exporting.Row]:
        """Rows that take it back: changed pieces as they were, new ones put away."""
        if group.piece is None:
            yield from exporting.put_away(group.becoming, self._known, self._language)
        elif group.writes.rows or group.writes.updates:
            yield from exporting.rows(group.piece, self._known, self._language)

    def _number(self, table: str) -> int:
        self._numbers[table] += 1
        return -self._numbers[table]

    def headers(self) -> list[str]:
        """Of the table that takes it back."""
        return columns.headers(self._known, self._language)


def _ids(batch: list[list[Line]]) -> tuple[list[int | None], dict[str, tuple[int, str]]]:
    """Of each group the piece it is about, if there is one; and whose the SKUs are, those of pieces not named too."""
    references = {line.cells["reference"] for group in batch for line in group if "reference" in line.cells}
    skus = {line.cells["sku"] for group in batch for line in group if "sku" in line.cells}
    by_reference, by_sku = pieces.ids_of(references, skus | references)
    ids = [
        by_reference.get(group[0].cells.get("reference", ""))
        if "reference" in group[0].cells
        else next((by_sku[line.cells["sku"]][0] for line in group if line.cells.get("sku") in by_sku), None)
        for group in batch
    ]
    return ids, by_sku


def _photo_keys(group: list[Line]) -> Iterator[str]:
    for line in group:
        if "photos" in line.cells:
            yield from split(line.cells["photos"])
        if "variant_photo" in line.cells:
            yield line.cells["variant_photo"]
