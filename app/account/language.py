"""The language of an account, or of this browser while nobody is signed in."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as lazy
from flask_security import current_user
from werkzeug.wrappers import Response
from wtforms import SelectField

from app.account.doorway import home
from app.base.database import db
from app.web import languages, ways_back
from app.web.fields import choices_of
from app.web.forms import KeyedForm

blueprint = Blueprint("language", __name__)

YEAR = 31536000


class LanguageForm(KeyedForm):
    to = SelectField(lazy("Language"), choices=choices_of(languages.NAMES.items()))


@blueprint.route("/language", methods=["GET", "POST"])
def change() -> Response | tuple[str, int]:
    form = LanguageForm()
    back = ways_back.wished("back") or (home(current_user) if current_user.is_authenticated else None)
    if form.validate_on_submit():
        response = redirect(back or url_for("account.sign_in.phone"), 303)
        if current_user.is_authenticated:
            current_user.language = form.to.data
            db.session.commit()
        else:
            response.set_cookie(
                languages.COOKIE,
                form.to.data,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=current_app.config["SESSION_COOKIE_SECURE"],
            )
        return response
    wished = request.args.get("to")
    page = render_template(
        "account/language/change.html", form=form, back=back, wished=wished if wished in languages.NAMES else None
    )
    return page, 422 if form.errors else 200
