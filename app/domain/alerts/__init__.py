"""What somebody asked to be told of, once and without an account: a piece is back, costs less, or exists at last."""

from app.domain.alerts import models

__all__ = ["models"]
