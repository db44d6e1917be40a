"""Proofs of labels that prove nothing any more: sent with a form nobody sent again, or replaced by a newer one."""

from datetime import datetime, timedelta

from flask import current_app

from app.adapters import storage
from app.base.database import db
from app.domain.catalogue import labels

ABANDONED = timedelta(days=2)


def forget_abandoned(at: datetime) -> int:
    """Remove them and their files. Returns how many."""
    place = storage.at(current_app.config["SETTINGS"].media_url)
    found = labels.abandoned(at - ABANDONED)
    for proof in found:
        place.delete(f"{storage.PRIVATE}/{proof.path}")
        db.session.delete(proof)
    return len(found)
