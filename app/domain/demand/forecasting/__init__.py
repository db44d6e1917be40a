"""Forecasts of sparse demand: a grid of discounted gamma-Poisson filters, weighted by how well each predicted.

The family is Harrison & Stevens' discounted gamma-Poisson filtering and the multi-series negative-binomial smoothing of
Snyder, Ord & Beaumont (IJF 28, 2012, 485-496). Rules only: counts in, distributions out.
"""

from app.domain.demand.forecasting.counts import Counts
from app.domain.demand.forecasting.foresight import Foresight, of_group

__all__ = ["Counts", "Foresight", "of_group"]
