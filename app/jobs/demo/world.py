"""What the rooms of the demonstration share while it is built: the moment, the dice, and who and what exists so far."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.domain.catalogue.models import Colour, Item, Material, Technique
from app.domain.people.models import Artisan, RoleName, User
from app.domain.people.trades import Craft, Place

LANGUAGES = ("fr", "ar", "en", "es")


@dataclass(frozen=True)
class Sizes:
    """How large a cooperative for measuring is; what the written one has anyway is the least."""

    items: int = 0
    artisans: int = 0
    requests: int = 0
    signals: int = 0


@dataclass
class World:
    """now: the moment of loading, behind which the year lies. Dictionaries are by slug, staff by e-mail."""

    now: datetime
    dice: Random
    sizes: Sizes = field(default_factory=Sizes)
    places: dict[str, Place] = field(default_factory=dict)
    crafts: dict[str, Craft] = field(default_factory=dict)
    materials: dict[str, Material] = field(default_factory=dict)
    techniques: dict[str, Technique] = field(default_factory=dict)
    colours: dict[str, Colour] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    artisans: dict[str, Artisan] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    popular: dict[str, float] = field(default_factory=dict)
    """How much each piece is liked, by slug, whatever the season."""

    def ago(self, days: float) -> datetime:
        """A moment so many days before now."""
        return self.now - timedelta(days=days)

    @property
    def advisor(self) -> User:
        """The advisor whose sign-in is printed."""
        return self.staff["conseil@demo.example"]

    @property
    def advisors(self) -> list[User]:
        return [user for user in self.staff.values() if user.is_a(RoleName.ADVISOR)]
