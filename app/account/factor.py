"""Setting up the second factor: an authenticator app, and the recovery codes that go with it."""

import qrcode
from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_security import current_user
from werkzeug.wrappers import Response

from app.account import one_time
from app.account.doorway import awaited, counted, enter, evenly, home, status
from app.account.fields import Code
from app.base import clock
from app.base.database import db
from app.domain.audit import trail
from app.domain.people import findings, recovery, throttles
from app.domain.people.models import User, Way
from app.web import sessions
from app.web.forms import Button, KeyedForm
from app.web.security import signing_key

blueprint = Blueprint("factor", __name__, url_prefix="/factor")

DRAFT = "factor_draft"
"""Where the session keeps the new secret, encrypted, until the app has shown its first code."""
CODES = "recovery_codes"
"""Where the session keeps new recovery codes until the person says they are written down."""


class AppForm(KeyedForm):
    code = Code(lazy("The code that the app shows now"), description=lazy("6 digits."))


@blueprint.route("/app", methods=["GET", "POST"])
@evenly
def begin() -> Response | tuple[str, int]:
    """At the first sign-in, and again from the account's page."""
    form = AppForm()
    user = _whose(for_update=form.is_submitted())
    if user is None:
        return redirect(url_for("account.staff.enter"), 303)
    secret = session.setdefault(DRAFT, one_time.factory().generate_totp_secret())
    if form.validate_on_submit() and counted(form, (throttles.SECOND_FACTORS, str(user.id))):
        user.tf_last_counter = None
        if one_time.right(user, secret, form.code.data or ""):
            return _keep(user, secret)
        db.session.rollback()
        form.code.errors = [_("This code is not right. The app shows a new one every 30 seconds.")]
    shown = one_time.factory()
    picture = _drawn(shown.get_totp_uri(user.email or user.name, secret))
    page = render_template(
        "account/factor/app.html", form=form, picture=picture, secret=shown.get_totp_pretty_key(secret)
    )
    return page, status(form)


@blueprint.route("/codes", methods=["GET", "POST"])
def codes() -> Response | str:
    """New recovery codes, shown until they are written down."""
    if not current_user.is_authenticated:
        return redirect(url_for("account.staff.enter"), 303)
    if not session.get(CODES):
        return redirect(url_for("account.security.index"), 303)
    form = Button()
    if form.validate_on_submit():
        session.pop(CODES)
        return redirect(home(current_user), 303)
    return render_template("account/factor/codes.html", form=form, codes=session[CODES])


@blueprint.route("/codes/new", methods=["POST"])
def renew_codes() -> Response:
    if not current_user.is_authenticated:
        return redirect(url_for("account.staff.enter"), 303)
    user = _whose(for_update=True)
    if user is None or not Button().validate():
        return redirect(url_for("account.security.index"), 303)
    session[CODES] = recovery.renew(user, key=signing_key())
    _written("factor.codes_renewed", user)
    db.session.commit()
    return redirect(url_for(".codes"), 303)


def _whose(*, for_update: bool) -> User | None:
    """The person signed in, if they proved it a moment ago; else who gave the right password and has no factor yet."""
    if current_user.is_authenticated:
        if not current_user.is_staff:
            return None
        sessions.must_be_fresh()
        return findings.by_id(current_user.id, for_update=for_update)
    user = awaited(for_update=for_update)
    return user if user and user.is_staff and not (user.tf_primary_method or user.webauthn) else None


def _keep(user: User, secret: str) -> Response:
    user.tf_totp_secret, user.tf_primary_method = secret, "authenticator"
    new = recovery.renew(user, key=signing_key())
    _written("factor.set", user)
    if current_user.is_authenticated:
        db.session.commit()
        session.pop(DRAFT)
        flash(_("Your authenticator app is set up."), "good")
    else:
        enter(user, Way.PASSWORD)
    session[CODES] = new
    return redirect(url_for(".codes"), 303)


def _written(deed: str, user: User) -> None:
    trail.record(deed, subject="user", subject_id=user.id, by_id=user.id, at=clock.now())


def _drawn(text: str) -> dict[str, str | int]:
    """A QR code as one SVG path over a square of ``size`` units."""
    code = qrcode.QRCode(border=3, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"size": len(rows), "path": path}
