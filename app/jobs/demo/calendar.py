"""When people come and what they want then: seasons by craft, feasts, summer visitors, the days of the week."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from app.base.clock import CASABLANCA
from app.jobs.demo.content_files import read

YEAR = 365
WEEKDAYS = (0.95, 0.9, 0.95, 1.0, 1.05, 1.15, 1.2)
"""Monday to Sunday: people look around when they are at home."""
HOURS = (1, 1, 0, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 5, 5, 6, 6, 7, 8, 9, 11, 12, 9, 5)
SUMMER = (7, 8)


def wish(craft: str, day: date) -> float:
    """How much a craft is wanted on a day, 1 on average over the year: its season, and the feasts."""
    months: list[int] = read("year")["seasons"][craft]
    factor = months[day.month - 1] * len(months) / sum(months)
    for feast in read("year")["feasts"]:
        for begins in feast["days"]:
            if -feast["before"] <= (day - begins).days <= feast["after"]:
                factor *= feast["crafts"].get(craft, 1.0)
    return float(factor)


def traffic(day: date, today: date) -> float:
    """How many people come at all, 1 on average: more from month to month, more at the end of the week."""
    grown = 1.3 - 0.6 * (today - day).days / YEAR
    return grown * WEEKDAYS[day.weekday()]


def country(day: date, dice: Random) -> str:
    """Where a visitor looks from."""
    shares: Mapping[str, int] = read("year")["visitors"]["summer" if day.month in SUMMER else "countries"]
    return dice.choices(list(shares), list(shares.values()))[0]


def language(country_: str, dice: Random) -> str:
    """What a visitor from there reads."""
    match country_:
        case "MA":
            return dice.choices(("fr", "ar"), (55, 45))[0]
        case "FR" | "BE":
            return dice.choices(("fr", "ar"), (92, 8))[0]
        case "ES":
            return dice.choices(("es", "fr", "ar"), (86, 8, 6))[0]
        case _:
            return dice.choices(("en", "fr"), (75, 25))[0]


def moment(day: date, dice: Random) -> datetime:
    """Some moment of a day, in the hours in which people look."""
    hour = dice.choices(range(24), HOURS)[0]
    at = time(hour, dice.randrange(60), dice.randrange(60))
    return datetime.combine(day, at, CASABLANCA)


def in_office_hours(at: datetime) -> datetime:
    """The moment itself, or the next one when the cooperative is open: Monday to Saturday, nine to six."""
    here = at.astimezone(CASABLANCA)
    if here.hour >= 18:
        here = here.replace(hour=9) + timedelta(days=1)
    elif here.hour < 9:
        here = here.replace(hour=9)
    return here + timedelta(days=1) if here.weekday() == 6 else here
