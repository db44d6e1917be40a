"""What an item is found by, as PostgreSQL keeps it: the words with their vector beside."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, TableClause, column, func, literal, select, table, text

from app.base.database import db

_BY_INDEX = "words are looked for in their index"
"""In a session: the transaction in which this is so."""


def by_index() -> None:
    """From here to the end of the transaction, what can be looked for in an index is.

    PostgreSQL believes that to look at a row's vector costs nothing. It must be fetched and unpacked: to read all rows
    took thirty times as long as the index of words it spared.
    """
    session = db.session()
    if session.get_bind().dialect.name != "postgresql":
        return
    transaction = session.get_transaction()
    if transaction is not None and session.info.get(_BY_INDEX) is transaction:
        return
    session.execute(select(func.set_config("enable_seqscan", "off", True)))
    session.info[_BY_INDEX] = session.get_transaction()


def entries() -> TableClause:
    return table("search_entry", column("item_id", Integer), column("words"))


def holds(entry: FromClause, question: str) -> ColumnElement[bool]:
    return entry.c.words.op("@@", is_comparison=True)(query(question))


def query(question: str) -> ColumnElement[Any]:
    return func.to_tsquery(text("'simple'"), literal(question))
