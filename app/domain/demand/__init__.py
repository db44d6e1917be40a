"""What the market asks: signals recorded without cookies, rolled up by day, and what was wished and not served."""

from app.domain.demand import forecast_models, models

__all__ = ["forecast_models", "models"]
