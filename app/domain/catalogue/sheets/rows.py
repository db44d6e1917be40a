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
        defaults = [_default(table.c[name].default) for name in columns(table)]
        self._names = columns(table)
        self._called = [
            (place, name, default)
            for place, (name, default) in enumerate(zip(self._names, defaults, strict=True))
            if callable(default)
        ]
        self._defaults = [None if callable(default) else default for default in defaults]
        self._processed = [
            (place, process) for place, name in enumerate(self._names) if (process := processors[name]) is not None
        ]

    def whole(self, said: Row) -> list[Any]:
        """The values in the order of ``columns``."""
        made = list(map(said.get, self._names, self._defaults))
        for place, name, default in self._called:
            if name not in said:
                made[place] = default()
        for place, process in self._processed:
            if made[place] is not None:
                made[place] = process(made[place])
        return made


def _default(default: Any) -> Any:
    """What the table says where nothing is said: a value, or a call that gives it."""
    if default is None:
        return None
    return partial(default.arg, None) if default.is_callable else default.arg
