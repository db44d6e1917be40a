"""Passwords: what is accepted, how it is kept (argon2), how it is checked without telling whether anybody is there."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.base.database import new_key
from app.base.errors import N_, Refusal
from app.domain.people.models import User

SHORTEST, LONGEST = 10, 128
COMMON = ("password", "motdepasse", "azerty", "qwerty", "123456", "maalem", "tanger", "000000")

_hasher = PasswordHasher()


class TooShort(Refusal):
    text = N_("Choose at least %(least)d characters. Three or four words make a good password.")


class TooLong(Refusal):
    text = N_("Choose at most %(most)d characters.")


class EasyToGuess(Refusal):
    text = N_("This password is easy to guess. Choose three or four words that do not belong together.")


def choose(user: User, password: str) -> None:
    """Give an account a new password; links and half-finished sign-ins of before are over.

    user: loaded for update. Raises TooShort, TooLong or EasyToGuess (field: password).
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        raise TooShort(field="password", least=SHORTEST)
    if len(plain) > LONGEST:
        raise TooLong(field="password", most=LONGEST)
    if _easy(plain.casefold(), user):
        raise EasyToGuess(field="password")
    user.password = hashed(plain)
    user.fs_uniquifier = new_key()


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(_plain(password))


def right(user: User | None, password: str) -> bool:
    """Whether this is the account's password. Takes as long for nobody, or for an account without one."""
    kept = user.password if user and user.password else _nobody()
    if len(password) > LONGEST:
        password = ""
    try:
        _hasher.verify(kept, _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return user is not None and user.password is not None


def _easy(plain: str, user: User) -> bool:
    own = [*user.name.casefold().split(), *(user.email or "").casefold().split("@")[:1], (user.phone or "")[-8:]]
    rest = plain
    for word in sorted((*COMMON, *(part for part in own if len(part) > 3)), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < SHORTEST // 2 or len(set(plain)) < 5


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
