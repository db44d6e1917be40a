"""Signs of life for those who watch over a machine: up, and able to serve."""

from collections.abc import Callable
from time import monotonic

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.work import beats

PROBE = "private/.ready"
TRIED_EVERY = 10.0  # seconds
_held_at: dict[str, float] = {}
"""When a file was last kept and found, by the place."""

blueprint = Blueprint("health", __name__)


@blueprint.route("/healthz")
def alive() -> Response:
    """The process answers. Looks at nothing else, so that a slow database does not get the site restarted."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@blueprint.route("/readyz")
def ready() -> tuple[Response, int]:
    """Whether a customer can be served and a message will leave: database, media, a worker seen lately."""
    checks = {name: _holds(check) for name, check in CHECKS.items()}
    answer = jsonify(checks)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if all(checks.values()) else 503


def _database() -> bool:
    return bool(db.session.scalar(text("SELECT 1")))


def _worker() -> bool:
    return beats.is_anybody_there(clock.really_now())


def _media() -> bool:
    """A file can be put there and is found again. Tried once in a while: anybody may ask, and a bucket is paid for."""
    url = current_app.config["SETTINGS"].media_url
    if monotonic() - _held_at.get(url, float("-inf")) < TRIED_EVERY:
        return True
    kept = storage.at(url)
    kept.put(PROBE, b"ok")
    found = kept.get(PROBE)
    holds = found is not None and found.body == b"ok"
    if holds:
        _held_at[url] = monotonic()
    return holds


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "media": _media, "worker": _worker}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        current_app.logger.exception("not ready")
        db.session.rollback()
        return False
