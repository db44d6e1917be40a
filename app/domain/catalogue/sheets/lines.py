"""A row of a table on its way: what its cells say by our columns, and which other rows are about the same piece."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.base.errors import Refusal
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.refusals import NoName, OutOfStep

Facts = dict[str, Any]
encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""Made once: ``json.dumps`` makes an encoder for every row."""


class Problem(NamedTuple):
    """column: as it is called in the table; empty: the whole row. text: a sentence to translate, with its facts."""

    column: str
    text: str
    facts: Facts

    @classmethod
    def of(cls, column: str, refusal: Refusal) -> "Problem":
        return cls(column, refusal.text, refusal.facts)


@dataclass(slots=True)
class Line:
    """cells: by key of our columns, those that say something. group: the same for all rows of one piece.

    is_variant: whether it is one that can be sold; else it tells of the piece alone.
    """

    number: int
    cells: dict[str, str]
    group: str
    is_variant: bool = True
    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def packed(self) -> str:
        return encode([self.cells, self.is_variant, self.errors, self.notes])

    @classmethod
    def unpacked(cls, number: int, group: str, body: str) -> "Line":
        cells, is_variant, errors, notes = json.loads(body)
        return cls(
            number, cells, group, is_variant, [Problem(*one) for one in errors], [Problem(*one) for one in notes]
        )


@dataclass(slots=True)
class Told:
    """What is said of a row. changes: column's key, what was, what would be."""

    number: int
    name: str
    outcome: Outcome
    errors: list[Problem]
    notes: list[Problem]
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, Any]:
        """As it is kept and shown, without what is empty."""
        said: dict[str, Sequence[Sequence[Any]]] = {"errors": self.errors, "notes": self.notes, "changes": self.changes}
        return {name: list(map(list, found)) for name, found in said.items() if found}


def of_ours(number: int, cells: Mapping[str, str], beyond: tuple[str, ...], found: Mapping[str, str]) -> Line:
    """A row of our own table. found: which of its columns are which of ours."""
    said = {key: cells[name] for name, key in found.items() if cells[name]}
    reference, sku = said.get("reference", ""), said.get("sku", "")
    line = Line(number, said, f"r:{reference}" if reference else f"s:{sku}")
    if not reference and not sku:
        line.group = f"n:{number}"
        line.errors.append(Problem.of("", NoName()))
    return out_of_step(line, beyond)


def out_of_step(line: Line, beyond: tuple[str, ...]) -> Line:
    if beyond:
        line.errors.append(Problem.of("", OutOfStep(said=beyond[0][:60])))
    return line
