"""Kinds of cells: how each is read, and written so that it reads back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from app.base.errors import Refusal
from app.domain.catalogue.facts import HEAVIEST_G, LARGEST_MM
from app.domain.catalogue.sheets import amounts
from app.domain.catalogue.sheets.known import SEPARATORS, Known, Names
from app.domain.catalogue.sheets.refusals import (
    CellTooLong,
    NotAMeasure,
    NotANumber,
    NotAPrice,
    NotKnown,
    OddReference,
)

Written = str | int | float | None
_SPLIT = re.compile(f"[{SEPARATORS}]")
_REFERENCE = re.compile(r"[\w.+/#-]+(?: [\w.+/#-]+)*")
SAID = 60
"""So much of a cell is repeated in a sentence about it."""


class Cell(Protocol):
    def read(self, text: str, known: Known) -> Any:
        """The value. text: not empty. Raises a Refusal."""

    def write(self, value: Any, known: Known, language: str) -> Written: ...


@dataclass(frozen=True)
class Text:
    """most: characters. lines: whether there can be several."""

    most: int
    lines: bool = False

    def read(self, text: str, known: Known) -> str:
        said = tidy(text) if self.lines else " ".join(text.split())
        if len(said) > self.most:
            raise CellTooLong(most=self.most)
        return said

    def write(self, value: str, known: Known, language: str) -> Written:
        return (tidy(value) if self.lines else " ".join(value.split())) or None


@dataclass(frozen=True)
class Mark:
    """A reference, an SKU, the key of a photo."""

    most: int

    def read(self, text: str, known: Known) -> str:
        if len(text) > self.most or not _REFERENCE.fullmatch(text):
            raise OddReference(most=self.most)
        return text

    def write(self, value: str | None, known: Known, language: str) -> Written:
        return value


@dataclass(frozen=True)
class Whole:
    least: int
    most: int

    def read(self, text: str, known: Known) -> int:
        found = amounts.whole(text)
        if found is None or not self.least <= found <= self.most:
            raise NotANumber(least=self.least, most=self.most)
        return found

    def write(self, value: int | None, known: Known, language: str) -> Written:
        return value


@dataclass(frozen=True)
class Scaled:
    """What is kept in smaller units than it is written in: centimes and millimetres."""

    times: int
    most: int
    no: type[Refusal]

    def read(self, text: str, known: Known) -> int:
        found = amounts.whole(text, self.times)
        if found is None or not 0 < found <= self.most:
            raise self.no
        return found

    def write(self, value: int | None, known: Known, language: str) -> Written:
        return None if value is None else amounts.written(value, self.times)


@dataclass(frozen=True)
class Word:
    """One word of a vocabulary."""

    kind: type[StrEnum]

    def read(self, text: str, known: Known) -> StrEnum:
        return self.kind(named(known.vocabularies[self.kind], text))

    def write(self, value: StrEnum, known: Known, language: str) -> Written:
        return known.vocabularies[self.kind].write(self.kind(value), language)


@dataclass(frozen=True)
class One:
    """A row of ours, or one of a few things, by its name."""

    names: Callable[[Known], Names[Any]]

    def read(self, text: str, known: Known) -> Any:
        return named(self.names(known), text)

    def write(self, value: Any, known: Known, language: str) -> Written:
        return None if value is None else self.names(known).write(value, language)


@dataclass(frozen=True)
class Many:
    """Rows of ours, by their names, with a comma between."""

    names: Callable[[Known], Names[int]]

    def read(self, text: str, known: Known) -> tuple[int, ...]:
        return tuple(sorted({named(self.names(known), part) for part in split(text)}))

    def write(self, value: tuple[int, ...], known: Known, language: str) -> Written:
        return ", ".join(sorted(self.names(known).write(one, language) for one in value)) or None


@dataclass(frozen=True)
class Keys:
    """Words with a comma between, in their order."""

    def read(self, text: str, known: Known) -> tuple[str, ...]:
        return tuple(dict.fromkeys(split(text)))

    def write(self, value: tuple[str, ...], known: Known, language: str) -> Written:
        return ", ".join(value) or None


@dataclass(frozen=True)
class Told:
    """Written for the reader; never read."""

    of: Callable[[Any, Known, str], str]

    def read(self, text: str, known: Known) -> None:
        return None

    def write(self, value: Any, known: Known, language: str) -> Written:
        return self.of(value, known, language) or None


PRICE = Scaled(100, 100_000_000, NotAPrice)
LENGTH = Scaled(10, LARGEST_MM, NotAMeasure)
WEIGHT = Whole(1, HEAVIEST_G)


def split(text: str) -> list[str]:
    """The parts of a list with commas between."""
    return [part.strip() for part in _SPLIT.split(text) if part.strip()]


def tidy(text: str) -> str:
    """Lines end one way, nothing stands around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def named(names: Names[Any], text: str) -> Any:
    """What is called so. Raises NotKnown."""
    found = names.read(text)
    if found is None:
        raise NotKnown(said=text.strip()[:SAID])
    return found
