"""What an advisor looks at: a period, a craft, a country. Values nobody offers are as if they had not been asked."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.people.trades import Craft

PERIODS = (4, 12, 26, 52)
USUAL = 12


@dataclass(frozen=True)
class Filters:
    """weeks: how many, ending today. craft: None for all. country: two letters, or empty for all."""

    weeks: int
    craft: Craft | None
    country: str
    today: date

    @property
    def crafts(self) -> frozenset[int]:
        """The craft's id, with those of the crafts of a family; empty for all."""
        return frozenset((self.craft.id, *(child.id for child in self.craft.children))) if self.craft else frozenset()

    @property
    def first(self) -> date:
        return self.today - timedelta(days=7 * self.weeks - 1)

    @property
    def before(self) -> tuple[date, date]:
        """The period before, as long."""
        return self.first - timedelta(weeks=self.weeks), self.first - timedelta(days=1)

    @property
    def query(self) -> dict[str, str | int]:
        """As arguments of an address, without what is usual."""
        said: dict[str, str | int | None] = {
            "weeks": self.weeks if self.weeks != USUAL else None,
            "craft": self.craft.slug if self.craft else None,
            "country": self.country or None,
        }
        return {name: value for name, value in said.items() if value is not None}


def read(arguments: MultiDict[str, str], *, crafts: list[Craft], today: date) -> Filters:
    """The filters an address asks for. crafts: those there are."""
    written = arguments.get("weeks", "")
    weeks = next((period for period in PERIODS if str(period) == written), USUAL)
    country = arguments.get("country", "").upper()
    return Filters(
        weeks=weeks,
        craft=next((craft for craft in crafts if craft.slug == arguments.get("craft")), None),
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
        today=today,
    )


def crafts() -> list[Craft]:
    """The crafts that have pieces, in the shop's order."""
    chosen = select(Craft).where(Craft.id.in_(select(Item.craft_id))).order_by(Craft.position, Craft.id)
    return list(db.session.scalars(chosen))
