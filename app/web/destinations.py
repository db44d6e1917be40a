"""Where a piece may not go, as its page says it before anybody asks."""

from dataclasses import dataclass

from app.domain.catalogue import destinations
from app.domain.catalogue.models import Item
from app.web.countries import country_name
from app.web.words import listed

FEW = 5
"""Countries that fit a line; more are told when asked for."""


@dataclass(frozen=True)
class KeptFrom:
    """at_home: it is sent within Morocco alone. union: the whole European Union is among them; others: the rest."""

    at_home: bool
    union: bool
    others: list[str]

    @property
    def count(self) -> int:
        return len(self.others) + len(destinations.EUROPEAN_UNION) * self.union

    @property
    def few(self) -> bool:
        return len(self.others) <= FEW

    @property
    def named(self) -> str:
        """The others in a row."""
        return listed(self.others)


def kept_from(item: Item) -> KeptFrom | None:
    """None: it may go anywhere."""
    closed = destinations.closed(item)
    if not closed:
        return None
    union = closed >= destinations.EUROPEAN_UNION
    left = closed - destinations.EUROPEAN_UNION if union else closed
    return KeptFrom(closed >= destinations.ABROAD, union, sorted(map(country_name, left), key=_folded))


def _folded(name: str) -> str:
    return name.translate(str.maketrans("ÉÈÎÅÖÇ", "EEIAOC")).casefold()
