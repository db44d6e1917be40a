"""What an advisor tells artisans to change: one action, frozen evidence, the artisan's response, what came of it."""

from app.domain.advice import models

__all__ = ["models"]
