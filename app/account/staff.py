"""The team comes in: e-mail and password, then what only they hold."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_security import current_user
from werkzeug.wrappers import Response
from wtforms import StringField, validators

from app.account import one_time
from app.account.demo import people_shown
from app.account.doorway import (
    await_second_factor,
    awaited,
    counted,
    enter,
    evenly,
    failed,
    home,
    remote,
    status,
    wants_second_factor,
)
from app.account.fields import Password, digits
from app.base.database import db
from app.domain.people import findings, passwords, recovery, throttles
from app.domain.people.models import Throttle, User, Way
from app.web.contact_fields import Email
from app.web.fields import one_line
from app.web.forms import KeyedForm
from app.web.security import signing_key

blueprint = Blueprint("staff", __name__)


class StaffForm(KeyedForm):
    email = Email(lazy("My e-mail address"))
    password = Password(lazy("My password"))


class SecondForm(KeyedForm):
    code = StringField(
        lazy("The code of my authenticator app"),
        description=lazy("6 digits, or one of your recovery codes."),
        filters=[one_line],
        validators=[
            validators.DataRequired(lazy("Write the code.")),
            validators.Length(max=40, message=lazy("Write the 6 digits of the code.")),
        ],
    )


@blueprint.route("/staff", methods=["GET", "POST"], endpoint="enter")
@evenly
def with_password() -> Response | tuple[str, int]:
    if current_user.is_authenticated:
        return redirect(home(current_user))
    form = StaffForm()
    if form.validate_on_submit():
        email = (form.email.data or "").lower()
        tries = counted(form, (throttles.PASSWORDS, email), (throttles.PASSWORDS_FROM_ADDRESS, remote()))
        if tries:
            user = findings.by_email(email)
            fits = passwords.right(user, form.password.data or "")
            if fits and user and user.active and user.is_staff:
                return _first_step_done(user, tries)
            failed(Way.PASSWORD, user)
            db.session.commit()  # the try counts
            form.password.errors = [_("The e-mail address and the password do not belong together.")]
    return render_template("account/staff/enter.html", form=form, demo_people=people_shown()), status(form)


@blueprint.route("/staff/code", methods=["GET", "POST"])
@evenly
def second() -> Response | tuple[str, int]:
    form = SecondForm()
    user = awaited(for_update=form.is_submitted())
    if user is None or not (user.tf_primary_method or user.webauthn):
        return redirect(url_for(".enter"), 303)
    if form.validate_on_submit():
        tries = counted(form, (throttles.SECOND_FACTORS, str(user.id)))
        if tries:
            if _second_fits(user, form.code.data or ""):
                return enter(user, Way.PASSWORD, tries)
            failed(Way.PASSWORD, user)
            db.session.commit()  # the try counts
            form.code.errors = [_("This code is not right. The app shows a new one every 30 seconds.")]
    page = render_template(
        "account/staff/second.html", form=form, has_app=bool(user.tf_primary_method), has_passkey=bool(user.webauthn)
    )
    return page, status(form)


def _first_step_done(user: User, tries: list[Throttle]) -> Response:
    if not wants_second_factor(user):
        return enter(user, Way.PASSWORD, tries)
    throttles.give_back(tries)
    db.session.commit()
    await_second_factor(user)
    has_one = user.tf_primary_method or user.webauthn
    return redirect(url_for(".second" if has_one else "account.factor.begin"), 303)


def _second_fits(user: User, typed: str) -> bool:
    code = digits(typed) or ""
    if len(code) == 6 and code.isdigit():
        return one_time.right(user, user.tf_totp_secret if user.tf_primary_method else None, code)
    return recovery.use(user, typed, key=signing_key())
