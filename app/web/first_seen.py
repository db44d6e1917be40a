"""When an address began to show what it shows: the truth about ``Last-Modified`` where no row knows it.

A page changes with every row it is made of, with its templates and with the day, so its date is the moment this
process first sent just these bytes. That is never earlier than the change itself. It is told from the next second on:
within one second there may be two changes, and the date knows only seconds.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Any

from app.base import clock

MOST = 20_000
"""Addresses remembered; those asked for longest ago are forgotten, and then begin anew."""

_seen: OrderedDict[int, tuple[str, datetime]] = OrderedDict()
"""By the address's hash: an address may be as long as somebody likes."""
_one_at_a_time = Lock()


def address(environ: dict[str, Any]) -> str:
    """What tells one page from another here."""
    return f"{environ.get('HTTP_HOST')}{environ.get('PATH_INFO')}?{environ.get('QUERY_STRING', '')}"


def last_change(address: str, mark: str) -> datetime | None:
    """Since when this address has this mark (its ETag); None within the second in which it was first seen."""
    now = clock.really_now().replace(microsecond=0)
    with _one_at_a_time:
        before, since = _seen.pop(hash(address), ("", now))
        if before != mark:
            since = now
        _seen[hash(address)] = (mark, since)
        while len(_seen) > MOST:
            _seen.popitem(last=False)
    return since if since < now else None
