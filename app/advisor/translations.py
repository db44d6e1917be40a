"""The translation desk: the grid, the list, and one text after the other. Its files have a module of their own."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import translation_export, translation_import
from app.advisor.catalogue_texts import TextForm, hints_for
from app.advisor.translation_words import LANGUAGE_NAMES, STATES, TEXT_STATES, as_query, wanted
from app.base import clock
from app.base.database import db
from app.domain.catalogue import producing, texts, translating, translations
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import TextState
from app.domain.catalogue.texts import LANGUAGES
from app.domain.catalogue.translating import Seen
from app.domain.catalogue.translations import Row, Wanted
from app.domain.people import crafts
from app.web import languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.forms import once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("translations", __name__)
SAVE, MACHINE, APPROVE = "save", "machine", "approve"

for address, name, view, methods in (
    ("export.<any(csv,xlsx):kind>", "export", translation_export.export, ["GET"]),
    ("import", "import_", translation_import.receive, ["GET", "POST"]),
    ("import/<key>", "imported", translation_import.look, ["GET", "POST"]),
):
    blueprint.add_url_rule(f"/translations/{address}", name, view, methods=methods)


@blueprint.route("/translations/")
def index() -> str:
    asked = wanted()
    page = asked_row("page") or 1
    rows, count, pages = translations.listed(asked, page)
    grid = translations.coverage()
    return render_template(
        "advisor/translations/index.html",
        rows=rows,
        count=count,
        page=min(page, pages),
        pages=pages,
        wanted=asked,
        grid=[(craft, _cells(grid[craft.id])) for craft in crafts.all_of_them() if craft.id in grid],
        total=_cells(_summed(list(grid.values()))),
        crafts=crafts.that_hold_items(),
        states=STATES,
        text_states=TEXT_STATES,
        names=LANGUAGE_NAMES,
        own_names=languages.NAMES,
    )


@blueprint.route("/translations/<source>/<target>/next")
def following(source: str, target: str) -> Response:
    asked = _pair(source, target)
    found = translations.following(asked, asked_row("after") or 0)
    if found is None:
        flash(_("Nothing is left to translate here."), "good")
        return redirect(url_for(".index", source=source, target=target, **as_query(asked)), 303)
    return redirect(url_for(".text", source=source, target=target, item_id=found, **as_query(asked)), 303)


@blueprint.route("/translations/<source>/<target>/<int:item_id>", methods=["GET", "POST"])
def text(source: str, target: str, item_id: int) -> Response | tuple[str, int]:
    asked = _pair(source, target)
    item = producing.item(item_id, for_update=request.method == "POST")
    pairs = texts.of([item])[item.id]
    now = pairs[target].seen, pairs[source].seen
    form = TextForm(obj=pairs[target].latest, seen=now)
    deed = request.form.get("do", SAVE)
    onward = url_for(".following", source=source, target=target, after=item_id, **as_query(asked))
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, then=onward, user_id=person().id):
            _write(item, target, form, deed)
            db.session.commit()
            flash(_said(deed, item), "good")
            return redirect(onward, 303)
    if form.errors:
        item = producing.item(item_id)
        pairs = texts.of([item])[item.id]
        form.seen.show(pairs[target].seen, pairs[source].seen)  # what stands beside it now counts as seen
    return _page(asked, translations.row(item, asked), form), status_of(form)


def _write(item: Item, target: str, form: TextForm, deed: str) -> None:
    translating.write(
        item,
        target,
        form.words,
        seen=Seen(*form.seen.numbers),
        by=person(),
        at=clock.now(),
        state=TextState.MACHINE if deed == MACHINE else TextState.DRAFT,
        approving=deed == APPROVE,
    )


def _said(deed: str, item: Item) -> str:
    if deed == APPROVE:
        return str(_("%(item)s: the text is approved.", item=item.reference))
    if deed == MACHINE:
        return str(_("%(item)s: kept as a machine translation.", item=item.reference))
    return str(_("%(item)s: the draft is kept.", item=item.reference))


def _page(asked: Wanted, row: Row, form: TextForm) -> str:
    source = row.source.latest
    return render_template(
        "advisor/translations/text.html",
        form=form,
        row=row,
        item=row.item,
        wanted=asked,
        query=as_query(asked),
        left=translations.left(asked),
        then_source=_then(row),
        hints=hints_for(source, form, asked.source, asked.target),
        text_states=TEXT_STATES,
        names=LANGUAGE_NAMES,
        own_names=languages.NAMES,
        writing_direction=languages.direction(asked.target),
    )


def _then(row: Row) -> Any:
    """The text it was made from, where there is a later one."""
    latest = row.target.latest
    return texts.revision(latest.made_from_id) if row.state == translations.OUTDATED and latest else None


def _pair(source: str, target: str) -> Wanted:
    if source not in LANGUAGES or target not in LANGUAGES or source == target:
        abort(404)
    return wanted(source, target)


def _cells(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """For each language: how many texts there are to be, how many are in order, and how many are how far."""
    whole = max((sum(states.values()) for states in counts.values()), default=0)
    return {
        code: {"all": whole, "done": counts.get(code, {}).get(translations.REVIEWED, 0), **counts.get(code, {})}
        for code in LANGUAGES
    }


def _summed(rows: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        for code, states in row.items():
            for state, count in states.items():
                into = found.setdefault(code, {})
                into[state] = into.get(state, 0) + count
    return found
