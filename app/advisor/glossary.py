"""The craft glossary: its list, a term added, changed, taken out and put back."""

import re
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import SelectField

from app.base import clock
from app.domain.catalogue import glossary
from app.domain.catalogue.glossary import LANGUAGES, LONGEST_NOTE, LONGEST_WORD, MOST_SYNONYMS, Told
from app.domain.catalogue.glossary_models import Term
from app.domain.people import crafts
from app.web import fields, languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.forms import Button, KeyedForm
from app.web.refusals import status_of

blueprint = Blueprint("glossary", __name__)
PAGE = 50
LONGEST_LINE = (LONGEST_WORD + 2) * MOST_SYNONYMS
_BETWEEN = re.compile(r"[,;،؛]+")


class TermForm(KeyedForm):
    """A word in each language; synonyms stand in one line, a comma between them."""

    fr = fields.Line(lazy("Word in French"), most=LONGEST_WORD, needed=lazy("Write the word in French."))
    fr_more = fields.Line(lazy("Synonyms in French"), most=LONGEST_LINE)
    ar = fields.Line(lazy("Word in Arabic"), most=LONGEST_WORD)
    ar_more = fields.Line(lazy("Synonyms in Arabic"), most=LONGEST_LINE)
    en = fields.Line(lazy("Word in English"), most=LONGEST_WORD)
    en_more = fields.Line(lazy("Synonyms in English"), most=LONGEST_LINE)
    es = fields.Line(lazy("Word in Spanish"), most=LONGEST_WORD)
    es_more = fields.Line(lazy("Synonyms in Spanish"), most=LONGEST_LINE)
    zgh = fields.Line(lazy("Word in Amazigh"), most=LONGEST_WORD)
    zgh_more = fields.Line(lazy("Synonyms in Amazigh"), most=LONGEST_LINE)
    craft = SelectField(lazy("Craft"), validate_choice=False)
    note = fields.Words(lazy("Note"), most=LONGEST_NOTE)

    def __init__(self, **options: Any) -> None:
        self.known = {craft.slug: craft for craft in crafts.all_of_them()}
        super().__init__(**options)
        named = ((slug, craft.called(languages.current())) for slug, craft in self.known.items())
        self.craft.choices = fields.choices_of([("", _("All crafts")), *named])

    @property
    def told(self) -> Told:
        return Told(
            words={code: word for code in LANGUAGES if (word := self[code].data)},
            synonyms={code: more for code in LANGUAGES if (more := _parted(self[f"{code}_more"].data))},
            craft=self.known.get(self.craft.data),
            note=self.note.data or "",
        )


class SeenTermForm(TermForm):
    seen = fields.Seen()


@blueprint.route("/glossary/")
def index() -> str:
    asked = request.args
    known = {craft.slug: craft for craft in crafts.all_of_them()}
    craft = asked["craft"] if asked.get("craft") in known else None
    search, out = (fields.one_line(asked.get("q", "")) or "")[:LONGEST_WORD], bool(asked.get("removed"))
    found = glossary.terms(search=search, craft=craft, removed=out)
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked_row("page") or 1, pages)
    just_out = asked_row("out")
    return render_template(
        "advisor/glossary/index.html",
        terms=found[(page - 1) * PAGE : page * PAGE],
        count=len(found),
        page=page,
        pages=pages,
        search=search,
        craft=craft,
        out=out,
        just_out=_removed(just_out) if just_out else None,
        crafts=known.values(),
        codes=LANGUAGES,
        own_names=languages.NAMES,
        new_form=lambda: Button(formdata=None),
    )


@blueprint.route("/glossary/add", methods=["GET", "POST"])
def add() -> Response | tuple[str, int]:
    form = TermForm(**_asked_for())
    done = do(
        form,
        lambda: glossary.add(form.told, by=person(), at=clock.now()),
        then=url_for(".index", q=form.fr.data),
        said=_("The term is in the glossary."),
    )
    return done or (_page(form, None), status_of(form))


@blueprint.route("/glossary/<int:term_id>", methods=["GET", "POST"])
def edit(term_id: int) -> Response | tuple[str, int]:
    term = glossary.term(term_id, for_update=request.method == "POST")
    form = SeenTermForm(seen=(term.version,), **_said(term))
    done = do(
        form,
        lambda: glossary.change(term, form.told, seen=form.seen.numbers[0], by=person(), at=clock.now()),
        then=url_for(".index", q=form.fr.data),
        said=_("The term is kept."),
    )
    if done:
        return done
    now = glossary.term(term_id)
    if form.errors:
        form.seen.show(now.version)  # what is shown beside it counts as seen from now on
    return _page(form, now), status_of(form)


@blueprint.route("/glossary/<int:term_id>/remove", methods=["POST"])
def remove(term_id: int) -> Response | tuple[str, int]:
    term, form = glossary.term(term_id, for_update=True), Button()
    done = do(
        form,
        lambda: glossary.remove(term, by=person(), at=clock.now()),
        then=url_for(".index", out=term_id),
        said=_("“%(word)s” is out of the glossary.", word=term.called("fr")),
    )
    return done or (_page(_shown(term), term, form), status_of(form))


@blueprint.route("/glossary/<int:term_id>/put-back", methods=["POST"])
def put_back(term_id: int) -> Response | tuple[str, int]:
    term, form = glossary.term(term_id, for_update=True), Button()
    done = do(
        form,
        lambda: glossary.put_back(term, by=person(), at=clock.now()),
        then=url_for(".index", q=term.called("fr")),
        said=_("“%(word)s” is in the glossary again.", word=term.called("fr")),
    )
    if done:
        return done
    term = glossary.term(term_id)
    return _page(_shown(term), term, form), status_of(form)


def _asked_for() -> dict[str, str]:
    """What the address says already: ``word`` in French, or words and synonyms by their fields' names, and a craft."""
    asked = {name: fields.one_line(words) or "" for name, words in request.args.items()}
    said = {code: asked.get(code, "")[:LONGEST_WORD] for code in LANGUAGES}
    more = {f"{code}_more": asked.get(f"{code}_more", "")[:LONGEST_LINE] for code in LANGUAGES}
    first = {"fr": said["fr"] or asked.get("word", "")[:LONGEST_WORD], "craft": asked.get("craft", "")}
    return {**said, **more, **first}


def _shown(term: Term) -> SeenTermForm:
    return SeenTermForm(formdata=None, seen=(term.version,), **_said(term))


def _page(form: TermForm, term: Term | None, refused: Button | None = None) -> str:
    return render_template(
        "advisor/glossary/edit.html",
        form=form,
        term=term,
        refused=refused,
        codes=LANGUAGES,
        own_names=languages.NAMES,
        direction_of=languages.direction,
        new_form=lambda: Button(formdata=None),
    )


def _said(term: Term) -> dict[str, Any]:
    return {
        **term.words,
        **{f"{code}_more": ", ".join(more) for code, more in term.synonyms.items()},
        "craft": term.craft.slug if term.craft else "",
        "note": term.note,
    }


def _parted(line: str | None) -> list[str]:
    return [word for part in _BETWEEN.split(line or "") if (word := part.strip())]


def _removed(term_id: int) -> Term | None:
    found = [term for term in glossary.terms(removed=True) if term.id == term_id]
    return found[0] if found else None
