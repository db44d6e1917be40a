"""What the settings call too long, for the desk."""

from flask import current_app

from app.domain.purchasing.desk import Patience


def ours() -> Patience:
    chosen = current_app.config["SETTINGS"]
    return Patience(artisan_hours=chosen.escalation_hours, soon_days=chosen.offer_reminder_days)
