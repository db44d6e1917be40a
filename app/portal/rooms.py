"""Whose workshop this is: the maker behind the account that is signed in."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.domain.people.models import Artisan
from app.web.access import person


def workshop() -> Artisan:
    """The maker's profile. An account that has none yet has no workshop to enter: 403."""
    found = db.session.scalar(select(Artisan).where(Artisan.user_id == person().id).options(joinedload(Artisan.user)))
    if found is None:
        abort(403)
    return found
