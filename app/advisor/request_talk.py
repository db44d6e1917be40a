"""What stands beside the words of a request: a customer's pictures, which the team looks at first, and translations."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response
from wtforms import SelectField

from app.advisor import request_page
from app.base import clock
from app.base.errors import Missing
from app.domain.purchasing import findings, picturing, talking, translating
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.talk_models import Verdict
from app.web import languages, private_pictures
from app.web.access import person
from app.web.doing import do
from app.web.fields import Words, choices_of, one_of
from app.web.forms import Button, KeyedForm
from app.web.refusals import status_of

blueprint = Blueprint("request_talk", __name__, url_prefix="/requests/<reference>")
Answer = Response | tuple[str, int]


class TranslationForm(KeyedForm):
    """The words in another language; left empty, a translation written before is taken away."""

    language = SelectField(
        lazy("Language"),
        choices=choices_of(languages.NAMES.items()),
        validate_choice=False,
        validators=[one_of(languages.NAMES, lazy("Choose a language."))],
    )
    body = Words(lazy("Translation"), most=talking.LONGEST)


@blueprint.route("/pictures/<key>/<int:width>")
def picture(reference: str, key: str, width: int) -> Response:
    return private_pictures.opened(picturing.of(findings.of_reference(reference), key), width)


@blueprint.route("/pictures/<key>/<any(passed, refused):verdict>", methods=["POST"])
def judge(reference: str, key: str, verdict: str) -> Answer:
    """Let the makers concerned see a picture, or not."""
    asked = findings.of_reference(reference)
    found, chosen = picturing.of(asked, key), Verdict(verdict)
    form = Button()
    done = do(
        form,
        lambda: picturing.judge(found, chosen, by=person(), at=clock.now()),
        then=url_for("advisor.request.show", reference=asked.reference),
        said=_("The artisan can see the picture.") if chosen is Verdict.PASSED else _("The artisan does not see it."),
    )
    return done or (request_page.shown(asked, tried=form), status_of(form))


@blueprint.route("/translate/<about>", methods=["GET", "POST"])
def translate(reference: str, about: str) -> Answer:
    """Type a translation beside words of the request; ?language=ar begins with the one that is there."""
    asked = findings.of_reference(reference)
    words = translating.words_of(asked).get(about)
    if words is None:
        raise Missing
    written = {one.language: one.body for one in translating.of(asked, about)}
    chosen = request.args.get("language", "")
    if chosen not in languages.NAMES:
        chosen = next(iter(written), "ar" if asked.language == "fr" else "fr")
    form = TranslationForm(language=chosen, body=written.get(chosen, ""))
    done = do(
        form,
        lambda: translating.translate(
            asked, about, form.language.data, form.body.data or "", by=person(), at=clock.now()
        ),
        then=_messages_of(asked),
        said=_("The translation is kept."),
    )
    return done or (
        render_template(
            "advisor/request/translate.html",
            asked=asked,
            form=form,
            original=words,
            others=[(code, languages.NAMES[code]) for code in written if code != form.language.data],
            about=about,
        ),
        status_of(form),
    )


def _messages_of(asked: PurchaseRequest) -> str:
    return url_for("advisor.request.show", reference=asked.reference, _anchor="messages")
