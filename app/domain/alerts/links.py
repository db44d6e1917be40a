"""The two secret links of who waits for something: one confirms an alert, one stops all of a contact's.

Both are made from what they stand for, as the link of a request is (``purchasing/links``): there is nothing to guess.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.alerts.models import Alert
from app.domain.notices.models import Channel

_LONGEST_ID = 10
_BYTES = 16
"""Of the hash: nobody guesses 128 bits, and an SMS holds two addresses."""
_keys: dict[str, bytes] = {}


class LinkEnded(Refusal):
    """Made up, or of an alert that is gone: which of the two is not told."""

    text = N_("This link no longer works. You can ask again on the page of the piece.")
    status = 410


def keep_key(secret: str) -> None:
    """Say what tokens are made with. Called once, by assembly."""
    for purpose in ("confirm an alert", "contact of an alert"):
        _keys[purpose] = hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def token(alert: Alert) -> str:
    """What the link that confirms an alert ends with. The alert has its id."""
    return f"{alert.id}-{_hash('confirm an alert', f'{alert.id}|{alert.key}')}"


def opened(token: str, *, for_update: bool = False) -> Alert:
    """The alert a token stands for. Raises LinkEnded."""
    head, _, proof = token.partition("-")
    if not (head.isascii() and head.isdigit() and len(head) <= _LONGEST_ID) or int(head) > 2**31 - 1:
        raise LinkEnded
    alert = db.session.get(Alert, int(head), with_for_update=for_update or None, populate_existing=for_update)
    if alert is None or not _same(proof, _hash("confirm an alert", f"{alert.id}|{alert.key}")):
        raise LinkEnded
    return alert


def contact(channel: Channel, recipient: str) -> str:
    """Who is reached, without saying who: what the link that stops all their alerts ends with."""
    return _hash("contact of an alert", f"{channel.value}|{recipient.lower()}")


def _hash(purpose: str, what: str) -> str:
    digest = hmac.new(_keys[purpose], what.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
