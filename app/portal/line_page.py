"""The page of one line: what is asked, my answer to it, and once the customer said yes how the work goes on."""

from collections.abc import Sequence

from flask import render_template

from app.domain.fulfilment import stages, work_photos
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.purchasing import countering, findings, waiting
from app.domain.purchasing.models import RequestLine
from app.portal.answer_form import AnswerForm, WordsForm
from app.portal.lines import asked, pictures_of, prepared, said_about, wish_in_other_languages
from app.portal.units import unit_word
from app.web.forms import Button
from app.web.work_pictures import WorkPhotosForm


def of(
    line: RequestLine,
    form: AnswerForm | None = None,
    *,
    words: WordsForm | None = None,
    photos: WorkPhotosForm | None = None,
    came: Sequence[WorkPicture] = (),
    refused: Button | None = None,
) -> str:
    """form, words, photos, refused: what was sent back. came: photos that came with it and are of no line yet."""
    can_answer = line.request.state in findings.ANSWERABLE
    accepted = None if can_answer else waiting.accepted(line)
    standing = stages.standings([accepted])[0] if accepted else None
    return render_template(
        "portal/purchasing/answer.html",
        line=line,
        shown=asked(line),
        form=form or AnswerForm(line, formdata=None),
        words=words or WordsForm(formdata=None),
        said=said_about(line),
        wish_spoken=wish_in_other_languages(line),
        shown_to_me=pictures_of(line),
        proposal=countering.latest(line.request),
        asked_again=line.answer is not None and waiting.waits(line),
        unit_word=unit_word,
        can_answer=can_answer,
        to_prepare=prepared(standing, work_photos.seen_by_maker(line)) if standing else None,
        ready=refused or Button(formdata=None),
        a_button=lambda: Button(formdata=None),
        photos=photos or WorkPhotosForm(formdata=None),
        came=[(photo, None) for photo in came],  # no light form of it is there yet
    )
