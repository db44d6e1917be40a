"""Messages to deliver. A rule posts a row in its own transaction; the worker delivers it, at least once."""

from app.domain.notices import models

__all__ = ["models"]
