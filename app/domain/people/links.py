"""Links that let somebody choose a password: an invitation, a forgotten password. Nothing to store, good once.

A link is a keyed hash over the account as it is: once the password is chosen (or the account closed), it is over.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.people import findings
from app.domain.people.models import User


class Purpose(StrEnum):
    INVITATION = "invitation"
    NEW_PASSWORD = "new_password"  # noqa: S105  # a purpose, not a password


LIFE = {Purpose.INVITATION: timedelta(days=7), Purpose.NEW_PASSWORD: timedelta(hours=2)}


def token(user: User, purpose: Purpose, *, key: bytes, at: datetime) -> str:
    """The end of a link's address."""
    until = int((at + LIFE[purpose]).timestamp())
    return _packed(f"{user.id}.{until}.{_seal(user, purpose, until, key)}")


def whose(given: str, purpose: Purpose, *, key: bytes, at: datetime, for_update: bool = False) -> User | None:
    """The account a link is for, while it is good."""
    parts = _unpacked(given).split(".")
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 10):
        return None
    if not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 13) or int(parts[1]) <= at.timestamp():
        return None
    user = findings.by_id(int(parts[0]), for_update=for_update)
    if user is None or not user.active:
        return None
    expected = _seal(user, purpose, int(parts[1]), key)
    return user if hmac.compare_digest(expected.encode(), parts[2].encode()) else None


def _seal(user: User, purpose: Purpose, until: int, key: bytes) -> str:
    told = f"{purpose}|{user.id}|{until}|{user.fs_uniquifier}|{user.password or ''}|{user.email or ''}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpacked(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeError):
        return ""
