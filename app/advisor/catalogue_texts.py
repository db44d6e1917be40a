"""One item's text in one language, beside the French one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.catalogue import glossary, hinting, judging, producing, texts, translating
from app.domain.catalogue.desk_words import REASONS
from app.domain.catalogue.hinting import Hint
from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import ItemText
from app.domain.catalogue.texts import LONGEST
from app.domain.catalogue.translating import Seen
from app.web import fields, languages
from app.web.access import person
from app.web.forms import KeyedForm, once
from app.web.refusals import changed_meanwhile, explained_in, status_of

PARTS = tuple(LONGEST)


class TextForm(KeyedForm):
    title = fields.Line(lazy("Title"), most=LONGEST["title"], needed=lazy("Write a title."))
    lead = fields.Words(lazy("One sentence"), most=LONGEST["lead"])
    description = fields.Words(lazy("Description"), most=LONGEST["description"])
    care = fields.Words(lazy("Care"), most=LONGEST["care"])
    seen = fields.Seen(2)
    """The revisions before the person's eyes: of this text, and of the one it is translated from."""

    @property
    def words(self) -> texts.Words:
        return texts.Words(**{part: self[part].data or "" for part in PARTS})


def edit(item_id: int, language: str) -> Response | tuple[str, int]:
    if language not in texts.LANGUAGES:
        abort(404)
    item = producing.item(item_id, for_update=request.method == "POST")
    pair = texts.in_language(item, language)
    french = texts.in_language(item, "fr")
    form = TextForm(obj=pair.latest, seen=(pair.seen, french.seen))
    here = url_for(".text", item_id=item_id, language=language)
    if form.validate_on_submit():
        approving = request.form.get("do") == "approve"
        with explained_in(form), once(form.key.data, then=here, user_id=person().id):
            _write(item, language, form, approving)
            db.session.commit()
            flash(_("The text is approved.") if approving else _("The draft is kept."), "good")
            return redirect(here, 303)
    row = producing.rows([item])[0]
    if changed_meanwhile(form):  # what is shown beside it now is what counts as seen
        form.seen.show(row.texts[language].seen, row.texts["fr"].seen)
    page = render_template(
        "advisor/catalogue/text.html",
        form=form,
        item=item,
        row=row,
        pair=row.texts[language],
        french=row.texts["fr"].latest,
        hints=hints_for(row.texts["fr"].latest, form, "fr", language),
        written_in=language,
        writing_direction=languages.direction(language),
        own_names=languages.NAMES,
        told=[refusal for refusal, text in judging.told_of(item, person().id) if text and text.language == language],
        reason_names=REASONS,
    )
    return page, status_of(form)


def _write(item: Item, language: str, form: TextForm, approving: bool) -> None:
    """Keep what was written, if it differs from what is there, and approve it if that was asked."""
    seen, french = form.seen.numbers
    translating.write(
        item,
        language,
        form.words,
        seen=Seen(seen, french if language != "fr" else 0),
        by=person(),
        at=clock.now(),
        approving=approving,
    )


def hints_for(source: ItemText | None, form: TextForm, out_of: str, into: str) -> list[Hint]:
    """What the glossary says of the text that is translated, seen against what stands in the form."""
    said = texts.words_of(source) if source else texts.Words("")
    return hinting.hints(glossary.terms(), said, form.words, into=(out_of, into)) if out_of != into else []
