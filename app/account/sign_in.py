"""Artisans come in: a phone number, then the code it receives, or a password. And everybody goes out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_security import current_user
from werkzeug.wrappers import Response

from app.account.demo import people_shown
from app.account.doorway import counted, enter, evenly, failed, home, keep_next, remote, status
from app.account.fields import Code, Password
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.people import codes, findings, passwords, phones, throttles
from app.domain.people.models import RoleName, Way
from app.web import languages, sessions
from app.web.contact_fields import Phone
from app.web.forms import Button, KeyedForm, once
from app.web.refusals import explained_in
from app.web.security import signing_key

blueprint = Blueprint("sign_in", __name__)

PHONE = "phone"
"""Where the session keeps the number between the two steps."""


class NotMyNumber(Refusal):
    text = N_("Write your number, for example 06 12 34 56 78.")


class PhoneForm(KeyedForm):
    phone = Phone(lazy("My phone number"))


class CodeForm(KeyedForm):
    code = Code(lazy("The code received by SMS"), description=lazy("6 digits. It works once."))


class PasswordForm(KeyedForm):
    phone = Phone(lazy("My phone number"))
    password = Password(lazy("My password"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@evenly
def phone() -> Response | tuple[str, int]:
    if current_user.is_authenticated:
        return redirect(home(current_user))
    form = PhoneForm()
    if form.validate_on_submit():
        with explained_in(form):
            number = number_in(form)
            if counted(form, *_code_limits(number)):
                with once(form.key.data, url_for(".code")):
                    codes.send(number, key=signing_key(), language=languages.current(), at=clock.now())
                    session[PHONE] = number
                    keep_next()
                    db.session.commit()
                    return redirect(url_for(".code"), 303)
    return render_template("account/sign_in/phone.html", form=form, demo_people=people_shown()), status(form)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@evenly
def code() -> Response | tuple[str, int]:
    number = session.get(PHONE)
    if current_user.is_authenticated or not number:
        return redirect(url_for(".phone"), 303)
    form, again = CodeForm(), Button(formdata=None)
    tries = form.validate_on_submit() and counted(form, (throttles.CODE_TRIES_FROM_ADDRESS, remote()))
    if tries:
        user = codes.use(number, form.code.data or "", key=signing_key(), at=clock.now())
        if user is not None:
            return enter(user, Way.CODE, tries)
        failed(Way.CODE, codes.holder(number))
        db.session.commit()  # the try counts
        form.code.errors = [_("This code is not right, or too old.")]
    return _code_page(form, again, number), status(form)


@blueprint.route("/sign-in/code/again", methods=["POST"])
@evenly
def again() -> Response | tuple[str, int]:
    number = session.get(PHONE)
    if current_user.is_authenticated or not number:
        return redirect(url_for(".phone"), 303)
    form = Button()
    if form.validate_on_submit() and counted(form, *_code_limits(number)):
        with once(form.key.data, url_for(".code")):
            codes.send(number, key=signing_key(), language=languages.current(), at=clock.now())
            db.session.commit()
            return redirect(url_for(".code", sent="again"), 303)
    entry = CodeForm(formdata=None)
    entry.form_errors = [*form.form_errors, *form.key.errors]
    return _code_page(entry, Button(formdata=None), number), status(entry)


@blueprint.route("/sign-in/password", methods=["GET", "POST"])
@evenly
def password() -> Response | tuple[str, int]:
    if current_user.is_authenticated:
        return redirect(home(current_user))
    form = PasswordForm()
    if request.method == "GET":
        form.phone.data = phones.shown_here(session[PHONE]) if PHONE in session else None
    if form.validate_on_submit():
        with explained_in(form):
            number = number_in(form)
            limits = ((throttles.PASSWORDS, number), (throttles.PASSWORDS_FROM_ADDRESS, remote()))
            tries = counted(form, *limits)
            if tries:
                user = findings.by_phone(number)
                fits = passwords.right(user, form.password.data or "")
                if fits and user and user.active and user.is_a(RoleName.ARTISAN):
                    return enter(user, Way.PASSWORD, tries)
                failed(Way.PASSWORD, user)
                db.session.commit()  # the try counts
                form.password.errors = [_("The number and the password do not belong together.")]
    return render_template("account/sign_in/password.html", form=form), status(form)


@blueprint.route("/sign-out", methods=["POST"])
def out() -> Response:
    was_staff = current_user.is_authenticated and current_user.is_staff
    sessions.leave()
    db.session.commit()
    return redirect(url_for("account.staff.enter" if was_staff else ".phone"), 303)


def number_in(form: PhoneForm | PasswordForm) -> str:
    """The number in E.164. A number that cannot be one is said beside its field."""
    try:
        return phones.parse(form.phone.data or "")
    except phones.NotAPhone as refusal:
        raise NotMyNumber(field="phone") from refusal


def _code_page(form: CodeForm, again: Button, number: str) -> str:
    return render_template(
        "account/sign_in/code.html",
        form=form,
        again=again,
        number=phones.shown_here(number),
        sent_again=request.args.get("sent") == "again",
    )


def _code_limits(number: str) -> tuple[tuple[throttles.Limit, str], ...]:
    return (
        (throttles.CODES_AN_HOUR, number),
        (throttles.CODES_A_DAY, number),
        (throttles.CODES_FROM_ADDRESS, remote()),
    )
