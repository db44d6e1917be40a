"""The one-time passwords of an authenticator app: Flask-Security's, taught that none counts twice."""

import base64
import hashlib
from typing import Any

from flask import Flask, current_app
from flask_security import Totp

from app.domain.people.models import User

ISSUER = "Maalem"
WINDOW = 30
"""Seconds a phone's clock may be wrong, either way."""


class OnceOnly(Totp):
    """The library looks up and keeps the last time step that was taken through these two."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


def factory() -> OnceOnly:
    made: OnceOnly = current_app.extensions["one_time_passwords"]
    return made


def right(user: User, secret: str | None, code: str) -> bool:
    """Whether an app that holds this secret shows this code now. user: loaded for update; the caller commits."""
    return bool(secret) and factory().verify_totp(code, secret or "", user, window=WINDOW)


def register(app: Flask) -> None:
    """Secrets are kept encrypted, under a key made from the installation's own."""
    digest = hashlib.sha256(b"one-time passwords:" + app.config["SECRET_KEY"].encode()).digest()
    app.extensions["one_time_passwords"] = OnceOnly({1: base64.b64encode(digest).decode()}, ISSUER)
