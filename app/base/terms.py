"""The terms on which requests are served, as settings write them: hours to wait, quiet hours, what delivery costs."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.base.errors import WrongSetting

DeliveryTable = Mapping[str, tuple[tuple[int, int], ...]]
"""By zone, from light to heavy: up to how many grams, for how many centimes."""

ZONES = ("MA", "EU", "AM", "XX")
DELIVERY = (
    "MA:1000=35,5000=60,20000=120; EU:1000=190,5000=420,20000=980; "
    "AM:1000=260,5000=640,20000=1550; XX:1000=280,5000=720,20000=1800"
)
QUIET = "21-8"
MOST_HOURS = 720
_REMINDER = "24"


def hours(env: Mapping[str, str], name: str, default: int, *, after: str = "") -> int:
    """after: the setting whose hours end first."""
    value = env.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,3}", value, re.ASCII) or not 1 <= int(value) <= MOST_HOURS:
        raise WrongSetting(name, f"expected a whole number of hours, from 1 to {MOST_HOURS}")
    if after and int(value) <= int(env.get(after) or _REMINDER):
        raise WrongSetting(name, f"expected more hours than {after}: artisans are reminded first")
    return int(value)


def quiet_hours(env: Mapping[str, str]) -> tuple[int, int] | None:
    """From which hour to which nobody is woken; ``none``: at any hour."""
    value = env.get("QUIET_HOURS") or QUIET
    if value == "none":
        return None
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", value, re.ASCII)
    first, last = (int(found[1]), int(found[2])) if found else (24, 24)
    if max(first, last) > 23 or first == last:
        raise WrongSetting("QUIET_HOURS", "expected two hours of the day, such as 21-8, or none")
    return first, last


def delivery(env: Mapping[str, str]) -> DeliveryTable:
    """Each zone with its bands, in grams and dirhams: ``MA:1000=35,5000=60; EU:…``."""
    parts = "".join((env.get("DELIVERY") or DELIVERY).split()).strip(";").split(";")
    read = {zone: _bands(bands) for zone, _, bands in (part.partition(":") for part in parts)}
    if len(parts) != len(ZONES) or read.keys() != set(ZONES) or not all(read.values()):
        zones = "MA (Morocco), EU (Europe), AM (America) and XX (the rest)"
        raise WrongSetting(
            "DELIVERY", f"expected grams=dirhams for {zones}, such as MA:1000=35,5000=60; EU:1000=190; …"
        )
    return MappingProxyType(read)


def _bands(text: str) -> tuple[tuple[int, int], ...]:
    """From light to heavy; empty where it cannot be read so."""
    figures = [re.fullmatch(r"([1-9][0-9]{0,5})=([0-9]{1,5})", band, re.ASCII) for band in text.split(",")]
    bands = tuple((int(one[1]), int(one[2]) * 100) for one in figures if one)
    grams = [band[0] for band in bands]
    return bands if len(bands) == len(figures) and grams == sorted(set(grams)) else ()
