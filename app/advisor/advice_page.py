"""The page of one recommendation: what the artisans did, what came of it, what the team did and said."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_wtf import FlaskForm

from app.advisor import advice_outcome
from app.advisor.advice_talk_forms import BackForm, CommentForm
from app.base import clock
from app.domain.advice import baseline, commenting, done_photos, findings, following_up, visiting, voicing, words
from app.domain.advice.follow_up_models import VisitKind
from app.domain.advice.models import Recommendation, Response
from app.web import advice_pictures, languages, private_pictures
from app.web.access import person
from app.web.forms import Button


def load(recommendation_id: int) -> Recommendation:
    return findings.whole(recommendation_id, for_update=request.method == "POST") or abort(404)


def response_of(recommendation: Recommendation, response_id: int) -> Response:
    return next((one for one in recommendation.responses if one.id == response_id), None) or abort(404)


def shown(recommendation: Recommendation, form: FlaskForm, *, about: int = 0) -> str:
    """form: a form of the page that was refused, else an untouched button. about: the response it is about."""
    ids = [one.id for one in recommendation.responses]
    return render_template(
        "advisor/advice/show.html",
        recommendation=recommendation,
        form=form,
        button=form if isinstance(form, Button) else Button(formdata=None),
        names=words,
        picture=advice_pictures.about(recommendation, languages.current()),
        told=advice_outcome.of_page(recommendation),
        before=baseline.frozen(recommendation),
        awaited=advice_outcome.after_sending(recommendation, languages.current()),
        photos={id_: _photos(recommendation, found) for id_, found in done_photos.of(ids).items()},
        owed=following_up.of_recommendation(recommendation.id),
        visits=visiting.about(recommendation.id),
        voices=voicing.of(recommendation),
        visit_kinds=VisitKind,
        now=clock.now(),
        me=person(),
        missing=(about, form.words.data or "") if isinstance(form, BackForm) else (0, ""),
        **talk(recommendation, form if isinstance(form, CommentForm) else None),
    )


def talk(recommendation: Recommendation, form: CommentForm | None = None) -> dict[str, Any]:
    """What colleagues said of it, and the form to say more."""
    comments = commenting.on(recommendation)
    unread = recommendation.author_id == person().id and any(one.seen_at is None for one in comments)
    return {"comments": comments, "comment_form": form or CommentForm(formdata=None), "unread": unread}


def _photos(recommendation: Recommendation, found: list[Any]) -> list[Any]:
    def address(key: str, width: int) -> str:
        here = "advisor.advice_talk.picture"
        return url_for(here, recommendation_id=recommendation.id, key=key, width=width)

    return private_pictures.shown(found, address)
