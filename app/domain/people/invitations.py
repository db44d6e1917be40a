"""Inviting people: staff by e-mail, artisans by phone. The account stands at once; its password is theirs to choose."""

from datetime import datetime

from sqlalchemy import select

from app.base.database import db, new_key
from app.base.errors import N_, Forbidden, Refusal
from app.domain.audit import trail
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import findings, links
from app.domain.people.models import STAFF, Artisan, Role, RoleName, User


class AlreadyHere(Refusal):
    text = N_("%(email)s already has an account.")


class NumberTaken(Refusal):
    text = N_("This number belongs to another account.")


class HasAccount(Refusal):
    text = N_("%(name)s already has an account.")


class AlreadyIn(Refusal):
    text = N_("%(name)s has already chosen a password.")


def invite_staff(
    email: str, name: str, role: RoleName, *, key: bytes, by: User | None, at: datetime, language: str = "fr"
) -> tuple[User, str]:
    """Open an account of the team and send its link. Returns the account and the end of the link's address.

    by: a coordinator; nobody where the command line invites the first one. Raises AlreadyHere (field: email).
    """
    if by is not None and not by.is_a(RoleName.COORDINATOR):
        raise Forbidden
    if role not in STAFF:
        raise ValueError(f"{role} is not a role of the team")
    email = email.strip().lower()
    if findings.by_email(email) is not None:
        raise AlreadyHere(field="email", email=email)
    user = User(
        email=email,
        name=name,
        language=language,
        active=True,
        fs_uniquifier=new_key(),
        create_datetime=at,
        update_datetime=at,
        roles=[role_named(role)],
    )
    db.session.add(user)
    db.session.flush()
    trail.record(
        "staff.invited",
        subject="user",
        subject_id=user.id,
        by_id=by.id if by else None,
        at=at,
        facts={"role": role.value},
    )
    return user, _send_link(user, key=key, at=at)


def invite_again(user: User, *, key: bytes, by: User, at: datetime) -> str:
    """Send a new link; the older ones end. Raises AlreadyIn once a password was chosen."""
    if not by.is_a(RoleName.COORDINATOR):
        raise Forbidden
    if user.password or not user.email:
        raise AlreadyIn(name=user.name)
    user.fs_uniquifier = new_key()
    trail.record("staff.invited", subject="user", subject_id=user.id, by_id=by.id, at=at, facts={"again": True})
    return _send_link(user, key=key, at=at)


def invite_artisan(artisan: Artisan, phone: str, *, by: User, at: datetime, language: str = "fr") -> User:
    """Give a maker an account by their number (E.164) and tell them by SMS where the door is.

    artisan: loaded for update. Raises HasAccount, or NumberTaken (field: phone).
    """
    if not by.is_staff:
        raise Forbidden
    if artisan.user_id is not None:
        raise HasAccount(name=artisan.name)
    if findings.by_phone(phone) is not None:
        raise NumberTaken(field="phone")
    user = User(
        phone=phone,
        name=artisan.name,
        language=language,
        active=True,
        fs_uniquifier=new_key(),
        create_datetime=at,
        update_datetime=at,
        roles=[role_named(RoleName.ARTISAN)],
    )
    artisan.user = user
    artisan.phone = artisan.phone or phone
    db.session.flush()
    outbox.post("invited_artisan", channel=Channel.SMS, recipient=phone, language=language, at=at, user_id=user.id)
    trail.record("artisan.invited", subject="artisan", subject_id=artisan.id, by_id=by.id, at=at)
    return user


def path(end: str) -> str:
    """Where an invitation is opened, without the site."""
    return f"/account/invited/{end}"


def role_named(name: RoleName) -> Role:
    """The row of a role, made where it is missing."""
    role = db.session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name.value)
        db.session.add(role)
        db.session.flush()
    return role


def _send_link(user: User, *, key: bytes, at: datetime) -> str:
    end = links.token(user, links.Purpose.INVITATION, key=key, at=at)
    assert user.email
    outbox.post(
        "invited_staff",
        channel=Channel.EMAIL,
        recipient=user.email,
        language=user.language,
        at=at,
        facts={"name": user.name},
        secret={"link": path(end)},
        user_id=user.id,
    )
    return end
