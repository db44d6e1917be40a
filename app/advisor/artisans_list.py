"""The list of artisans, narrowed: by name, by craft, to one's own, to those who wait for a call."""

from dataclasses import dataclass
from datetime import timedelta

from werkzeug.datastructures import MultiDict

from app.base import clock
from app.base.errors import N_
from app.domain.catalogue.folding import fold
from app.domain.people.models import User
from app.domain.people.trades import Craft
from app.domain.purchasing.workshops import OLD_COUNT_DAYS, Workshop
from app.web.fields import one_line

VIEWS = {
    "all": N_("All"),
    "mine": N_("My artisans"),
    "waiting": N_("Wait for an answer"),
    "old": N_("To count again"),
}
LONGEST_NAME = 80


@dataclass(frozen=True)
class Chosen:
    """view: one of VIEWS. name: words of a name or a workshop. craft: a slug, empty for all."""

    view: str = "all"
    name: str = ""
    craft: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As arguments of an address, without the view."""
        return {key: value for key, value in (("q", self.name), ("craft", self.craft)) if value}


def read(arguments: MultiDict[str, str]) -> Chosen:
    view = arguments.get("view", "")
    return Chosen(
        view=view if view in VIEWS else "all",
        name=(one_line(arguments.get("q", "")) or "")[:LONGEST_NAME],
        craft=arguments.get("craft", ""),
    )


def crafts(workshops: list[Workshop]) -> list[Craft]:
    """The crafts that somebody of the list has, in the shop's order."""
    found = {craft.id: craft for workshop in workshops for craft in workshop.artisan.crafts}
    return sorted(found.values(), key=lambda craft: (craft.position, craft.id))


def narrowed(workshops: list[Workshop], chosen: Chosen) -> list[Workshop]:
    """Those of a name and a craft, whatever the view."""
    words = fold(chosen.name).split()
    return [
        one
        for one in workshops
        if all(word in _names(one) for word in words)
        and (not chosen.craft or any(craft.slug == chosen.craft for craft in one.artisan.crafts))
    ]


def by_view(workshops: list[Workshop], me: User) -> dict[str, list[Workshop]]:
    """What each view shows; those who keep customers waiting longest in front of their own."""
    return {
        "all": workshops,
        "mine": [one for one in workshops if one.artisan.advisor_id == me.id],
        "waiting": sorted((one for one in workshops if one.waiting), key=lambda one: -one.waiting),
        "old": [one for one in workshops if _is_old(one)],
    }


def _names(workshop: Workshop) -> str:
    artisan = workshop.artisan
    return fold(f"{artisan.name} {artisan.name_ar} {artisan.workshop}")


def _is_old(workshop: Workshop) -> bool:
    """A piece was never counted, or so long ago that its count is not to be trusted."""
    if workshop.uncounted:
        return True
    last = workshop.oldest_count
    return last is not None and clock.local(last).date() < clock.today() - timedelta(days=OLD_COUNT_DAYS)
