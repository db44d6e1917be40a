"""How often one address may ask in a minute. Answers that come from memory are not counted: they cost nothing.

Counted in this process, in memory, and forgotten with the minute: no trace of anybody is kept.
"""

from threading import Lock
from time import monotonic

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

A_MINUTE = 300
SECONDS = 60
SETTING = "API_A_MINUTE"

_asked: dict[str, int] = {}
_minute = [0]
_one_at_a_time = Lock()


def take() -> None:
    """Count this question. Raises TooManyRequests, which says when to come again."""
    now = monotonic()
    minute, sender = int(now // SECONDS), request.remote_addr or ""
    with _one_at_a_time:
        if _minute[0] != minute:
            _minute[0] = minute
            _asked.clear()
        _asked[sender] = _asked.get(sender, 0) + 1
        too_many = _asked[sender] > current_app.config.get(SETTING, A_MINUTE)
    if too_many:
        raise TooManyRequests("Ask again in a minute.", retry_after=int(SECONDS - now % SECONDS) + 1)
