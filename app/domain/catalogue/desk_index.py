"""The production desk in memory: what each piece lacks and how far its texts are, to narrow, count and sort by it.

Like the shelves (``shelf_index``), for all pieces whatever their state. It holds no words and no names.
"""

from functools import lru_cache
from typing import NamedTuple

from app.domain.catalogue import bitmaps, completeness
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.slots import Slots, Value
from app.domain.catalogue.texts import LANGUAGES
from app.domain.catalogue.translation_states import NOTHING_SAID, States

STATE, CRAFT, ARTISAN, ADVISOR, LACK = "state", "craft", "artisan", "advisor", "lack"
WORTH, LOST, GROUP = "worth", "lost", "group"
_KEY = 40


class Profile(NamedTuple):
    """What many pieces have in common. is_sent_back: its maker was asked for something. lacks: of LACKS."""

    state: ItemState
    is_sent_back: bool
    lacks: frozenset[str]
    texts: States = NOTHING_SAID


class Entry(NamedTuple):
    """A piece. created: microseconds since 1970."""

    item_id: int
    created: int
    craft_id: int
    artisan_id: int
    advisor_id: int | None
    profile: Profile

    @property
    def values(self) -> tuple[Value, ...]:
        """The name of a language says how far the text in it is."""
        own = (CRAFT, self.craft_id), (ARTISAN, self.artisan_id), (ADVISOR, self.advisor_id)
        return (*own, *_values(self.profile))


class DeskIndex(Slots[Entry]):
    def values(self, name: str) -> list[object]:
        """Those that some piece has."""
        return list(self._of(name))

    def ids(self, among: int) -> list[int]:
        """The pieces in these slots, in the order of their numbers."""
        things = self._things
        return sorted(entry.item_id for slot in bitmaps.slots(among) if (entry := things[slot]))

    def in_order(self, among: int, name: str, first: int, last: int, *, falling: bool = False) -> list[int]:
        """The ids from place ``first`` up to ``last`` when these slots are put in the order of a number, the oldest
        first where it is the same. Only those whose turn it is are sorted.
        """
        found: list[int] = []
        for number in sorted((one for one in self.values(name) if isinstance(one, int)), reverse=falling):
            if first >= last:
                break
            chosen = among & self.having(name, number)
            count = chosen.bit_count()
            if first < count:
                found += self.oldest(chosen, first, min(last, count))
            first, last = max(0, first - count), last - count
        return found

    def oldest(self, among: int, first: int, last: int) -> list[int]:
        """The ids from place ``first`` up to ``last`` in the order in which they were begun."""
        things = self._things
        some = [entry.created << _KEY | entry.item_id for slot in bitmaps.slots(among) if (entry := things[slot])]
        return [key & (1 << _KEY) - 1 for key in sorted(some)[first:last]]


@lru_cache(maxsize=20_000)
def _values(profile: Profile) -> tuple[Value, ...]:
    return (
        (STATE, profile.state),
        (WORTH, _worth(profile)),
        (LOST, completeness.lost(profile.lacks)),
        (GROUP, completeness.group(profile.lacks)),
        *((LACK, name) for name in profile.lacks),
        *zip(LANGUAGES, profile.texts, strict=True),
    )


def _worth(profile: Profile) -> int:
    """What is worth most has the least: closest to being on sale. What its maker has comes late."""
    lost = completeness.lost(profile.lacks, needed_only=True)
    match profile.state:
        case ItemState.SUBMITTED:
            return lost
        case ItemState.DRAFT:
            return 4000 if profile.is_sent_back else 1000 + lost
        case ItemState.ARCHIVED:
            return 5000
        case _:
            return 2000 if "review" in profile.lacks else 3000
