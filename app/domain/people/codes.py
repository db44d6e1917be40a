"""The one-time code of an artisan's phone: six digits, random, good once, for five tries and ten minutes."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.base.database import db
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import findings
from app.domain.people.models import PhoneCode, RoleName, User

DIGITS = 6
TRIES = 5
LIFE = timedelta(minutes=10)


def send(phone: str, *, key: bytes, language: str, at: datetime) -> None:
    """Send a new code to an artisan's number; to a number nobody has, nothing goes out and nothing shows it.

    phone: E.164. key: hashes the code. The new code takes the place of older ones. Throttles come before.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    db.session.execute(delete(PhoneCode).where(PhoneCode.phone == phone))
    row = PhoneCode(phone=phone, code_hash=_hashed(phone, code, key), sent_at=at, expires_at=at + LIFE)
    db.session.add(row)
    user = holder(phone)
    if user is not None:
        outbox.post(
            "sign_in_code",
            channel=Channel.SMS,
            recipient=phone,
            language=user.language or language,
            at=at,
            secret={"code": code},
            user_id=user.id,
        )
    db.session.flush()


def use(phone: str, code: str, *, key: bytes, at: datetime) -> User | None:
    """Whose code this is, once; None where it is wrong, used, too old or tried too often.

    Every try is counted: the caller commits whatever the answer.
    """
    row = db.session.scalar(
        select(PhoneCode).where(PhoneCode.phone == phone).with_for_update().execution_options(populate_existing=True)
    )
    expected = row.code_hash if row else _hashed(phone, "", key)
    right = hmac.compare_digest(expected, _hashed(phone, code, key))
    if row is None or row.used_at or row.expires_at <= at or row.tries >= TRIES:
        return None
    row.tries += 1
    if not right:
        return None
    row.used_at = at
    return holder(phone)


def holder(phone: str) -> User | None:
    """The active artisan whose number this is."""
    user = findings.by_phone(phone)
    return user if user and user.active and user.is_a(RoleName.ARTISAN) else None


def forget_old(at: datetime) -> int:
    """Drop codes that are over. Returns how many rows went."""
    return int(db.session.execute(delete(PhoneCode).where(PhoneCode.expires_at < at)).rowcount)  # type: ignore[attr-defined]  # a delete has one


def _hashed(phone: str, code: str, key: bytes) -> str:
    return hmac.new(key, f"phone-code:{phone}:{code}".encode(), hashlib.sha256).hexdigest()
