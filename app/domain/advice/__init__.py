"""What an advisor tells artisans to change: one action, frozen evidence, the artisan's response, what came of it."""

from app.domain.advice import (
    comment_models,
    comparison_models,
    follow_up_models,
    models,
    picture_models,
    put_off_models,
)

__all__ = ["comment_models", "comparison_models", "follow_up_models", "models", "picture_models", "put_off_models"]
