"""Tables as people send and keep them: CSV in any encoding and with any separator found in the wild, and XLSX.

``read`` gives the columns and then row by row, ``write`` takes rows and gives blocks of a file; neither holds a table
in memory. What is wrong with a file is a Refusal with a sentence for whoever sent it.
"""

from app.adapters.tables.kinds import CSV, KINDS, XLSX, kind_of
from app.adapters.tables.reading import Row, Table, read
from app.adapters.tables.refusals import (
    NoColumns,
    NotATable,
    OldWorkbook,
    SameColumnTwice,
    TableTooHeavy,
    TooLongCell,
    TooManyColumns,
    TooManyRows,
    UnknownLetters,
)
from app.adapters.tables.writing import write

__all__ = [
    "CSV",
    "KINDS",
    "XLSX",
    "NoColumns",
    "NotATable",
    "OldWorkbook",
    "Row",
    "SameColumnTwice",
    "Table",
    "TableTooHeavy",
    "TooLongCell",
    "TooManyColumns",
    "TooManyRows",
    "UnknownLetters",
    "kind_of",
    "read",
    "write",
]
