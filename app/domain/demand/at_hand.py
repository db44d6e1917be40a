"""What the page of demand must know before it asks the rest, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.base import together
from app.domain.demand import counts, expected, feast_days, months
from app.domain.demand.counts import Fresh
from app.domain.demand.feasts import Feast
from app.domain.demand.forecast_models import Forecast
from app.domain.demand.months import Eras


@dataclass(frozen=True)
class AtHand:
    """fresh: what is not rolled up yet. eras: the days of which something is known. moved: feasts that were
    announced otherwise. forecast: of the craft asked for, else of the one most was asked of. made_on: when forecasts
    were last made.
    """

    fresh: Fresh
    eras: Eras | None
    moved: Mapping[tuple[Feast, int], date]
    forecast: Forecast | None
    made_on: date | None


def read(now: datetime, craft_id: int | None) -> AtHand:
    """craft_id: None for all."""
    found = together.asked(
        counted=counts.question(now),
        recorded=months.recorded(),
        moved=feast_days.question(),
        forecast=expected.leading_craft(craft_id),
        made_on=select(func.max(Forecast.made_on)),
    )
    ((made_on,),) = found["made_on"]
    kept = [expected.made(row) for row in found["forecast"]]
    return AtHand(
        fresh=counts.made(found["counted"][0], now),
        eras=months.eras_of(found["recorded"][0], now),
        moved=feast_days.made(found["moved"]),
        forecast=kept[0] if kept else None,
        made_on=made_on,
    )
