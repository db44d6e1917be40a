"""Figures as people type them in tables: 1 250,50 or 1250.50, with or without the currency, in any digits."""

import re
import unicodedata
from decimal import Decimal

_SPACES = re.compile(r"[\s'’٬\u00a0\u202f\u200e\u200f\u061c]+")
_CURRENCY = re.compile(r"^(?:mad|dhs?|د\.?م\.?|درهم)|(?:mad|dhs?|د\.?م\.?|درهم)$", re.IGNORECASE)
_FIGURE = re.compile(r"\d{1,9}(?:\.\d+)?")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def decimal(text: str) -> Decimal | None:
    """None where it is no figure, or where one cannot tell thousands from decimals: 1.250 is both."""
    plain = figures(_CURRENCY.sub("", _SPACES.sub("", text))).replace("٫", ",")
    if _AMBIGUOUS.fullmatch(plain):
        return None
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "")
    elif points > 1 or commas > 1:
        plain = plain.replace(",", "").replace(".", "")
    plain = plain.replace(",", ".")
    return Decimal(plain) if _FIGURE.fullmatch(plain) else None


def figures(text: str) -> str:
    """In the digits of programs, and without what only spaces them or turns them round."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in _SPACES.sub("", text))


def whole(text: str, times: int = 1) -> int | None:
    """The figure times a factor, where that is a whole number."""
    found = decimal(text)
    if found is None:
        return None
    found *= times
    return int(found) if found == found.to_integral_value() else None


def written(value: int, times: int = 1) -> int | float:
    """What ``whole`` reads back."""
    return value // times if value % times == 0 else value / times
