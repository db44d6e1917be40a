"""My account: where I am signed in, my password, my second factor; and proving again who I am before a change."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_security import current_user
from werkzeug.wrappers import Response

from app.account.doorway import counted, evenly, failed, remote, status, wants_second_factor
from app.account.fields import Code, Password
from app.base import clock
from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import codes, findings, passwords, phones, recovery, sign_ins, throttles
from app.domain.people.models import User, Way
from app.web import languages, sessions, ways_back
from app.web.access import signed_in
from app.web.forms import Button, KeyedForm, once
from app.web.refusals import explained_in, status_of
from app.web.security import signing_key

blueprint = Blueprint("security", __name__, url_prefix="/security")
blueprint.before_request(signed_in)


class ProofForm(KeyedForm):
    """By password where there is one, else by a code sent to the phone."""

    password = Password(lazy("My password"))
    code = Code(lazy("The code received by SMS"), description=lazy("6 digits. It works once."))


class NewPasswordForm(KeyedForm):
    password = Password(
        lazy("New password"), description=lazy("At least 10 characters. Three or four words make a good password.")
    )


@blueprint.route("")
def index() -> str:
    user, now = current_user, sessions.current()
    return render_template(
        "account/security/index.html",
        sign_ins=sign_ins.of(user, clock.now()),
        now=now,
        form=Button(formdata=None),
        codes_left=recovery.left(user),
        factor_wanted=wants_second_factor(user),
    )


@blueprint.route("/sessions/<int:sign_in_id>/end", methods=["POST"])
def end(sign_in_id: int) -> Response:
    mine = next((one for one in sign_ins.of(current_user, clock.now()) if one.id == sign_in_id), None)
    if mine is None:
        abort(404)
    sign_ins.end(mine, clock.now())
    db.session.commit()
    flash(_("This session has ended."), "good")
    return redirect(url_for(".index"), 303)


@blueprint.route("/sessions/end-others", methods=["POST"])
def end_others() -> Response:
    sign_ins.end_all(current_user, clock.now(), but=sessions.current())
    db.session.commit()
    flash(_("All other sessions have ended."), "good")
    return redirect(url_for(".index"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Response | tuple[str, int]:
    sessions.must_be_fresh()
    form = NewPasswordForm()
    if form.validate_on_submit():
        with explained_in(form), once(form.key.data, url_for(".index"), current_user.id):
            user = findings.by_id(current_user.id, for_update=True)
            assert user is not None
            passwords.choose(user, form.password.data or "")
            sign_ins.end_all(user, clock.now())
            tell_of_change(user)
            sessions.begin(user, Way.PASSWORD)
            db.session.commit()
            flash(_("Your password has changed. All other sessions have ended."), "good")
            return redirect(url_for(".index"), 303)
    return render_template("account/security/password.html", form=form), status_of(form)


@blueprint.route("/prove", methods=["GET", "POST"])
@evenly
def prove() -> Response | tuple[str, int]:
    form = ProofForm()
    del form[("code" if current_user.password else "password")]
    if form.validate_on_submit():
        tries = counted(form, (throttles.PASSWORDS, f"proof:{current_user.id}"))
        if tries:
            now = sessions.current()
            if now is not None and _proved(form):
                throttles.give_back(tries)
                now.proved_at = clock.now()
                db.session.commit()
                return redirect(ways_back.wished() or url_for(".index"), 303)
            failed(Way.PASSWORD if current_user.password else Way.CODE, current_user)
            db.session.commit()  # the try counts
            wrong = form.password if current_user.password else form.code
            wrong.errors = [_("This is not right. Try again.")]
    page = render_template(
        "account/security/prove.html",
        form=form,
        send=Button(formdata=None),
        number=phones.shown_here(current_user.phone) if current_user.phone else "",
        next=ways_back.wished(),
        sent=request.args.get("sent"),
    )
    return page, status(form)


@blueprint.route("/prove/code", methods=["POST"])
@evenly
def send_code() -> Response | tuple[str, int]:
    """A code to the phone of who has no password."""
    form, back = Button(), url_for(".prove", next=ways_back.wished(), sent="1")
    if not current_user.phone:
        abort(404)
    number = current_user.phone
    limits = ((throttles.CODES_AN_HOUR, number), (throttles.CODES_A_DAY, number))
    if form.validate_on_submit() and counted(form, *limits, (throttles.CODES_FROM_ADDRESS, remote())):
        with once(form.key.data, back, current_user.id):
            codes.send(number, key=signing_key(), language=languages.current(), at=clock.now())
            db.session.commit()
            return redirect(back, 303)
    for sentence in form.form_errors:
        flash(sentence, "bad")
    return redirect(url_for(".prove", next=ways_back.wished()), 303)


def _proved(form: ProofForm) -> bool:
    if current_user.password:
        return passwords.right(current_user, form.password.data or "")
    user = codes.use(current_user.phone or "", form.code.data or "", key=signing_key(), at=clock.now())
    return user is not None and user.id == current_user.id


def tell_of_change(user: User) -> None:
    """Whoever's password changed hears of it, in case it was somebody else."""
    outbox.post(
        "password_changed",
        channel=Channel.EMAIL if user.email else Channel.SMS,
        recipient=user.email or user.phone or "",
        language=user.language,
        at=clock.now(),
        facts={"name": user.name},
        user_id=user.id,
    )
