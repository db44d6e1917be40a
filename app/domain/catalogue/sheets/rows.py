"""Rows to insert, whole: what is not said is what the table itself says of a new row."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from sqlalchemy import Table

from app.base.database import Model
from app.domain.audit.models import AuditEvent
from app.domain.catalogue.models import Item, SearchEntry, StockMovement, Variant
from app.domain.catalogue.revisions import ItemText, PhotoPlace, PhotoSet
from app.domain.catalogue.sheets.pieces import LINKS

Row = dict[str, Any]
Processor = Callable[[Any], Any]


def table_of(model: type[Model]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


ITEM, VARIANT, MOVEMENT, TEXT, SET, PLACE, SEARCH, AUDIT = map(
    table_of, (Item, Variant, StockMovement, ItemText, PhotoSet, PhotoPlace, SearchEntry, AuditEvent)
)
INSERTED: tuple[Table, ...] = (ITEM, VARIANT, MOVEMENT, *LINKS.values(), TEXT, SET, PLACE, SEARCH, AUDIT)
"""Every table an import adds rows to, those that others point at first."""
NUMBERED: tuple[Table, ...] = (ITEM, VARIANT, SET)
"""Those whose new rows are pointed at: these get their ids before, below zero until they are written."""
POINTERS = {"item_id": ITEM, "variant_id": VARIANT, "photo_set_id": SET}


@cache
def columns(table: Table) -> tuple[str, ...]:
    """The columns that are written; a number of its own is the database's to give, but for those pointed at."""
    names = [column.name for column in table.columns]
    return tuple(name for name in names if name != "id" or table in NUMBERED)


class Shape:
    """How rows of one table are made ready to be inserted. processors: what each type does to a value, by column."""

    def __init__(self, table: Table, processors: Mapping[str, Processor | None]) -> None:
        self._columns = [
            (column.name, processors[column.name], _default(column.default))
            for column in table.columns
            if column.name in columns(table)
        ]

    def whole(self, said: Row) -> list[Any]:
        """The values in the order of ``columns``."""
        made = []
        for name, process, default in self._columns:
            value = said[name] if name in said else default() if default else None
            made.append(value if process is None or value is None else process(value))
        return made


def _default(default: Any) -> Callable[[], Any] | None:
    if default is None:
        return None
    return partial(default.arg, None) if default.is_callable else lambda: default.arg
