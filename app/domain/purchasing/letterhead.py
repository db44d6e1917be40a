"""Who issues the papers, as the settings say it today: each paper keeps what they said on its day."""

from dataclasses import asdict
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from app.base.settings import Settings

_ours: dict[str, Any] = {}


def keep(settings: Settings) -> None:
    """Say whose papers are issued from now on. Called once, by assembly."""
    _ours.clear()
    _ours.update(of(settings))


def of(settings: Settings) -> dict[str, Any]:
    """What stands at the head and the foot of a paper, as plain values."""
    return {
        "legal": asdict(settings.legal),
        "phone": settings.help_phone,
        "mail": parseaddr(settings.mail_from)[1],
        "site": urlsplit(settings.site_url).netloc,
    }


def today() -> dict[str, Any]:
    return dict(_ours)
