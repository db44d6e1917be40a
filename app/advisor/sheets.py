"""Tables of pieces: one is sent, its report is read, and it is imported; pieces are asked for as a table."""

from typing import BinaryIO, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.adapters.storage import StorageTrouble
from app.advisor import sheet_exports
from app.advisor.sheet_forms import ChoicesForm, ExportForm, ImportForm, UploadForm
from app.base import clock
from app.base.database import db
from app.base.errors import Missing
from app.domain.catalogue.sheets import imports
from app.domain.catalogue.sheets.lines import Problem
from app.domain.catalogue.sheets.models import Outcome, Sheet, SheetLine, SheetState
from app.domain.people import findings
from app.web import languages, sheet_files, sheet_words
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.forms import Button, once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("sheets", __name__, url_prefix="/catalogue/tables")
blueprint.add_url_rule("/exports", "ask", sheet_exports.ask, methods=["POST"])
blueprint.add_url_rule("/exports/<int:export_id>", "export", sheet_exports.export)
blueprint.add_url_rule("/exports/<int:export_id>/file", "export_file", sheet_exports.export_file)

LOOK_AGAIN = 2
"""Seconds after which a page about work in progress asks anew, by itself."""


@blueprint.route("/", methods=["GET", "POST"])
def index() -> Response | tuple[str, int]:
    form = UploadForm()
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=url_for(".index"), user_id=person().id):
            sheet = _taken_in(form)
            db.session.commit()
            return redirect(url_for(".show", sheet_id=sheet.id), 303)
    sheets = imports.latest()
    people = findings.names({sheet.by_id for sheet in sheets})
    page = render_template(
        "advisor/sheets/index.html",
        form=form,
        export_form=ExportForm(formdata=None),
        sheets=[(sheet, people.get(sheet.by_id, "")) for sheet in sheets],
    )
    return page, status_of(form)


@blueprint.route("/<int:sheet_id>")
def show(sheet_id: int) -> tuple[str, int, dict[str, str]]:
    page, status = _page(imports.by_id(sheet_id))
    return page, status, _again(imports.by_id(sheet_id).is_at_work)


@blueprint.route("/<int:sheet_id>/check", methods=["POST"])
def check(sheet_id: int) -> Response | tuple[str, int]:
    sheet, form = imports.by_id(sheet_id, for_update=True), ChoicesForm()
    done = do(
        form,
        lambda: imports.check_again(sheet, **form.choices),
        then=url_for(".show", sheet_id=sheet_id),
        said=_("The table is checked again."),
    )
    return done or _page(imports.by_id(sheet_id), choices=form)


@blueprint.route("/<int:sheet_id>/import", methods=["POST"])
def want(sheet_id: int) -> Response | tuple[str, int]:
    sheet, form = imports.by_id(sheet_id, for_update=True), ImportForm()
    done = do(
        form,
        lambda: imports.want(sheet, digest=form.digest.data or ""),
        then=url_for(".show", sheet_id=sheet_id),
        said=_("The table is being imported."),
    )
    return done or _page(imports.by_id(sheet_id), refused=form)


@blueprint.route("/<int:sheet_id>/drop", methods=["POST"])
def drop(sheet_id: int) -> Response | tuple[str, int]:
    sheet, form = imports.by_id(sheet_id, for_update=True), Button()
    done = do(form, lambda: imports.drop(sheet), then=url_for(".index"), said=_("The table is put aside."))
    return done or _page(imports.by_id(sheet_id), refused=form)


@blueprint.route("/<int:sheet_id>/back")
def back(sheet_id: int) -> Response:
    """The table that takes an import back."""
    sheet = imports.by_id(sheet_id)
    found = sheet_files.parts(f"{sheet.key}{sheet_files.BACK}") if sheet.state is SheetState.DONE else None
    if found is None:
        raise Missing
    return sheet_exports.sent(found, "csv", f"table-{sheet.id}-back")


def _taken_in(form: UploadForm) -> Sheet:
    file = form.table.data
    sheet = imports.take_in(
        form.name, by=person(), at=clock.now(), language=languages.of_body(), approve=bool(form.approve.data)
    )
    try:
        sheet_files.keep(sheet.key, cast(BinaryIO, file.stream))
    except StorageTrouble as trouble:
        raise sheet_files.CannotKeep(field="table") from trouble
    return sheet


def _page(sheet: Sheet, choices: ChoicesForm | None = None, refused: Button | None = None) -> tuple[str, int]:
    outcome = request.args.get("outcome", "")
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    found, number, pages = imports.lines(sheet, wanted, asked_row("page") or 1)
    said = Problem("", sheet.refusal[0], sheet.refusal[1]) if sheet.refusal else None
    page = render_template(
        "advisor/sheets/show.html",
        sheet=sheet,
        who=findings.names({sheet.by_id}).get(sheet.by_id, ""),
        rows=[_row(line) for line in found],
        page=number,
        pages=pages,
        wanted=wanted,
        outcomes=imports.SHOWN,
        notes=[sheet_words.sentence(Problem(*note)) for note in sheet.notes],
        refusal=sheet_words.sentence(said) if said else None,
        choices=choices or ChoicesForm.of(sheet),
        import_form=ImportForm(formdata=None, digest=sheet.digest),
        drop_form=Button(formdata=None),
        refused=refused,
    )
    return page, max(status_of(form) for form in (choices, refused) if form) if choices or refused else 200


def _row(line: SheetLine) -> tuple[SheetLine, list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str, str]]]:
    """A line with its errors, notes and changes in words."""
    errors, notes = ([Problem(*one) for one in line.told.get(name, ())] for name in ("errors", "notes"))
    return (
        line,
        [(sheet_words.column(one.column), sheet_words.sentence(one)) for one in errors],
        [(sheet_words.column(one.column), sheet_words.sentence(one)) for one in notes],
        [(sheet_words.column(key), old, new) for key, old, new in line.told.get("changes", ())],
    )


def _again(is_at_work: bool) -> dict[str, str]:
    return {"Refresh": str(LOOK_AGAIN)} if is_at_work else {}
