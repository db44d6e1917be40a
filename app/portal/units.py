"""How many of a piece, in words, and the unit alone where a figure stands apart."""

from flask_babel import ngettext

from app.domain.catalogue import availability
from app.domain.catalogue.models import Unit
from app.web.words import said

SEVERAL = 3
"""For the word beside an empty field: the plural that most counts take."""


def count_word(unit: Unit, count: int) -> str:
    """ "3 pieces", as a sentence has it; some languages write small numbers as words."""
    return said([availability.counted(unit, count)])


def unit_word(unit: Unit, count: int = SEVERAL) -> str:
    """ "pieces" under 3, "pair" under 1: the unit alone, as it goes with a figure."""
    words = {
        Unit.PIECE: lambda: ngettext("piece", "pieces", count),
        Unit.PAIR: lambda: ngettext("pair", "pairs", count),
        Unit.BOTTLE: lambda: ngettext("bottle", "bottles", count),
        Unit.JAR: lambda: ngettext("jar", "jars", count),
        Unit.KILOGRAM: lambda: ngettext("kilogram", "kilograms", count),
        Unit.SET: lambda: ngettext("set", "sets", count),
    }
    return str(words[unit]())
