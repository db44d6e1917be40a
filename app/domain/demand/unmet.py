"""Unmet demand, ranked in money: what people wished for and did not get.

Every value is an expectation with its 80 % interval: how often it happens a month, times how often that becomes
an order, times what an order comes to. How each part is guessed stands in ``worth`` and ``evidence``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.base import clock
from app.domain.demand import evidence, reading, words
from app.domain.demand.counting import Cell
from app.domain.demand.evidence import Evidence
from app.domain.demand.looking import Looker, empty_handed, most_used
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import WEEKS, Kind, Opportunity


def ranked(
    *,
    now: datetime,
    weeks: int = WEEKS,
    crafts: frozenset[int] = frozenset(),
    country: str = "",
    limit: int | None = None,
    cells: Iterable[Cell] | None = None,
) -> list[Opportunity]:
    """Opportunities, the most valuable first.

    weeks: the period counted. crafts: only these. country: only what requests from there say (views and searches
    do not know a country). cells: those of the period and before, where the caller has read them by craft already.
    About a dozen statements, whatever the size.
    """
    today = clock.local(now).date()
    first = today - timedelta(days=7 * max(weeks, WEEKS) - 1)
    known = cells if cells is not None else reading.cells(first, today, now=now, by_piece=False)
    read = [cell for cell in known if cell.day >= first]
    within = [cell for cell in read if not country or cell.country == country]
    looker = Looker(today, weeks, Evidence(read, evidence.visits(first)), within)
    found = [
        *looker.no_result(),
        *looker.out_of_stock(),
        *looker.declined(),
        *looker.refused(),
        *looker.rising(),
    ]
    makers = evidence.makers()
    chosen = [replace(one, makers=makers.get(one.craft_id, 0)) for one in found if not crafts or one.craft_id in crafts]
    chosen.sort(key=lambda one: (-one.value, -one.count, one.key))
    return chosen[:limit]


def in_vain(cells: Iterable[Cell], *, since: date, most: int = 8) -> list[tuple[str, str, int]]:
    """What people searched for and did not find from a day on, by how many they were; spellings together.

    Each is the opportunity's key, the words and the people.
    """
    counts, said = Counter[str](), defaultdict[str, list[Cell]](list)
    for cell in cells:
        if cell.kind is SignalKind.SEARCH and cell.words and cell.without_result and cell.day >= since:
            counts[words.key(cell.words)] += empty_handed(cell)
            said[words.key(cell.words)].append(cell)
    together = defaultdict[str, list[Cell]](list)
    for key, leader in words.groups(counts).items():
        together[leader] += said[key]
    found = [
        (f"{Kind.NO_RESULT}:{key}"[:160], most_used(cells), sum(map(empty_handed, cells)))
        for key, cells in together.items()
        if key
    ]
    return sorted(found, key=lambda one: (-one[2], one[1]))[:most]


def find(key: str, *, now: datetime) -> Opportunity | None:
    """One opportunity by its key, over the last twelve weeks; None once there is nothing left of it.

    A search is found by any of its spellings, so that a key still leads there when another spelling took the lead.
    """
    said = key.removeprefix(f"{Kind.NO_RESULT}:") if key.startswith(f"{Kind.NO_RESULT}:") else None
    for one in ranked(now=now):
        if one.key == key or (said and said in map(words.key, one.spellings)):
            return one
    return None
