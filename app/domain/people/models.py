"""Tables of people. The one place of the domain that knows Flask-Security: its model mixins (a written exception)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_security import AsaList
from flask_security.core import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table, Text, true
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Json, Model, one_of
from app.domain.people.trades import Craft, Place


class RoleName(StrEnum):
    ARTISAN = "artisan"
    ADVISOR = "advisor"
    COORDINATOR = "coordinator"


STAFF = (RoleName.ADVISOR, RoleName.COORDINATOR)

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Model, RoleMixin):
    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str | None] = mapped_column(String(250))
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))


class User(Model, UserMixin):
    """An account. Artisans have a phone, staff an e-mail; nobody needs both."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # type: ignore[assignment]  # the mixin says str
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(5), default="fr")
    monday_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether somebody of the team is written to on Mondays about whom to call."""
    monday_told: Mapped[date | None]
    """The last Monday on which it was decided whether to write."""
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]  # the mixin says str
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    """The time step of the last one-time password taken: none counts twice."""
    confirmed_at: Mapped[datetime | None]
    create_datetime: Mapped[datetime]
    update_datetime: Mapped[datetime]

    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin")  # type: ignore[assignment]  # wider than the mixin
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]  # wider than the mixin
        back_populates="user", cascade="all, delete-orphan"
    )
    artisan: Mapped["Artisan | None"] = relationship(back_populates="user", foreign_keys="Artisan.user_id")

    def is_a(self, *names: RoleName) -> bool:
        """Whether the account holds one of these roles."""
        return any(role.name in names for role in self.roles)

    @property
    def is_staff(self) -> bool:
        return self.is_a(*STAFF)


class Passkey(Model, WebAuthnMixin):
    """A WebAuthn credential, in the fields Flask-Security reads."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime]
    lastuse_datetime: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        """How Flask-Security finds the account of a credential."""
        return {"id": self.user_id}


class Way(StrEnum):
    """How somebody proved who they are."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105  # a way, not a password
    DEMO = "demo"


class SignIn(Model):
    """A session that can be ended on the server. Only a hash of its token is kept.

    ``proved_at``: when the person last showed a code or a password; sensitive changes want it fresh.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    way: Mapped[Way] = mapped_column(one_of(Way))
    device: Mapped[str] = mapped_column(String(120), default="")
    started_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class PhoneCode(Model):
    """A one-time code sent to a phone. Only a hash is kept; five tries, ten minutes, one use."""

    __tablename__ = "phone_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    code_hash: Mapped[str] = mapped_column(String(128))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Throttle(Model):
    """One counted attempt. ``subject`` is a keyed hash of a number, an account or a network address."""

    __tablename__ = "throttle"
    __table_args__ = (Index(None, "kind", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


artisan_craft = Table(
    "artisan_craft",
    Base.metadata,
    Column("artisan_id", ForeignKey("artisan.id", ondelete="CASCADE"), primary_key=True),
    Column("craft_id", ForeignKey("craft.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Standing(StrEnum):
    GOOD = "good"
    SUSPENDED = "suspended"
    LEFT = "left"


class Wording(StrEnum):
    """How sentences about an artisan agree."""

    FEMININE = "f"
    MASCULINE = "m"
    GROUP = "group"


class Artisan(Model):
    """A maker's profile. Can be kept by staff with no account."""

    __tablename__ = "artisan"
    __table_args__ = (CheckConstraint("weekly_capacity >= 0", name="capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_ar: Mapped[str] = mapped_column(String(120), default="")
    workshop: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str | None] = mapped_column(String(20))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    commune: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """Its code (see ``communes``); empty where nobody has said."""
    since: Mapped[int | None]
    wording: Mapped[Wording] = mapped_column(one_of(Wording), default=Wording.FEMININE)
    trade: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    story: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    weekly_capacity: Mapped[int] = mapped_column(default=0)
    standing: Mapped[Standing] = mapped_column(one_of(Standing), default=Standing.GOOD)
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User | None] = relationship(back_populates="artisan", foreign_keys=[user_id])
    advisor: Mapped[User | None] = relationship(foreign_keys=[advisor_id])
    place: Mapped[Place] = relationship()
    crafts: Mapped[list[Craft]] = relationship(secondary=artisan_craft)

    __mapper_args__ = {"version_id_col": version}

    def known_as(self, language: str) -> str:
        """The name as it is written in a language."""
        return self.name_ar if language == "ar" and self.name_ar else self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0]
