"""Searches that served nobody, one row a wish: nothing found, nothing opened of it, nothing to be had of it.

Words are shown only where three visitors used them on one day: what is kept of past days passed that already, today's
words have to pass it too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.base import clock
from app.domain.demand import counts, looking_searches, meanings, reading, rolling, sought, words
from app.domain.demand.counting import Cell
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import FEW, WEEKS
from app.domain.demand.sought import End, Heap, Tally
from app.domain.demand.window import Window

KINDS = (SignalKind.SEARCH, SignalKind.CLICK)


@dataclass(frozen=True)
class Spelling:
    """How it was written. language: of the page, empty where that was not recorded."""

    said: str
    language: str
    people: int


@dataclass(frozen=True)
class Sought:
    """One wish. people: a day, each once, whose searches ended so; searched: all who searched for it; opened: of those
    who found something, who opened any of it. since: from when on that is known. weeks: twelve counts of ``people``.
    """

    end: End
    key: str
    said: str
    craft_id: int
    spellings: tuple[Spelling, ...]
    people: int
    searched: int
    found: int
    opened: int
    weeks: tuple[int, ...]

    @property
    def is_small(self) -> bool:
        return self.people < FEW

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it was searched, most people first."""
        people = Counter[str]()
        for spelling in self.spellings:
            if spelling.language:
                people[spelling.language] += spelling.people
        return tuple(sorted(people, key=lambda code: (-people[code], code)))


@dataclass(frozen=True)
class Insight:
    """lists: by how searches ended, most people first. rare: searches whose words too few used to be shown.

    told_since: from which day on it is recorded what is opened from a search; None before that.
    """

    lists: dict[End, list[Sought]]
    rare: int
    told_since: date | None


def insight(*, now: datetime, weeks: int = WEEKS, crafts: frozenset[int] = frozenset(), language: str = "") -> Insight:
    """What was searched for in vain. crafts: only these. language: only searches of pages in it. Six statements."""
    window = Window(clock.local(now).date(), weeks)
    first = window.today - timedelta(days=7 * max(weeks, WEEKS) - 1)
    cells, rare = _shown(first, window.today, now)
    told_since = sought.told_since(cells)
    known = meanings.known()
    spoken = [cell for cell in cells if not language or cell.language == language]
    heaps = [heap for heap in sought.heaps(spoken, known) if _count(heap.searches, window)]
    ended = [(heap, heap.tallies(told_since)) for heap in heaps]
    lost = [(heap, end, days) for heap, days in ended for end in End if _ends(end, days, window)]
    of = looking_searches.crafts_of(list({heap.key: heap for heap, *_ in lost}.values()), known) if lost else {}
    lists: dict[End, list[Sought]] = {end: [] for end in End}
    for heap, end, days in lost:
        if not crafts or of[heap.key] in crafts:
            lists[end].append(_sought(heap, end, days, of[heap.key], window))
    ordered = {end: sorted(some, key=lambda one: (-one.people, one.key)) for end, some in lists.items()}
    return Insight(ordered, _rare(rare, window), told_since)


@dataclass(frozen=True)
class Day:
    """How one spelling was searched on one day."""

    day: date
    said: str
    language: str
    people: int
    searches: int
    nothing: int
    unavailable: int


@dataclass(frozen=True)
class Behind:
    """What is behind one wish over ninety days. days: a row a spelling and day, newest first. tallies: by day, of
    the last twelve weeks.
    """

    key: str
    said: str
    craft_id: int
    spellings: tuple[Spelling, ...]
    days: list[Day]
    tallies: dict[date, Tally]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.days)

    @property
    def ends(self) -> list[End]:
        """How searches for it end that serve nobody, most people first."""
        counts = {end: sum(tally.of(end) for tally in self.tallies.values()) for end in End}
        counts[End.POOR] *= sought.is_poor(self.tallies.values())
        return sorted((end for end in End if counts[end]), key=lambda end: -counts[end])


def behind(said: str, *, now: datetime) -> Behind | None:
    """Searches of ninety days for what somebody wrote, by its key or a spelling; None where there are none."""
    today = clock.local(now).date()
    first = today - timedelta(days=counts.RAW_DAYS - 1)
    cells, _too_rare = _shown(first, today, now)
    known = meanings.known()
    about = (heap for heap in sought.heaps(cells, known) if looking_searches.is_about(heap, said, known))
    heap = max(about, key=lambda one: (one.key == said, sum(cell.visitors for cell in one.searches)), default=None)
    if heap is None:
        return None
    craft_id = looking_searches.crafts_of([heap], known)[heap.key]
    by_spelling: defaultdict[tuple[date, str, str], list[Cell]] = defaultdict(list)
    for cell in heap.searches:
        by_spelling[cell.day, cell.words, cell.language].append(cell)
    days = [_day(*key, some) for key, some in by_spelling.items()]
    days.sort(key=lambda one: (-one.day.toordinal(), -one.people, one.said))
    spelt = _spellings(heap.searches)
    window = Window(today)
    lately = {day: tally for day, tally in heap.tallies(sought.told_since(cells)).items() if day >= window.first}
    return Behind(heap.key, sought.most_used(heap.searches), craft_id, spelt, days, lately)


def _day(day: date, said: str, language: str, cells: list[Cell]) -> Day:
    return Day(
        day,
        said,
        language,
        people=sum(cell.visitors for cell in cells),
        searches=sum(cell.signals for cell in cells),
        nothing=sum(map(sought.empty_handed, cells)),
        unavailable=sum(cell.visitors - sought.empty_handed(cell) for cell in cells if cell.out_of_stock),
    )


def _shown(first: date, last: date, now: datetime) -> tuple[list[Cell], list[Cell]]:
    """Cells of some days whose words may be shown, and searches whose words may not, or were forgotten."""
    fresh = counts.read(now)
    cells = reading.cells(first, last, now=now, kinds=KINDS, by_piece=False, by_language=True, fresh=fresh)
    kept = {words.key(cell.words) for cell in cells if cell.words and cell.day < fresh.day}
    people = Counter[str]()
    for cell in cells:
        if cell.kind is SignalKind.SEARCH and cell.day >= fresh.day:
            people[words.key(cell.words)] = max(people[words.key(cell.words)], cell.visitors)
    known = kept | {key for key, count in people.items() if count >= rolling.KEPT_FROM}
    may = [cell for cell in cells if cell.words and words.key(cell.words) in known]
    return may, [
        cell for cell in cells if cell.kind is SignalKind.SEARCH and not (cell.words and words.key(cell.words) in known)
    ]


def _rare(cells: Iterable[Cell], window: Window) -> int:
    return window.count((cell.day, cell.signals) for cell in cells)


def _ends(end: End, days: dict[date, Tally], window: Window) -> int:
    if end is End.POOR and not sought.is_poor(tally for day, tally in days.items() if day >= window.first):
        return 0
    return window.count((day, tally.of(end)) for day, tally in days.items())


def _count(cells: Iterable[Cell], window: Window) -> int:
    return window.count((cell.day, cell.visitors) for cell in cells)


def _sought(heap: Heap, end: End, days: dict[date, Tally], craft_id: int, window: Window) -> Sought:
    within = {day: tally for day, tally in days.items() if day >= window.first and tally.told}
    return Sought(
        end=end,
        key=heap.key,
        said=sought.most_used(heap.searches),
        craft_id=craft_id,
        spellings=_spellings(cell for cell in heap.searches if cell.day >= window.first),
        people=_ends(end, days, window),
        searched=_count(heap.searches, window),
        found=sum(tally.found for tally in within.values()),
        opened=sum(tally.opened for tally in within.values()),
        weeks=window.weekly((day, tally.of(end)) for day, tally in days.items()),
    )


def _spellings(cells: Iterable[Cell]) -> tuple[Spelling, ...]:
    people = Counter[tuple[str, str]]()
    for cell in cells:
        people[cell.words, cell.language] += cell.visitors
    ordered = sorted(people.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Spelling(said, language, count) for (said, language), count in ordered)
