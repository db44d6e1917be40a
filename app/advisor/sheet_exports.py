"""Pieces as a table: asked for, written by the worker, fetched."""

from collections.abc import Iterator

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.adapters.tables import KINDS
from app.advisor.sheet_forms import ExportForm, UploadForm
from app.base import clock
from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue.sheets import imports
from app.domain.catalogue.sheets.models import ExportState
from app.domain.people import findings
from app.web import languages, sheet_files
from app.web.access import person
from app.web.forms import once
from app.web.refusals import explained_in, status_of

LOOK_AGAIN = 2


def ask() -> Response | tuple[str, int]:
    form = ExportForm()
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=url_for(".index"), user_id=person().id):
            export = imports.ask_for(
                form.kind.data, form.filters, language=languages.of_body(), by=person(), at=clock.now()
            )
            db.session.commit()
            return redirect(url_for(".export", export_id=export.id), 303)
    sheets = imports.latest()
    people = findings.names({sheet.by_id for sheet in sheets})
    shown = [(sheet, people.get(sheet.by_id, "")) for sheet in sheets]
    page = render_template("advisor/sheets/index.html", form=UploadForm(formdata=None), export_form=form, sheets=shown)
    return page, status_of(form)


def export(export_id: int) -> tuple[str, int, dict[str, str]]:
    found = imports.export(export_id)
    again = {"Refresh": str(LOOK_AGAIN)} if found.state is ExportState.WAITING else {}
    return render_template("advisor/sheets/export.html", export=found), 200, again


def export_file(export_id: int) -> Response:
    found = imports.export(export_id)
    parts = sheet_files.parts(found.key) if found.state is ExportState.READY else None
    if parts is None:
        raise Missing
    return sent(parts, found.kind, f"catalogue-{clock.local(found.created_at):%Y-%m-%d}")


def sent(parts: Iterator[bytes], kind: str, name: str) -> Response:
    """A file to keep, a part at a time."""
    answer = Response(parts, mimetype=KINDS[kind].split(";")[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
