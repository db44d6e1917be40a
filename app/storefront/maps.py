"""The map of the region: its own drawing, and a star for every place where something is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from app.domain.catalogue.atlas import PlaceEntry
from app.web import languages

LARGEST = 11.0
_GAP = 5


@dataclass(frozen=True)
class Point:
    """A star and its words on a drawing of 424 × 292. artisans: None where they are not counted."""

    x: int
    y: int
    radius: float
    name: str
    artisans: int | None

    @property
    def inland(self) -> bool:
        """Whether the words stand west of the star: on the Mediterranean side they would lie in the sea."""
        return self.x > 200 and self.y < 100

    @property
    def words_x(self) -> float:
        reach = round(self.radius + _GAP)
        return self.x - reach if self.inland else self.x + reach


def points(entries: Iterable[PlaceEntry], *, counted: bool = True) -> list[Point]:
    """A point for each place that the drawing knows, as large as it has artisans."""
    return [
        Point(
            x=entry.place.x,
            y=entry.place.y,
            radius=min(LARGEST, round(3 + 1.2 * sqrt(entry.artisans), 1)),
            name=short_name(entry.place.called(languages.current())),
            artisans=entry.artisans if counted else None,
        )
        for entry in entries
        if entry.place.x is not None and entry.place.y is not None
    ]


def short_name(name: str) -> str:
    """The place without the town it belongs to: Souk Larbaa, Tétouan as Souk Larbaa."""
    return name.replace("،", ",").split(",")[0]
