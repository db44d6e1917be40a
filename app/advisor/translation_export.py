"""Texts for a translator outside, as a table: the source, what there is of the target, and what it was made from."""

from collections.abc import Iterator

from flask import Flask, Response, current_app

from app.adapters import tables
from app.advisor.translation_words import wanted
from app.domain.catalogue import translation_rows, translations
from app.domain.catalogue.translations import Wanted

READ_AT_ONCE = 200


def export(kind: str) -> Response:
    asked = wanted()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the blocks outlive this context
    blocks = tables.write(kind, translation_rows.COLUMNS, _rows(app, asked), right_to_left=asked.target == "ar")
    name = "-".join(("maalem", *([asked.craft] if asked.craft else []), asked.source, asked.target))
    headers = {
        "Content-Disposition": f"attachment; filename={name}.{kind}",
        "Cache-Control": "private, no-store",
    }
    return Response(blocks, content_type=tables.KINDS[kind], headers=headers)


def _rows(app: Flask, asked: Wanted) -> Iterator[list[str | int]]:
    """Those that are wanted when it begins, some at a time, each time in a context of its own: whoever reads slowly
    holds no transaction.
    """
    with app.app_context():
        wanted_ids = translations.ids(asked)
    for first in range(0, len(wanted_ids), READ_AT_ONCE):
        with app.app_context():
            found = translations.rows(wanted_ids[first : first + READ_AT_ONCE], asked)
            made = [translation_rows.row(one, asked) for one in found if one.source.latest]
        yield from made
