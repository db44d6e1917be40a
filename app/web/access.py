"""The door of an area: who may pass, where the others are led, and who came in."""

from collections.abc import Callable
from typing import cast

from flask import abort, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app.domain.people.models import RoleName, User
from app.web import held_forms, sessions, ways_back


def person() -> User:
    """The account that is signed in: who does what is done behind a guarded door."""
    return cast(User, current_user._get_current_object())


def only(*roles: RoleName) -> Callable[[], Response | None]:
    """A guard for a blueprint: these roles pass, strangers are led to sign in, others are refused."""

    def guard() -> Response | None:
        if not current_user.is_authenticated:
            entry = "account.sign_in.phone" if roles == (RoleName.ARTISAN,) else "account.staff.enter"
            back = request.full_path.rstrip("?") if request.method in sessions.SAFE else ways_back.sent_from()
            door = url_for(entry, next=back)
            if request.method not in sessions.SAFE and held_forms.is_worth_holding():
                return held_forms.hold(door)
            return redirect(door, 303)
        if not current_user.is_a(*roles):
            abort(403)
        sessions.note_use()
        return None

    return guard


def signed_in() -> Response | None:
    """A guard for what every account has: anybody signed in passes."""
    return None if current_user.is_authenticated else redirect(url_for("account.sign_in.phone"), 303)
