"""Recovery codes: eight words to write down, each opens the door once when the phone is lost. Kept as keyed hashes."""

import hashlib
import hmac
import secrets

from app.domain.people.models import User

HOW_MANY = 8
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


def renew(user: User, *, key: bytes) -> list[str]:
    """New codes in place of the old ones, shown to the person now and never again ("abcde-fghjk")."""
    plain = ["".join(secrets.choice(LETTERS) for _letter in range(LENGTH)) for _code in range(HOW_MANY)]
    user.mf_recovery_codes = [_hashed(user, code, key) for code in plain]
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in plain]


def use(user: User, typed: str, *, key: bytes) -> bool:
    """Whether this is one of the codes; it is spent then. user: loaded for update."""
    wanted = _hashed(user, "".join(c for c in typed.lower() if c in LETTERS), key)
    kept = list(user.mf_recovery_codes or [])
    for one in kept:
        if hmac.compare_digest(one, wanted):
            kept.remove(one)
            user.mf_recovery_codes = kept
            return True
    return False


def left(user: User) -> int:
    """How many codes are still good."""
    return len(user.mf_recovery_codes or [])


def _hashed(user: User, code: str, key: bytes) -> str:
    return hmac.new(key, f"recovery:{user.id}:{code}".encode(), hashlib.sha256).hexdigest()
