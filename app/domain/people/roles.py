"""Who may do what: a coordinator changes the roles of the team, and never leaves the house without one."""

from datetime import datetime

from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import N_, Forbidden, Refusal
from app.domain.audit import trail
from app.domain.people import sign_ins
from app.domain.people.invitations import role_named
from app.domain.people.models import STAFF, Role, RoleName, User


class Yourself(Refusal):
    text = N_("Another coordinator must do this for you.")


class LastCoordinator(Refusal):
    text = N_("%(name)s is the only coordinator. Name another one first.")


class NotStaff(Refusal):
    text = N_("%(name)s does not belong to the team.")


def change(user: User, role: RoleName, *, by: User, at: datetime) -> None:
    """Give somebody of the team another role. user: loaded for update. Their sessions end.

    Raises Yourself, LastCoordinator, NotStaff.
    """
    _allowed(user, by)
    if role not in STAFF:
        raise NotStaff(name=user.name)
    before = [held.name for held in user.roles]
    if before == [role.value]:
        return
    if role is not RoleName.COORDINATOR:
        _not_the_last(user)
    user.roles = [role_named(role)]
    user.update_datetime = at
    sign_ins.end_all(user, at)
    trail.record(
        "role.changed", subject="user", subject_id=user.id, by_id=by.id, at=at, facts={"from": before, "to": role.value}
    )


def deactivate(user: User, *, by: User, at: datetime) -> None:
    """Close an account; what it did stays. Their sessions end. Raises Yourself, LastCoordinator, NotStaff."""
    _allowed(user, by)
    if not user.active:
        return
    _not_the_last(user)
    user.active = False
    user.update_datetime = at
    sign_ins.end_all(user, at)
    trail.record("account.closed", subject="user", subject_id=user.id, by_id=by.id, at=at)


def reactivate(user: User, *, by: User, at: datetime) -> None:
    """Open a closed account again. Raises Yourself, NotStaff."""
    _allowed(user, by)
    if user.active:
        return
    user.active = True
    user.update_datetime = at
    trail.record("account.reopened", subject="user", subject_id=user.id, by_id=by.id, at=at)


def end_sessions(user: User, *, by: User, at: datetime) -> None:
    """End every session of somebody of the team: a lost computer, a doubt. Raises Yourself, NotStaff."""
    _allowed(user, by)
    ended = sign_ins.end_all(user, at)
    trail.record("sessions.ended", subject="user", subject_id=user.id, by_id=by.id, at=at, facts={"sessions": ended})


def forget_factor(user: User, *, by: User, at: datetime) -> None:
    """Take away the second factor of who lost it; the next sign-in sets up another. Raises Yourself, NotStaff."""
    _allowed(user, by)
    user.tf_totp_secret = user.tf_primary_method = user.tf_last_counter = None
    user.mf_recovery_codes = []
    user.webauthn = []
    sign_ins.end_all(user, at)
    trail.record("factor.forgotten", subject="user", subject_id=user.id, by_id=by.id, at=at)


def _allowed(user: User, by: User) -> None:
    if not by.is_a(RoleName.COORDINATOR):
        raise Forbidden
    if user.id == by.id:
        raise Yourself
    if not user.is_staff:
        raise NotStaff(name=user.name)


def _not_the_last(user: User) -> None:
    """The role's row is locked first, so that two coordinators cannot send each other away at once."""
    if not user.is_a(RoleName.COORDINATOR):
        return
    db.session.scalar(select(Role.id).where(Role.name == RoleName.COORDINATOR).with_for_update())
    others = (
        select(func.count())
        .select_from(User)
        .where(User.active, User.id != user.id, User.roles.any(Role.name == RoleName.COORDINATOR))
    )
    if not db.session.scalar(others):
        raise LastCoordinator(name=user.name)
