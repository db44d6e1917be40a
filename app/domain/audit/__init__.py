"""Who did what to which thing, on whose behalf, when. Append-only; people are known by id."""

from app.domain.audit import models

__all__ = ["models"]
