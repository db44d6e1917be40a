"""Choosing a password by a link: after an invitation, or when it was forgotten."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response

from app.account.doorway import await_second_factor, counted, enter, evenly, remote, status, wants_second_factor
from app.account.security import NewPasswordForm, tell_of_change
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.audit import trail
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import findings, links, passwords, sign_ins, throttles
from app.domain.people.links import Purpose
from app.domain.people.models import User, Way
from app.web.contact_fields import Email
from app.web.forms import KeyedForm, once
from app.web.refusals import explained_in, status_of
from app.web.security import signing_key

blueprint = Blueprint("passwords", __name__)


class OldLink(Refusal):
    text = N_("This link no longer works. Ask for a new one.")
    status = 410


class ForgottenForm(KeyedForm):
    email = Email(lazy("My e-mail address"))


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@evenly
def forgotten() -> Response | tuple[str, int]:
    form = ForgottenForm()
    if form.validate_on_submit():
        email = (form.email.data or "").lower()
        if counted(form, (throttles.RESETS, email), (throttles.RESETS_FROM_ADDRESS, remote())):
            with once(form.key.data, url_for(".sent")):
                _send(findings.by_email(email))
                db.session.commit()
                return redirect(url_for(".sent"), 303)
    return render_template("account/passwords/forgotten.html", form=form), status(form)


@blueprint.route("/password/sent")
def sent() -> str:
    return render_template("account/passwords/sent.html")


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
def new(token: str) -> Response | tuple[str, int]:
    return _choose(token, Purpose.NEW_PASSWORD)


@blueprint.route("/invited/<token>", methods=["GET", "POST"])
def invited(token: str) -> Response | tuple[str, int]:
    return _choose(token, Purpose.INVITATION)


def _send(user: User | None) -> None:
    """Only an account with an e-mail address hears of it; the page says the same to all."""
    if user is None or not user.active or not user.email:
        return
    end = links.token(user, Purpose.NEW_PASSWORD, key=signing_key(), at=clock.now())
    outbox.post(
        "new_password",
        channel=Channel.EMAIL,
        recipient=user.email,
        language=user.language,
        at=clock.now(),
        facts={"name": user.name},
        secret={"link": url_for(".new", token=end)},
        user_id=user.id,
    )


def _choose(token: str, purpose: Purpose) -> Response | tuple[str, int]:
    form = NewPasswordForm()
    user = links.whose(token, purpose, key=signing_key(), at=clock.now(), for_update=form.is_submitted())
    if user is None:
        raise OldLink
    if form.validate_on_submit():
        with explained_in(form):
            passwords.choose(user, form.password.data or "")
            sign_ins.end_all(user, clock.now())
            if purpose is Purpose.NEW_PASSWORD:
                tell_of_change(user)
            trail.record("password.chosen", subject="user", subject_id=user.id, by_id=user.id, at=clock.now())
            return _go_on(user)
    page = render_template("account/passwords/choose.html", form=form, user=user, invited=purpose is Purpose.INVITATION)
    return page, status_of(form)


def _go_on(user: User) -> Response:
    """The second factor is asked for as ever; a forgotten password does not open the door by itself."""
    if not wants_second_factor(user):
        return enter(user, Way.PASSWORD)
    db.session.commit()
    await_second_factor(user)
    flash(_("Your password is chosen."), "good")
    has_one = user.tf_primary_method or user.webauthn
    return redirect(url_for("account.staff.second" if has_one else "account.factor.begin"), 303)
