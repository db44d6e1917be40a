"""Pages beside their floors, in turn (A B A B), on the same server program and the same database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

from tests.bench import where
from tests.bench.databases import Loaded, loaded
from tests.bench.measuring import Cost, Running, sent, serving

ROUNDS, REQUESTS, OF_FLOOR, WARM = 5, 40, 100, 40
FEW, MANY = 1_000, 100_000
TWO_WORDS = "/fr/search?q=mendil+rouge"
EVERYTHING = "/fr/items/"
STRING = "/string"


class Pair(NamedTuple):
    """A page and its floor."""

    name: str
    page: str
    floor: str


PAGES = (
    Pair("plain page", "/fr/how-it-works", STRING),
    Pair("listing", "/fr/crafts/weaving", "/cards"),
    Pair("item", "/fr/items/mendil-raye-rouge", "/item"),
)
SEARCH = (
    Pair("search for two words", TWO_WORDS, "/words"),
    Pair("search with a slip", "/fr/search?q=mendyl+rouge", "/words"),
    Pair("search for a broad word", "/fr/search?q=rouge", "/broad"),
)


def pages(engine: str, sizes: list[str]) -> dict[str, object]:
    with loaded(engine, sizes) as made, _both(made) as (site, floors):
        return {pair.name: _pair(site, floors, pair) for pair in PAGES}


def search(engine: str, sizes: list[str]) -> dict[str, object]:
    """Searches with all facets counted beside the raw query, and the whole list of many pieces beside that of few."""
    with loaded(engine, ["--items", str(FEW)]) as made, _both(made) as (site, _floors):
        site.cost(EVERYTHING, WARM, anew=True)
        few = _typical([site.cost(EVERYTHING, REQUESTS, anew=True) for _ in range(ROUNDS)])
    with loaded(engine, sizes or ["--items", str(MANY)]) as made:
        with _both(made) as (site, floors):
            found = {pair.name: _pair(site, floors, pair, REQUESTS) for pair in SEARCH}
            site.cost(EVERYTHING, WARM, anew=True)
            many = _typical([site.cost(EVERYTHING, REQUESTS, anew=True) for _ in range(ROUNDS)])
        return {
            "loaded_in_s": round(made.seconds, 1),
            **found,
            "list of everything": {
                "page": EVERYTHING,
                "cpu_ms": round(many.milliseconds, 3),
                "floor": f"the same with {FEW} pieces",
                "floor_cpu_ms": round(few.milliseconds, 3),
                "ratio": round(many.milliseconds / few.milliseconds, 2),
            },
            "where the time goes": where.of(made, (TWO_WORDS, EVERYTHING)),
        }


@contextmanager
def _both(made: Loaded) -> Iterator[tuple[Running, Running]]:
    """The site and its floors, each on a server of its own."""
    with (
        serving("app.jobs.web_worker:app", made.environment, made.database) as site,
        serving("tests.bench.floors:app", made.floor_environment, made.database) as floors,
    ):
        yield site, floors


def _pair(site: Running, floors: Running, pair: Pair, of_floor: int = OF_FLOOR) -> Mapping[str, object]:
    """Rounds in turn, so that whatever else the machine does falls on all of them."""
    here = sent(site.port, pair.page)
    floor = f"{pair.floor}?size={here.size}"
    site.cost(pair.page, WARM, anew=True)
    floors.cost(floor, WARM)
    rounds = [
        (
            site.cost(pair.page, REQUESTS, anew=True),
            floors.cost(floor, of_floor),
            site.cost(pair.page, OF_FLOOR),
            site.cost(pair.page, OF_FLOOR, known=here.tag),
            floors.cost(STRING, OF_FLOOR),
        )
        for _ in range(ROUNDS)
    ]
    ours, least, kept, unchanged, string = (_typical(list(costs)) for costs in zip(*rounds, strict=True))
    return {
        "page": pair.page,
        "floor": pair.floor,
        "bytes": here.size,
        "cpu_ms": round(ours.milliseconds, 3),
        "floor_cpu_ms": round(least.milliseconds, 3),
        "ratio": round(ours.milliseconds / least.milliseconds, 2),
        "string_cpu_ms": round(string.milliseconds, 3),
        "kept_cpu_ms": round(kept.milliseconds, 3),
        "kept_to_string": round(kept.milliseconds / string.milliseconds, 2),
        "unchanged_cpu_ms": round(unchanged.milliseconds, 3),
        "unchanged_to_string": round(unchanged.milliseconds / string.milliseconds, 2),
        "requests_per_second": round(ours.per_second, 1),
        "floor_requests_per_second": round(least.per_second, 1),
    }


def _typical(costs: list[Cost]) -> Cost:
    return Cost(median(cost.milliseconds for cost in costs), median(cost.per_second for cost in costs))
