"""Colours: the walls before which things stand, and mixing."""

from random import Random
from typing import TypeAlias

Rgb: TypeAlias = tuple[int, int, int]
Colour: TypeAlias = str | Rgb
"""As "#22303A", or in numbers from 0 to 255."""

WALLS = {
    "lime": ("#EEF0EB", "#DDE1DB"),
    "mist": ("#CFDDE2", "#B5C9D1"),
    "chaouen": ("#9DBDD2", "#7FA5BF"),
    "sand": ("#E8DCC4", "#D6C6A6"),
    "rose": ("#E9CFC1", "#D9B7A5"),
    "olive": ("#C9CFB6", "#B2BA9B"),
    "clay": ("#D29A7C", "#BD8163"),
    "sea": ("#2C6482", "#1C4C67"),
    "night": ("#16384C", "#0E2837"),
}
"""Plaster by its name: in the light, and in the shade."""
INK = "#22303A"


def rgb(colour: Colour) -> Rgb:
    if isinstance(colour, tuple):
        return colour
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Rgb:
    """share: how much of the other, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))
    return red, green, blue


def vary(rng: Random, colour: Colour, amount: float = 10) -> Rgb:
    """Nearly the same colour: no two threads or tiles are of one dye."""
    shift = rng.uniform(-amount, amount)
    red, green, blue = (max(0, min(255, int(value + shift + rng.uniform(-2, 2)))) for value in rgb(colour))
    return red, green, blue
