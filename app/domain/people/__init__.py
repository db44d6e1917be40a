"""Artisans, staff and how they are known: users, roles, sign-ins, one-time codes."""

from app.domain.people import models

__all__ = ["models"]
