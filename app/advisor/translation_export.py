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
    """Some rows at a time, each time in a context of its own: whoever reads slowly holds no transaction."""
    last = 0
    while True:
        with app.app_context():
            found = translations.after(asked, last, limit=READ_AT_ONCE)
            made = [translation_rows.row(one, asked) for one in found if one.source.latest]
            last = found[-1].item.id if found else last
        yield from made
        if len(found) < READ_AT_ONCE:
            return
