"""Several questions to the database as one statement, each answered with its own columns and types."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Executable, Integer, Select, cast, literal, null, select, union_all
from sqlalchemy.types import TypeEngine

from app.base.database import db

Rows = list[tuple[Any, ...]]
Question: TypeAlias = Select[*tuple[Any, ...]]


def asked(**questions: Question) -> dict[str, Rows]:
    """The rows of each question by its name, in the order the question gives them. One statement.

    For small answers: every row is as wide as the widest of each type. Columns must know their types.
    """
    parts = {name: (number, list(one.subquery().c)) for number, (name, one) in enumerate(questions.items())}
    places: dict[str, list[int]] = {}
    slots: list[ColumnElement[Any]] = []
    of_type: defaultdict[Any, list[int]] = defaultdict(list)
    for name, (_number, columns) in parts.items():
        used: defaultdict[Any, int] = defaultdict(int)
        places[name] = []
        for column in columns:
            key = _key(column.type)
            if used[key] == len(of_type[key]):
                of_type[key].append(len(slots))
                slots.append(cast(null(), column.type))
            places[name].append(of_type[key][used[key]])
            used[key] += 1
    selects = []
    for name, (number, columns) in parts.items():
        row = list(slots)
        for place, column in zip(places[name], columns, strict=True):
            row[place] = column
        selects.append(select(literal(number, Integer), *row))
    found: dict[str, Rows] = {name: [] for name in questions}
    names, pick = list(questions), [itemgetter(*(1 + place for place in places[name]), 0) for name in questions]
    for row in plain(union_all(*selects)):
        found[names[row[0]]].append(pick[row[0]](row)[:-1])
    return {name: _whole(rows, [column.type for column in parts[name][1]]) for name, rows in found.items()}


def plain(query: Executable) -> Sequence[Any]:
    """The rows of columns as the database says them, past the mapper: for many rows it costs more than they do."""
    db.session.flush()
    return db.session.connection().execute(query).all()


def _whole(rows: Rows, types: list[TypeEngine[Any]]) -> Rows:
    """An engine makes decimals of a column that holds sums for one question and whole numbers for another."""
    whole = [place for place, one in enumerate(types) if isinstance(one, Integer)]
    if not any(isinstance(row[place], Decimal) for row in rows for place in whole):
        return rows
    return [
        tuple(int(one) if place in whole and isinstance(one, Decimal) else one for place, one in enumerate(row))
        for row in rows
    ]


def _key(of: TypeEngine[Any]) -> object:
    """Equal for types that one column of an answer can hold."""
    return of._static_cache_key, getattr(of, "enum_class", None)
