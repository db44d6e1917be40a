"""Recordings that belong to no advice any more, removed with their files."""

from datetime import datetime

from flask import current_app

from app.adapters import storage
from app.base.database import db
from app.domain.advice import voicing


def forget_leftover(at: datetime) -> int:
    """The file first, so that a crash between the two loses neither. Returns how many."""
    place = storage.at(current_app.config["SETTINGS"].media_url)
    found = voicing.leftover(at)
    for note in found:
        place.delete(f"{storage.PRIVATE}/{note.path}")
        db.session.delete(note)
    return len(found)
