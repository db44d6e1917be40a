"""Feasts as they were announced: what a coordinator corrected of the computed days."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.base.errors import N_, Refusal
from app.base.together import Question
from app.domain.audit import trail
from app.domain.demand import feasts
from app.domain.demand.feasts import BEGINS, Feast
from app.domain.demand.forecast_models import FeastDay
from app.domain.people.models import User

NAMES = {
    Feast.RAMADAN: N_("Start of Ramadan"),
    Feast.EID_AL_FITR: N_("Eid al-Fitr"),
    Feast.EID_AL_ADHA: N_("Eid al-Adha"),
}
YEARS = 2
"""So far ahead a day can be corrected."""
FARTHEST = 3
"""Days beside the computed one: nobody who looks at the moon is farther off."""


class TooFar(Refusal):
    text = N_("A feast falls at most %(days)d days beside the computed day.")


def corrected() -> dict[tuple[Feast, int], date]:
    """First days that a coordinator corrected, by feast and Hijri year. One statement."""
    return made(db.session.execute(question()))


def question() -> Question:
    return select(FeastDay.feast, FeastDay.year, FeastDay.day)


def made(rows: Iterable[Any]) -> dict[tuple[Feast, int], date]:
    """Of the answer to the question."""
    return {(feast, year): day for feast, year, day in rows}


def moons() -> dict[tuple[int, int], date]:
    """The same as first days of Hijri months, by year and month: what a forecast's calendar asks for."""
    found = {}
    for (feast, year), day in corrected().items():
        month, of_month = BEGINS[feast]
        found[year, month] = day - timedelta(days=of_month - 1)
    return found


def correct(feast: Feast, year: int, day: date, *, by: User, at: datetime) -> None:
    """Say on which day a feast really begins. Does not commit. Raises TooFar."""
    reckoned = feasts.computed(feast, year)
    if abs((day - reckoned).days) > FARTHEST:
        raise TooFar(field="day", days=FARTHEST)
    kept = _kept(feast, year)
    if kept is None:
        kept = FeastDay(feast=feast, year=year)
        db.session.add(kept)
    kept.day, kept.by_id, kept.at = day, by.id, at
    facts = {"feast": feast.value, "year": str(year), "day": day.isoformat(), "computed": reckoned.isoformat()}
    trail.record("feast.corrected", subject="feast", subject_id=None, by_id=by.id, at=at, facts=facts)


def put_back(feast: Feast, year: int, *, by: User, at: datetime) -> None:
    """The computed day counts again; nothing where it does. Does not commit."""
    kept = _kept(feast, year)
    if kept is not None:
        db.session.delete(kept)
        facts = {"feast": feast.value, "year": str(year), "computed": feasts.computed(feast, year).isoformat()}
        trail.record("feast.put_back", subject="feast", subject_id=None, by_id=by.id, at=at, facts=facts)


def _kept(feast: Feast, year: int) -> FeastDay | None:
    return db.session.scalar(select(FeastDay).where(FeastDay.feast == feast, FeastDay.year == year).with_for_update())
