"""What a database is: a demonstration, a real installation, or not yet said."""

from datetime import datetime, timedelta

from sqlalchemy import inspect, select
from sqlalchemy.engine import Connection

from app.base.database import db
from app.base.errors import N_, Refusal, WrongSetting
from app.base.settings import Settings
from app.domain.work.models import Installation


class OtherMark(Refusal):
    text = N_("This database already belongs to something else.")


class NotADemonstration(Refusal):
    text = N_("This database is not a demonstration.")


def found() -> Installation | None:
    """The one row, once there is one."""
    return db.session.scalar(select(Installation).order_by(Installation.id).limit(1))


def is_demo() -> bool:
    """Whether this database is marked as a demonstration."""
    mark_ = found()
    return mark_ is not None and mark_.is_demo


def mark(*, demo: bool, at: datetime) -> Installation:
    """Say what this database is, once for all. Saying it again is allowed, saying the opposite raises OtherMark."""
    kept = found()
    if kept is None:
        kept = Installation(is_demo=demo, clock_offset_seconds=0, created_at=at)
        db.session.add(kept)
        db.session.flush()
    if kept.is_demo is not demo:
        raise OtherMark
    return kept


def travel(days: int) -> timedelta:
    """Move a demonstration's clock forward. Returns how far ahead it now is. Raises NotADemonstration."""
    kept = db.session.scalar(select(Installation).order_by(Installation.id).limit(1).with_for_update())
    if kept is None or not kept.is_demo:
        raise NotADemonstration
    kept.clock_offset_seconds += int(timedelta(days=days).total_seconds())
    return timedelta(seconds=kept.clock_offset_seconds)


def check_start(settings: Settings) -> None:
    """Stop the start where setting and database disagree: nobody serves a demonstration as if it were real."""
    with db.engine.connect() as connection:
        marked = _marked(connection)
    if marked is True and not settings.demo:
        raise WrongSetting("DEMO", "this database is a demonstration; expected DEMO=1, or another DATABASE_URL")
    if marked is False and settings.demo:
        raise WrongSetting("DEMO", "this database is a real installation; expected DEMO=0, or another DATABASE_URL")


def _marked(connection: Connection) -> bool | None:
    if not inspect(connection).has_table(Installation.__tablename__):
        return None
    return connection.scalar(select(Installation.is_demo).order_by(Installation.id).limit(1))
