"""What the last night foresaw, as it is read: of one thing, of a craft's pieces, of pieces nobody asked for yet."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, inspect, select

from app.base.database import db
from app.base.together import Question
from app.domain.demand.bands import Band
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.demand.forecasting import Counts
from app.domain.demand.foreseeing import SILENT, WEEK

_COLUMNS = [attribute.class_attribute for attribute in inspect(Forecast).column_attrs]
ENOUGH = 8
"""Pieces asked for in a year, below which a craft says nothing of a new piece."""


def of(subject: Subject, subject_id: int = 0, name: str = "") -> Forecast | None:
    """The forecast of one thing; None where nothing was asked for in two years, or none was made yet."""
    chosen = select(Forecast).where(
        Forecast.subject == subject, Forecast.subject_id == subject_id, Forecast.name == name
    )
    return db.session.scalar(chosen.order_by(Forecast.made_on.desc()).limit(1))


def most_asked_craft() -> Forecast | None:
    """The craft most was asked of in a year."""
    crafts = select(Forecast).where(Forecast.subject == Subject.CRAFT, Forecast.asked > 0)
    return db.session.scalar(crafts.order_by(Forecast.asked.desc(), Forecast.subject_id).limit(1))


def leading_craft(craft_id: int | None) -> Question:
    """The forecast of a craft, or of the one most was asked of in a year, as columns for ``made``."""
    of_craft = select(*_COLUMNS).where(Forecast.subject == Subject.CRAFT)
    if craft_id is None:
        return of_craft.where(Forecast.asked > 0).order_by(Forecast.asked.desc(), Forecast.subject_id).limit(1)
    own = of_craft.where(Forecast.subject_id == craft_id, Forecast.name == "")
    return own.order_by(Forecast.made_on.desc()).limit(1)


def columns() -> Question:
    """Forecasts as columns for ``made``."""
    return select(*_COLUMNS)


def made(row: Sequence[Any]) -> Forecast:
    """A forecast of its columns, to be read only."""
    return Forecast(**{column.key: value for column, value in zip(_COLUMNS, row, strict=True)})


def made_on() -> date | None:
    """When forecasts were last made; None before the first time."""
    return db.session.scalar(select(func.max(Forecast.made_on)))


def leading(craft_id: int, most: int = 12) -> list[Forecast]:
    """The pieces and past series of a craft that most was asked of in a year, the first first."""
    parts = Forecast.subject.in_((Subject.ITEM, Subject.SERIES))
    chosen = select(Forecast).where(Forecast.craft_id == craft_id, parts, Forecast.asked > 0)
    return list(db.session.scalars(chosen.order_by(Forecast.asked.desc(), Forecast.id).limit(most)))


def of_items(ids: Collection[int]) -> dict[int, Forecast]:
    """Those of some pieces that have one of their own."""
    chosen = select(Forecast).where(Forecast.subject == Subject.ITEM, Forecast.subject_id.in_(ids))
    return {one.subject_id: one for one in db.session.scalars(chosen.order_by(Forecast.made_on))}


def of_things(subject: Subject, ids: Collection[int]) -> dict[int, Forecast]:
    """Those of some crafts, or of some values of an attribute, that have one."""
    chosen = select(Forecast).where(Forecast.subject == subject, Forecast.subject_id.in_(ids))
    return {one.subject_id: one for one in db.session.scalars(chosen.order_by(Forecast.made_on))} if ids else {}


def of_newcomers(craft_ids: Collection[int]) -> dict[tuple[int, int], Forecast]:
    """Of pieces nobody asked for, by craft and the weeks they have been there; only of crafts that know enough."""
    chosen = select(Forecast).where(
        Forecast.subject == Subject.NEWCOMER, Forecast.craft_id.in_(craft_ids), Forecast.asked >= ENOUGH
    )
    return {(one.craft_id, int(one.name)): one for one in db.session.scalars(chosen) if one.name.isdigit()}


def newcomer(found: dict[tuple[int, int], Forecast], craft_id: int, weeks: int) -> Forecast | None:
    """What a piece of a craft is to expect that has been there so long and was never asked for."""
    ages = [age for age in SILENT if age <= weeks and (craft_id, age) in found]
    return found[craft_id, max(ages)] if ages else None


def steps(forecast: Forecast) -> list[Band]:
    """Week by week, from the day it was made."""
    return [
        Band(forecast.made_on + timedelta(days=WEEK * number), Counts(*pair))
        for number, pair in enumerate(forecast.steps)
    ]


def total(forecast: Forecast, weeks: int) -> Counts:
    """Of the first 4, 8 or 12 weeks together."""
    mean, size = forecast.totals[str(weeks)]
    return Counts(mean, size)
