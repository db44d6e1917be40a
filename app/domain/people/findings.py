"""Finding accounts."""

import re
from collections.abc import Sequence

from sqlalchemy import Select, func, select

from app.base.database import db
from app.domain.people.models import STAFF, Artisan, Role, User

_ADDRESS = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+")


def could_be_an_address(email: str) -> bool:
    """Whether a message could be sent there; whether it arrives, only sending shows."""
    return len(email) <= 254 and _ADDRESS.fullmatch(email) is not None


def by_phone(phone: str) -> User | None:
    """phone: E.164."""
    return db.session.scalar(select(User).where(User.phone == phone))


def by_email(email: str) -> User | None:
    """Upper and lower case are one."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def by_id(user_id: int, *, for_update: bool = False) -> User | None:
    return _one(select(User).where(User.id == user_id), for_update)


def by_uniquifier(uniquifier: str, *, for_update: bool = False) -> User | None:
    """By what sessions know an account by; it changes with the password."""
    return _one(select(User).where(User.fs_uniquifier == uniquifier), for_update)


def _one(chosen: Select[User], for_update: bool) -> User | None:
    if for_update:
        chosen = chosen.with_for_update(of=User).execution_options(populate_existing=True)
    return db.session.scalar(chosen)


def staff() -> Sequence[User]:
    """Everybody of the cooperative's team, those at work first, by name."""
    chosen = select(User).where(User.roles.any(Role.name.in_(STAFF)))
    return db.session.scalars(chosen.order_by(User.active.desc(), func.lower(User.name), User.id)).all()


def names(ids: set[int]) -> dict[int, str]:
    """Names of accounts by id, in one question."""
    if not ids:
        return {}
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))}


def artisan_names(ids: set[int]) -> dict[int, str]:
    """Names of makers by id, in one question."""
    if not ids:
        return {}
    return {row.id: row.name for row in db.session.execute(select(Artisan.id, Artisan.name).where(Artisan.id.in_(ids)))}
