"""The session of a signed-in person: a token in the browser's cookie, a row on the server that can be ended.

Flask-Login says who is here; this module decides whether it is true. Pages that nobody signed in for touch no session.
"""

from datetime import timedelta

from flask import Flask, g, redirect, request, session, url_for
from flask_login import login_user, logout_user
from flask_principal import Principal
from flask_security import Security, SQLAlchemyUserDatastore, current_user
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import begin_reading, db, writing
from app.domain.audit import trail
from app.domain.people import sign_ins
from app.domain.people.models import Passkey, Role, SignIn, User, Way
from app.web import devices

TOKEN = "sign_in"  # noqa: S105  # a key of the session, not a secret
SAFE = ("GET", "HEAD", "OPTIONS")
PRIVATE = ("account", "portal", "advisor", "office")


def begin(user: User, way: Way) -> SignIn:
    """Sign somebody in: a new token, whatever the browser held before. The caller commits."""
    at = clock.now()
    before = sign_ins.live(session.get(TOKEN, ""), at)
    if before is not None:
        sign_ins.end(before, at)
    session.clear()
    begun, token = sign_ins.start(user, way=way, device=devices.named(request.user_agent.string), at=at)
    session.permanent = True
    session[TOKEN] = token
    login_user(user)
    session.pop("_id", None)  # a plain hash of the network address: kept nowhere
    g.sign_in = begun
    if user.is_staff:
        trail.record("signed.in", subject="user", subject_id=user.id, by_id=user.id, at=at, address=request.remote_addr)
    return begun


def leave() -> None:
    """Sign out here. The caller commits."""
    now = current()
    if now is not None:
        sign_ins.end(now, clock.now())
    logout_user()
    session.clear()


def current() -> SignIn | None:
    """The session this page is opened in."""
    return g.get("sign_in") if current_user.is_authenticated else None


def note_use() -> None:
    """Note that the session is in use and give the cookie its time again, at most once in ten minutes.

    Called at the door of an area, before anything was loaded or changed: the transaction that found the session
    ends, so that the write waits for no reader, and reading goes on in a new one.
    """
    now = current()
    at = clock.now()
    if now is None or request.method not in SAFE or not sign_ins.is_due(now, at):
        return
    db.session.commit()
    with writing():
        sign_ins.note_seen(now.id, at)
        db.session.commit()
    begin_reading()
    session.modified = True


def must_be_fresh() -> None:
    """Before a sensitive change: raises NotFresh where the person proved who they are too long ago."""
    now = current()
    if now is None or not sign_ins.is_fresh(now, clock.now()):
        raise sign_ins.NotFresh


def _load(user_id: str) -> User | None:
    found = sign_ins.live(session.get(TOKEN, ""), clock.now())
    if found is None or found.user.fs_uniquifier != user_id:
        return None
    g.sign_in = found
    return found.user


def register(app: Flask) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=sign_ins.ARTISANS,
        SESSION_REFRESH_EACH_REQUEST=False,  # note_use does, so that other answers carry no cookie
        REMEMBER_COOKIE_DURATION=timedelta(0),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the method, not a password
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"][:32],
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    datastore = SQLAlchemyUserDatastore(db, User, Role, Passkey)
    security = Security(app, datastore, register_blueprint=False)  # the views are ours, see docs/decisions
    _quieten(app, security)
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]  # Flask-Login's own place for it
    app.jinja_env.globals["current_user"] = current_user

    @app.errorhandler(sign_ins.NotFresh)
    def prove_first(_refusal: sign_ins.NotFresh) -> Response:
        db.session.rollback()
        back = request.full_path.rstrip("?") if request.method in SAFE else url_for("account.security.index")
        return redirect(url_for("account.security.prove", next=back), 303)

    @app.after_request
    def keep_private(response: Response) -> Response:
        if (request.blueprint or "").split(".")[0] in PRIVATE:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _quieten(app: Flask, security: Security) -> None:
    """Take away what the libraries do on every request: each would read the session, and so make every page private.

    A line fails loudly at the start when a new release no longer has what it takes away.
    """
    manager = app.login_manager  # type: ignore[attr-defined]  # Flask-Login's own place for it
    manager.session_protection = None  # wants the network address
    manager.request_loader(None)  # would take a token out of any address
    app.after_request_funcs[None].remove(manager._update_remember_cookie)
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    readers = app.template_context_processors[None]
    readers.remove(next(one for one in readers if one.__module__ == "flask_login.utils"))
    assert isinstance(security.principal, Principal)
