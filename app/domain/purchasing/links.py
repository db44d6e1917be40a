"""The customer's secret link: a token made from the request itself, so there is nothing to store and nothing to guess.

The token is HMAC(key, request id, generation). Raising the generation ends every link given out before.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.purchasing.models import PurchaseRequest

DAYS_AFTER_CLOSING = 180
_LONGEST_ID = 10
_OLDEST_KNOWN = 20
"""Generations back for which an ended link is still told from a made-up one."""

_keys: list[bytes] = []


class LinkEnded(Refusal):
    """The link was true once."""

    text = N_("This link no longer works. Ask the cooperative for a new one.")
    status = 410


def keep_key(secret: str) -> None:
    """Say what tokens are made with. Called once, by assembly."""
    _keys[:] = [hmac.new(secret.encode(), b"secret link of a purchase request", hashlib.sha256).digest()]


def token(request: PurchaseRequest) -> str:
    """What the secret link of a request ends with. The request has its id."""
    return f"{request.id}-{_proof(request.id, request.generation)}"


def open(token: str, *, at: datetime) -> PurchaseRequest | None:  # noqa: A001  # one opens a link
    """The request a token stands for; None where it is made up. Raises LinkEnded where it was true once."""
    head, _, proof = token.partition("-")
    if not (head.isascii() and head.isdigit() and len(head) <= _LONGEST_ID) or int(head) > 2**31 - 1:
        return None
    request = db.session.get(PurchaseRequest, int(head))
    generation = request.generation if request else 1
    if not _same(proof, _proof(int(head), generation)) or request is None:
        if request is not None and _was_true(request, proof):
            raise LinkEnded
        return None
    if request.closed_at is not None and at > request.closed_at + timedelta(days=DAYS_AFTER_CLOSING):
        raise LinkEnded
    return request


def end_old_links(request: PurchaseRequest) -> None:
    """Make every link given out so far useless."""
    request.generation += 1


def _proof(id_: int, generation: int) -> str:
    digest = hmac.new(_keys[0], f"{id_}|{generation}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _was_true(request: PurchaseRequest, proof: str) -> bool:
    earlier = range(max(1, request.generation - _OLDEST_KNOWN), request.generation)
    return any(_same(proof, _proof(request.id, generation)) for generation in earlier)
