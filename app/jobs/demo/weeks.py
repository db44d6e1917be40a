"""What makers had taken on in each week of the past, so that no week holds more than they can make."""

from collections import Counter
from datetime import date, timedelta

from app.domain.catalogue.models import Variant
from app.domain.people.models import Artisan
from app.domain.purchasing import capacity

_Key = tuple[str, int, date]


class Weeks:
    """Bookings as the rule makes them (``purchasing.capacity``), kept in memory while the past is written."""

    def __init__(self) -> None:
        self._taken: Counter[_Key] = Counter()

    def book(self, artisan: Artisan, variant: Variant | None, quantity: int, day: date) -> list[capacity.Share]:
        """The weeks from that of ``day`` on in which the pieces are made."""
        first = capacity.monday(day)
        weeks = [first + timedelta(weeks=number) for number in range(capacity.WEEKS_AHEAD)]
        shares = capacity.share_out(quantity, [(week, self._free(artisan, variant, week)) for week in weeks])
        for week, made in shares:
            for key, _limit in _limits(artisan, variant, week):
                self._taken[key] += made
        return shares

    def _free(self, artisan: Artisan, variant: Variant | None, week: date) -> int:
        return min(limit - self._taken[key] for key, limit in _limits(artisan, variant, week))


def _limits(artisan: Artisan, variant: Variant | None, week: date) -> list[tuple[_Key, int]]:
    """The most that can be made in a week: by the maker, and of one variant where that is less."""
    found = [(("artisan", artisan.id, week), artisan.weekly_capacity)]
    if variant is not None and variant.weekly_capacity:
        found.append((("variant", variant.id, week), variant.weekly_capacity))
    return found
