"""Guards that every page shares: where a form may come from, and what a browser may load.

Anonymous pages set no cookie, so a form is guarded by where it was sent from (Sec-Fetch-Site, else Origin);
a signed stateless token in the form is the fallback for browsers that send neither. A page that is kept whole for
everybody holds no token: its form asks such a browser once more, on a page of its own (``asks_first``).
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.web import sessions

TOKEN_FIELD = "form_token"  # noqa: S105  # a field's name, not a secret
TOKEN_HOURS = 12
KEY_COOKIE = "request"
"""Holds the key to one customer's private page (storefront/private_key)."""
HTTPS_ALONE = 180 * 24 * 3600
"""Seconds for which a browser that came by https comes by nothing else."""

View = TypeVar("View", bound=Callable[..., object])

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

GUARDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=()",
}
"""Said with every answer that does not say otherwise itself."""


def signing_key() -> bytes:
    """What codes and links to accounts are hashed with."""
    return str(current_app.config["SECRET_KEY"]).encode()


def form_token() -> str:
    """A signed token for forms, bound to whom they act for."""
    return _signer().dumps(_subject())


def comes_from_here() -> bool:
    """Whether an unsafe request was made by one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.host
    try:
        return bool(_signer().loads(request.form.get(TOKEN_FIELD, ""), max_age=TOKEN_HOURS * 3600) == _subject())
    except BadSignature:
        return False


def asks_first(view: View) -> View:
    """For a form on a page without a token: where a browser does not say where it comes from, the view is reached.

    It changes nothing then (``comes_from_here`` is false) but shows the form again, with a token.
    """
    view.asks_first = True  # type: ignore[attr-defined]  # read by the guard below
    return view


def _may_be_asked() -> bool:
    says_nothing = "Sec-Fetch-Site" not in request.headers and request.headers.get("Origin", "null") == "null"
    return says_nothing and hasattr(current_app.view_functions.get(request.endpoint or ""), "asks_first")


def _subject() -> str:
    """Whom a form acts for: an account by its session, a customer by the key to their page, else anyone."""
    keys = [request.cookies.get(KEY_COOKIE, "")]
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        keys.append(session.get(sessions.TOKEN) or "")
    return hashlib.sha256("|".join(keys).encode("utf-8", "replace")).hexdigest()[:16] if any(keys) else "anyone"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="form-token")


def register(app: Flask) -> None:
    @app.before_request
    def refuse_foreign_forms() -> None:
        leads_nowhere = request.routing_exception is not None  # which is said instead
        if request.method in sessions.SAFE or leads_nowhere or comes_from_here() or _may_be_asked():
            return
        abort(403)

    @app.after_request
    def say_what_may_load(response: Response) -> Response:
        said = {name.lower() for name, _value in response.headers}
        for name, value in GUARDS.items():
            if name.lower() not in said:
                response.headers.add(name, value)
        if current_app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={HTTPS_ALONE}")
        return response
