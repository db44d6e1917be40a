"""Tables for spreadsheets: text that opens as it is meant, and no cell that is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

Cell = str | int


def answer(name: str, rows: Iterable[Sequence[Cell]]) -> Response:
    """A CSV file to keep. name: of the file. rows: the first one names the columns."""
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([plain(cell) if isinstance(cell, str) else cell for cell in row])
    return Response(
        "\ufeff" + out.getvalue(),  # so that spreadsheets read it as UTF-8
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "private, no-store"},
    )


def plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text[:1] in ("\t", "\r") else text
