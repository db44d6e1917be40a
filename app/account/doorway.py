"""What the sign-in screens share: where to go afterwards, answers that take the same time, counted tries."""

from collections.abc import Callable, Iterable
from functools import wraps
from time import monotonic, sleep
from typing import Any, ParamSpec

from flask import current_app, redirect, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.base.settings import Settings
from app.domain.audit import addresses, trail
from app.domain.people import findings, throttles
from app.domain.people.models import Throttle, User, Way
from app.domain.people.throttles import Limit, TooMany
from app.domain.work import installation
from app.web import sessions, ways_back
from app.web.refusals import words

NEXT = "next"
AWAITING = "awaiting"
"""Where the session keeps who gave the right password and owes the second factor."""
PATIENCE = 600
"""Seconds between the two."""
P = ParamSpec("P")


def settings() -> Settings:
    chosen: Settings = current_app.config["SETTINGS"]
    return chosen


def remote() -> str:
    """The network address as throttles count it."""
    return addresses.counted(request.remote_addr)


def evenly(view: Callable[P, Any]) -> Callable[P, Any]:
    """An answer to a form comes no sooner than a fixed time, so that its speed tells nothing about who is known."""

    @wraps(view)
    def later(*args: P.args, **kwargs: P.kwargs) -> Any:
        began = monotonic()
        answer = view(*args, **kwargs)
        if request.method == "POST":
            db.session.rollback()  # nobody waits for us
            sleep(max(0.0, current_app.config["EVEN_SECONDS"] - (monotonic() - began)))
        return answer

    return later


def counted(form: FlaskForm, *limits: tuple[Limit, str]) -> list[Throttle]:
    """Count a try. Nothing, with the sentence above the form, where there were too many."""
    try:
        return throttles.take(limits, at=clock.now())
    except TooMany as refusal:
        db.session.rollback()
        form.form_errors.append(words(refusal))
        return []


def status(form: FlaskForm) -> int:
    """200 for a form shown, 429 after too many tries, 422 for one sent back."""
    if words(TooMany()) in form.form_errors:
        return TooMany.status
    return 422 if form.errors else 200


def failed(way: Way, user: User | None) -> None:
    """Write down a sign-in that failed, with whose account it was, if anybody's."""
    trail.record(
        "sign_in.failed",
        subject="user",
        subject_id=user.id if user else None,
        by_id=None,
        at=clock.now(),
        facts={"way": way.value},
        address=request.remote_addr,
    )


def enter(user: User, way: Way, tries: Iterable[Throttle] = ()) -> Response:
    """Sign in, commit and lead where the person wanted to go. tries: those that led here, counted no longer."""
    throttles.give_back(tries)
    wished = ways_back.safe(session.get(NEXT)) or ways_back.wished()
    sessions.begin(user, way)
    db.session.commit()
    return redirect(wished or home(user), 303)


def home(user: User) -> str:
    return url_for("advisor.home.index" if user.is_staff else "portal.home.index")


def keep_next() -> None:
    """Remember through the next steps where the person wanted to go."""
    wished = ways_back.wished()
    if wished:
        session[NEXT] = wished


def wants_second_factor(user: User) -> bool:
    """Asked of staff, except in a demonstration."""
    return user.is_staff and not (settings().demo and installation.is_demo())


def await_second_factor(user: User) -> None:
    """The password was right: keep that for the next step, in a session that holds nothing else."""
    wished = ways_back.safe(session.get(NEXT)) or ways_back.wished()
    session.clear()
    session[AWAITING] = [user.fs_uniquifier, int(clock.now().timestamp())]
    if wished:
        session[NEXT] = wished


def awaited(*, for_update: bool = False) -> User | None:
    """Who gave the right password in this browser a moment ago."""
    uniquifier, since = session.get(AWAITING) or ("", 0)
    if not 0 <= clock.now().timestamp() - since <= PATIENCE:
        return None
    user = findings.by_uniquifier(uniquifier, for_update=for_update)
    return user if user and user.active else None
