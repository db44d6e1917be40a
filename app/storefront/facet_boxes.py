"""The values of a facet as boxes to tick, drawn once for the same values with the same counts in the same language."""

from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from app.web import languages

LONGEST, BEGUN = 8, 6
"""So many values are shown together; of more, so many are shown first."""
MOST_DRAWN = 2_000
"""A kilobyte or two each. Pages and orders of one list have the same."""


class Option(NamedTuple):
    """A value to tick. hex: of a colour."""

    value: str
    label: str
    number: int
    chosen: bool
    hex: str | None


class Facet(NamedTuple):
    """The values of one kind. A long list begins with the most frequent; the rest is one tap away."""

    name: str
    legend: str
    options: tuple[Option, ...]

    @property
    def shown(self) -> int:
        """How many of them are shown at once."""
        return len(self.options) if len(self.options) <= LONGEST else BEGUN

    @property
    def is_open(self) -> bool:
        """Whether the rest is shown at once: something in it was chosen."""
        return any(option.chosen for option in self.options[self.shown :])

    @property
    def drawn(self) -> Markup:
        return _drawn(self, languages.current())


@lru_cache(MOST_DRAWN)
def _drawn(facet: Facet, _language: str) -> Markup:
    return Markup(get_template_attribute("storefront/_facet.html", "boxes")(facet))  # noqa: S704  # the template escapes
