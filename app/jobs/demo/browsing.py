"""What visitors looked at, typed and opened in the year behind, rolled up by demand's own rule, night by night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from app.base import clock
from app.domain.catalogue import search
from app.domain.catalogue.models import Item
from app.domain.demand import nights, rolling
from app.domain.demand.models import DemandSignal, SignalKind
from app.jobs.demo import calendar, missed
from app.jobs.demo.content_files import read
from app.jobs.demo.pile import Pile
from app.jobs.demo.world import LANGUAGES, World

VIEWS_A_DAY = 60
SEARCHES_A_DAY = 30
LISTS_A_DAY = 25
OPENED = 0.6
"""Searches that find something from which a piece is opened."""
MOST_FOUND = 200
MOST_VISITORS = 40
WITHIN_A_CRAFT = 0.08
"""Searches made on a craft's own page."""
OPENING_DAYS = 24
SOLD_OUT_SINCE = 75
"""Days since which the pieces that are not on the shelf now have been missing."""


@dataclass(frozen=True)
class Phrase:
    """What people type. results: how many pieces the search finds for it today. gone: none of them can be had."""

    words: str
    language: str
    craft: str
    weight: int
    results: int
    gone: bool


def fill(world: World) -> None:
    """A year of views and searches, then the nights: roll-ups kept, rare words and old signals gone."""
    pile = Pile()
    visits = _Visits(world, pile)
    today = clock.local(world.now).date()
    for number in range(calendar.YEAR, -1, -1):
        visits.happen(today - timedelta(days=number), today)
    missed.happen(world, visits.facts, visits.sign)
    pile.write()
    rolling.roll_up_due(world.now)
    rolling.drop_old(world.now)
    _foresee(world.now)


def _foresee(now: datetime) -> None:
    """The first night's forecasts, group by group."""
    for group in nights.waiting(clock.local(now).date()):
        nights.keep(group, nights.work_of(group, now, {}).rows())


class _Visits:
    def __init__(self, world: World, pile: Pile) -> None:
        self.world, self.pile, self.dice = world, pile, world.dice
        self._seen: dict[int, tuple[dict[str, Any], bool]] = {}
        self._beside = Random(len(world.items))  # so that the year itself stays as it was told

    @cached_property
    def phrases(self) -> list[Phrase]:
        missing = {item.id for item in self.world.items.values() if self.facts(item)[1]}
        return [
            Phrase(words, language, table["craft"], weight, found.count, bool(found.ids) and missing >= set(found.ids))
            for table in read("year")["searches"]
            for language in LANGUAGES
            for words, weight in table[language].items()
            for found in (search.find(words, limit=MOST_FOUND),)
        ]

    @cached_property
    def facets(self) -> list[str]:
        """What lists are narrowed to beside a craft."""
        world = self.world
        named = {"material": [*world.materials], "colour": [*world.colours], "place": [*world.places]}
        return [f"{name}:{slug}" for name, slugs in named.items() for slug in slugs] + ["ready:now", "price:0-100"]

    def happen(self, day: date, today: date) -> None:
        """One day's views and searches; what would lie after the moment of loading has not happened."""
        visitors = [f"{self.dice.getrandbits(128):032x}" for _ in range(MOST_VISITORS)]
        busy = calendar.traffic(day, today)
        wished = {craft: calendar.wish(craft, day) for craft in read("year")["seasons"]}
        level = busy * sum(wished.values()) / len(wished)
        for item in self._looked_at(day, wished, round(VIEWS_A_DAY * level * self.dice.uniform(0.75, 1.25))):
            self._view(item, day, today, self.dice.choice(visitors))
        for phrase in self._typed(day, today, wished, round(SEARCHES_A_DAY * level * self.dice.uniform(0.7, 1.3))):
            visitor = self.dice.choice(visitors)
            self._search(phrase, day, visitor)
            self._open(phrase, day, visitor)
        self._look_at_lists(day, wished, round(LISTS_A_DAY * level), visitors)

    def _looked_at(self, day: date, wished: dict[str, float], count: int) -> list[Item]:
        moment = clock.start_of_day(day)
        there = [item for item in self.world.items.values() if item.published_at and item.published_at <= moment]
        if not there:
            return []
        weights = [self._appeal(item, day) * wished[item.craft.slug] for item in there]
        return self.dice.choices(there, weights, k=count)

    def _appeal(self, item: Item, day: date) -> float:
        """How much a piece is liked, which may have grown with advice that was followed."""
        since, lift = self.lifted.get(item.slug, (day, 1))
        return self.world.popular[item.slug] * (lift if day >= since else 1)

    @cached_property
    def lifted(self) -> dict[str, tuple[date, float]]:
        """By piece, from which day on how many times as many people look at it."""
        today = clock.local(self.world.now).date()
        return {
            table["item"]: (today - timedelta(days=table["sent"] - step["after"]), table["lift"])
            for table in read("advice")["advice"]
            if "lift" in table
            for steps in table["for"].values()
            for step in steps
            if step["step"] == "done"
        }

    def _typed(self, day: date, today: date, wished: dict[str, float], count: int) -> Iterator[Phrase]:
        """Searches of a day. Now and then something goes round, and several people look for the same thing."""
        weights = [phrase.weight * wished[phrase.craft] for phrase in self.phrases]
        yield from self.dice.choices(self.phrases, weights, k=count)
        opening = (today - day).days > calendar.YEAR - OPENING_DAYS
        for _ in range(self.dice.randint(4, 7) if opening else self.dice.randint(0, 1)):
            yield from [self.dice.choices(self.phrases, weights)[0]] * self.dice.randint(4, 6)

    def _view(self, item: Item, day: date, today: date, visitor: str) -> None:
        facts, is_missing = self.facts(item)
        missing = is_missing and (today - day).days < SOLD_OUT_SINCE
        self.sign(SignalKind.VIEW, day, visitor, self._language(day), **facts, out_of_stock=missing)

    def facts(self, item: Item) -> tuple[dict[str, Any], bool]:
        """What a view says about a piece, and whether the piece cannot be had now."""
        if item.id not in self._seen:
            facts = {"item_id": item.id, "craft_id": item.craft_id, "artisan_id": item.artisan_id}
            missing = item.available <= 0 and not item.main.can_be_made
            self._seen[item.id] = {**facts, "value": item.main.price}, missing
        return self._seen[item.id]

    def _search(self, phrase: Phrase, day: date, visitor: str) -> None:
        within = self.dice.random() < WITHIN_A_CRAFT
        craft_id = self.world.crafts[phrase.craft].id if within else None
        self.sign(
            SignalKind.SEARCH,
            day,
            visitor,
            phrase.language,
            words=phrase.words,
            results=phrase.results,
            craft_id=craft_id,
            out_of_stock=phrase.gone,
        )

    def _open(self, phrase: Phrase, day: date, visitor: str) -> None:
        """Of most searches that find something a piece is opened."""
        if phrase.results and not phrase.gone and self._beside.random() < OPENED:
            there = [item for item in self.world.items.values() if item.craft.slug == phrase.craft]
            facts, _missing = self.facts(self._beside.choice(there))
            opened: dict[str, Any] = {**facts, "value": None, "words": phrase.words}
            self.sign(SignalKind.CLICK, day, visitor, phrase.language, self._beside, **opened)

    def _look_at_lists(self, day: date, wished: dict[str, float], count: int, visitors: list[str]) -> None:
        """The list of a craft, half of the time narrowed to something."""
        for craft in self._beside.choices(list(wished), list(wished.values()), k=count):
            facet = f"craft:{craft}" if self._beside.random() < 0.5 else self._beside.choice(self.facets)
            facts: dict[str, Any] = {"craft_id": self.world.crafts[craft].id, "facet": facet, "results": 6}
            self.sign(SignalKind.IMPRESSION, day, self._beside.choice(visitors), "fr", self._beside, **facts)

    def _language(self, day: date) -> str:
        return calendar.language(calendar.country(day, self.dice), self.dice)

    def sign(
        self, kind: SignalKind, day: date, visitor: str, language: str, dice: Random | None = None, **facts: Any
    ) -> None:
        at = calendar.moment(day, dice or self.dice)
        if at < self.world.now:
            columns = dict.fromkeys(("item_id", "craft_id", "artisan_id", "words", "results", "value", "facet"))
            row = {**columns, "out_of_stock": False, **facts}
            self.pile.add(DemandSignal, kind=kind, at=at, visitor=visitor, language=language, **row)
