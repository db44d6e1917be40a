"""Whose table it is, by the names of its columns; each kind makes our lines of its rows."""

from collections.abc import Mapping
from typing import Protocol

from app.domain.catalogue.sheets import columns
from app.domain.catalogue.sheets.cells import Told
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.lines import Line, Problem, of_ours
from app.domain.catalogue.sheets.refusals import NOT_READ, NobodySays
from app.domain.catalogue.sheets.shopify import Shopify
from app.domain.catalogue.sheets.woocommerce import WooCommerce

MOST_SAID = 12
"""Columns that are named in a note."""


class Source(Protocol):
    """name: as it is kept. present: which of our columns its rows can say something in."""

    @property
    def name(self) -> str: ...

    @property
    def present(self) -> Mapping[str, str]: ...

    @property
    def notes(self) -> list[Problem]: ...

    def line(self, number: int, cells: Mapping[str, str], beyond: tuple[str, ...]) -> Line: ...


class Ours:
    """A table with columns of our own, as an export has them."""

    name = "ours"

    def __init__(self, names: tuple[str, ...], known: Known) -> None:
        found = columns.recognised(names, known)
        self.present = {name: key for name, key in found.items() if not isinstance(columns.BY_KEY[key].cell, Told)}
        unread = [name for name in names if name not in self.present]
        said = ", ".join(name[:40] for name in unread[:MOST_SAID])
        self.notes = [Problem("", NOT_READ, {"columns": said})] if unread else []

    def line(self, number: int, cells: Mapping[str, str], beyond: tuple[str, ...]) -> Line:
        return of_ours(number, cells, beyond, self.present)


def of(names: tuple[str, ...], known: Known, language: str) -> Source:
    """names: of the columns. language: of a foreign table's texts. Raises NobodySays."""
    for foreign in (Shopify, WooCommerce):
        if foreign.recognises(names):
            return foreign(names, known, language)
    ours = Ours(names, known)
    if len(ours.present) < columns.ENOUGH or not {"reference", "sku"} & set(ours.present.values()):
        raise NobodySays
    return ours
