"""What keeps the house running: the installation's mark, clock jobs with their lease, forms sent once."""

from app.domain.work import models

__all__ = ["models"]
