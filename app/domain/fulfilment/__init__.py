"""After a customer said yes: paid, made, looked at, sent, received, and closed when nothing is owed either way."""

from app.domain.fulfilment import models, picture_models

__all__ = ["models", "picture_models"]
