"""A translator's file: received, looked at row by row without changing anything, and taken in whole or not at all."""

from collections import Counter
from collections.abc import Iterator

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField

from app.adapters import tables
from app.advisor.translation_words import LANGUAGE_NAMES
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue import translating, translation_files, translation_rows
from app.domain.catalogue.revisions import TextState
from app.domain.catalogue.translation_files import TranslationFile
from app.domain.catalogue.translation_rows import Outcome, Told, Verdict
from app.web import fields
from app.web.access import person
from app.web.forms import KeyedForm, once
from app.web.refusals import explained_in, status_of, words

LARGEST = 8 * 1024 * 1024
MOST_ROWS = 3_000
"""Taken in within one request: nobody waits more than a few seconds."""
MOST_SHOWN = 300
KINDS = {TextState.DRAFT.value: N_("As drafts to read"), TextState.MACHINE.value: N_("As machine translations")}
OUTCOMES = {
    Outcome.ERROR: N_("Error"),
    Outcome.STALE: N_("Changed meanwhile"),
    Outcome.CHANGES: N_("Would change"),
    Outcome.UNCHANGED: N_("Row unchanged"),
}
_ORDER = list(OUTCOMES)


class NoFile(Refusal):
    text = N_("Choose a file.")


class HasErrors(Refusal):
    text = N_("Nothing was taken in: repair the rows with errors in the file, and send it again.")


class HasStale(Refusal):
    text = N_("Some texts changed meanwhile. Leave these rows out, or ask for a new file.")
    status = 409


class NothingNew(Refusal):
    text = N_("This file changes nothing.")


class FileForm(KeyedForm):
    file = FileField(lazy("The translator’s file"), render_kw={"accept": ".csv,.tsv,.txt,.xlsx"})
    state = RadioField(lazy("How do the texts come in?"), validate_choice=False, default=TextState.DRAFT.value)

    def __init__(self) -> None:
        super().__init__()
        self.state.choices = fields.choices_of((value, _(said)) for value, said in KINDS.items())

    @property
    def chosen(self) -> TextState:
        return TextState.MACHINE if self.state.data == TextState.MACHINE else TextState.DRAFT


class TakeForm(KeyedForm):
    leave_out = BooleanField(lazy("Leave out the rows that changed meanwhile"))


def receive() -> Response | tuple[str, int]:
    """The file is kept for two days."""
    form = FileForm()
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=url_for(".index"), user_id=person().id):
            kept = _kept(form)
            db.session.commit()
            return redirect(url_for(".imported", key=kept.key), 303)
    columns = translation_rows.COLUMNS
    return render_template("advisor/translations/import.html", form=form, columns=columns), status_of(form)


def look(key: str) -> Response | tuple[str, int]:
    form = TakeForm()
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=url_for(".index"), user_id=person().id):
            count, target = _take_in(translation_files.of(key), leave_out=form.leave_out.data)
            db.session.commit()
            flash(_taken_in(count), "good")
            return redirect(url_for(".index", target=target, state="all", _anchor="list"), 303)
    file = translation_files.of(key)
    found = list(translation_rows.verdicts(_rows(file.body)))
    found.sort(key=lambda verdict: (_ORDER.index(verdict.outcome), verdict.number))
    counts = Counter(verdict.outcome for verdict in found)
    page = render_template(
        "advisor/translations/imported.html",
        form=form,
        file=file,
        kind=KINDS[file.state],
        shown=[(verdict, _why(verdict)) for verdict in found[:MOST_SHOWN]],
        more=max(0, len(found) - MOST_SHOWN),
        counts=[(outcome, OUTCOMES[outcome], counts[outcome]) for outcome in OUTCOMES],
        outcomes=OUTCOMES,
        names=LANGUAGE_NAMES,
    )
    return page, status_of(form)


def _kept(form: FileForm) -> TranslationFile:
    """Raises a Refusal beside the file: it is no table, or not one of ours."""
    sent = form.file.data
    try:
        body = sent.stream.read(LARGEST + 1) if sent else b""
        if not body:
            raise NoFile
        for _row in _rows(body):
            pass
    except Refusal as refusal:
        refusal.field = "file"
        raise
    name = fields.one_line(sent.filename) or ""
    return translation_files.keep(name, body, form.chosen, by=person(), at=clock.now())


def _take_in(file: TranslationFile, *, leave_out: bool) -> tuple[int, str]:
    """How many texts, and in which language the first. Raises HasErrors, HasStale, NothingNew."""
    found = list(translation_rows.verdicts(_rows(file.body), for_update=True))
    outcomes = {verdict.outcome for verdict in found}
    if Outcome.ERROR in outcomes:
        raise HasErrors
    if Outcome.STALE in outcomes and not leave_out:
        raise HasStale
    came = [verdict.came for verdict in found if verdict.came]
    if not came:
        raise NothingNew
    translating.take_in(came, state=TextState(file.state), by=person(), at=clock.now())
    translation_files.let_go(file)
    return len(came), came[0].language


def _taken_in(count: int) -> str:
    said = ngettext(
        "%(num)d text is taken in and waits to be read.", "%(num)d texts are taken in and wait to be read.", count
    )
    return str(said)


def _rows(body: bytes) -> Iterator[Told]:
    """Cells without what no keyboard writes, the columns looked at first. Raises a Refusal."""
    table = tables.read(body, most_rows=MOST_ROWS, largest=LARGEST)
    translation_rows.check_columns(table.columns)
    for row in table:
        cells = {name: fields.plain_text(cell) or "" for name, cell in row.cells.items()}
        for name in ("target_title", "reference", "source", "target"):
            cells[name] = " ".join(cells[name].split())
        yield Told(row.number, cells, bool(row.beyond))


def _why(verdict: Verdict) -> str:
    if verdict.why:
        return words(verdict.why)
    return str(_("What it was translated from has changed since.")) if verdict.has_moved else ""
