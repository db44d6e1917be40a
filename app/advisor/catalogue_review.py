"""What waits to be looked at, beside what is public: each difference is approved, or refused with the reason."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response

from app.base import clock
from app.domain.catalogue import differences, judging, photos, producing, reasons, texts
from app.domain.catalogue.desk_words import REASONS
from app.domain.catalogue.differences import Mark, Run
from app.domain.catalogue.models import Item
from app.domain.catalogue.reasons import Reason
from app.domain.catalogue.revisions import Photo
from app.domain.catalogue.texts import LONGEST, Pair
from app.domain.people import findings
from app.web import fields, languages
from app.web.access import person
from app.web.doing import do
from app.web.forms import KeyedForm
from app.web.pictures import Picture, picture_of
from app.web.refusals import status_of

PHOTOS = "photo"
PARTS = {"title": lazy("Title"), "lead": lazy("One sentence"), "description": lazy("Description"), "care": lazy("Care")}


class WhyForm(KeyedForm):
    """What is to be changed: reasons, words, or both. What was never offered is passed over."""

    why = fields.Boxes(lazy("What is to be changed?"), choices=fields.choices_of(REASONS.items()))
    note = fields.Words(lazy("In your own words"), most=reasons.LONGEST_NOTE)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.why.choices = fields.choices_of((reason, _(words)) for reason, words in REASONS.items())

    @property
    def reasons(self) -> list[Reason]:
        return reasons.read(" ".join(self.why.data or []))


class JudgeForm(WhyForm):
    seen = fields.Seen()


class ChangedText(NamedTuple):
    """runs: (name of the part, its words with what became of them); parts that are empty on both sides are left out."""

    language: str
    pair: Pair
    runs: list[tuple[str, list[Run]]]
    form: JudgeForm
    by: str | None


class ChangedPhotos(NamedTuple):
    """before, after: (what became of it, the photo, its picture or None)."""

    before: list[tuple[Mark, Photo, Picture | None]]
    after: list[tuple[Mark, Photo, Picture | None]]
    form: JudgeForm
    by: str | None


def show(item_id: int) -> str:
    return _page(producing.item(item_id))


def judge_text(item_id: int, language: str) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=True)
    pair = texts.in_language(item, language)
    form = _form(language, pair.seen)

    def rule() -> object:
        facts: dict[str, Any] = {"by": person(), "at": clock.now(), "seen": form.seen.numbers[0]}
        if _approves():
            return texts.approve(item, language, **facts)
        return judging.refuse_text(item, language, form.reasons, form.note.data or "", **facts)

    said = _("The text is approved.") if _approves() else _("The text is refused. Its author reads why.")
    return _judged(item, language, form, rule, said)


def judge_photos(item_id: int) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=True)
    form = _form(PHOTOS, photos.of_item(item).seen)

    def rule() -> object:
        facts: dict[str, Any] = {"by": person(), "at": clock.now(), "seen": form.seen.numbers[0]}
        if _approves():
            return photos.approve(item, **facts)
        return judging.refuse_photos(item, form.reasons, form.note.data or "", **facts)

    said = _("The photos are approved.") if _approves() else _("The photos are refused. Their author reads why.")
    return _judged(item, PHOTOS, form, rule, said)


def _judged(
    item: Item, what: str, form: JudgeForm, rule: Callable[[], object], said: str
) -> Response | tuple[str, int]:
    here = url_for("advisor.catalogue.review", item_id=item.id)
    done = do(form, rule, then=here, said=said)
    return done or (_page(item, {what: form}), status_of(form))


def _approves() -> bool:
    return request.form.get("do") == "approve"


def _form(what: str, seen: int, **options: Any) -> JudgeForm:
    """Several stand on one page, so each has names of its own."""
    return JudgeForm(prefix=f"{what}-", seen=(seen,), **options)


def _page(item: Item, refused: dict[str, JudgeForm] | None = None) -> str:
    (row,) = producing.rows([item])
    forms = refused or {}
    authors = findings.names({one.by_id for one in _pending(row) if one.by_id})
    said = [
        _changed(language, pair, forms.get(language), authors) for language, pair in row.texts.items() if pair.pending
    ]
    return render_template(
        "advisor/catalogue/review.html",
        row=row,
        item=item,
        texts=said,
        photos=_changed_photos(row, forms.get(PHOTOS), authors),
        errors=list(forms.values()),
        lost=[form for what, form in forms.items() if what not in row.waiting],
        parts=PARTS,
        own_names=languages.NAMES,
    )


def _pending(row: producing.Row) -> list[Any]:
    return [one for one in (row.photos.pending, *(pair.pending for pair in row.texts.values())) if one]


def _changed(language: str, pair: Pair, form: JudgeForm | None, authors: dict[int, str]) -> ChangedText:
    assert pair.pending
    old = pair.approved
    runs = []
    for part in LONGEST:
        new_words = getattr(pair.pending, part)
        found = differences.of_words(getattr(old, part) if old else new_words, new_words)
        if found:
            runs.append((part, found))
    shown = form or _form(language, pair.seen, formdata=None)
    if form:
        shown.seen.show(pair.seen)
    return ChangedText(language, pair, runs, shown, authors.get(pair.pending.by_id or 0))


def _changed_photos(row: producing.Row, form: JudgeForm | None, authors: dict[int, str]) -> ChangedPhotos | None:
    sets, language = row.photos, languages.current()
    if sets.pending is None:
        return None
    before, after = differences.of_order(sets.approved.photos if sets.approved else [], sets.pending.photos)
    shown = form or _form(PHOTOS, sets.seen, formdata=None)
    if form:
        shown.seen.show(sets.seen)
    return ChangedPhotos(
        [(mark, photo, picture_of(photo, language)) for mark, photo in before],
        [(mark, photo, picture_of(photo, language)) for mark, photo in after],
        shown,
        authors.get(sets.pending.by_id or 0),
    )
