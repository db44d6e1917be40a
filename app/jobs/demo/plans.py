"""Which requests there were in the year behind: who asked for what on which day, and how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from app.base import clock
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.destinations import may_go
from app.domain.purchasing.models import DeclineReason, RefusalReason
from app.jobs.demo import calendar
from app.jobs.demo.content_files import read
from app.jobs.demo.customers import Customer, everybody
from app.jobs.demo.world import World

OFFER_DAYS = 10
DELIVERY = {"MA": 45_00, "ES": 120_00, "FR": 145_00, "BE": 155_00, "NL": 160_00, "DE": 165_00, "GB": 190_00}
FARTHEST = 290_00
_ACCEPTED = (Deed.OFFER, Deed.ACCEPT)
_SENT_OFF = (*_ACCEPTED, Deed.PREPARE, Deed.SHIP)


class Ending(NamedTuple):
    """How requests end: how many of them, the deeds after the answers, how many days ago they were sent."""

    times: int
    deeds: tuple[Deed, ...]
    days: tuple[int, int] = (50, 362)


ENDINGS = (
    Ending(112, (*_SENT_OFF, Deed.DELIVER, Deed.CLOSE)),
    Ending(14, (Deed.OFFER, Deed.ASK_CHANGE, Deed.ANSWER, *_SENT_OFF, Deed.DELIVER, Deed.CLOSE)),
    Ending(22, (Deed.OFFER, Deed.REFUSE)),
    Ending(18, (Deed.OFFER, Deed.EXPIRE)),
    Ending(14, (Deed.DECLINE,)),
    Ending(7, (Deed.WITHDRAW,)),
    Ending(4, (Deed.OFFER, Deed.WITHDRAW)),
    Ending(6, (*_ACCEPTED, Deed.CANCEL)),
    Ending(5, (*_SENT_OFF, Deed.DELIVER), (27, 34)),
    Ending(5, _SENT_OFF, (20, 23)),
    Ending(2, (*_SENT_OFF, Deed.TAKE_BACK), (27, 32)),
    Ending(2, (*_ACCEPTED, Deed.PREPARE, Deed.CANCEL)),
)


@dataclass
class Asked:
    """One line: a variant or a custom wish. declined: why, where a story says so."""

    craft: str
    quantity: int = 1
    variant: Variant | None = None
    declined: DeclineReason | None = None


@dataclass
class Plan:
    """A request as it will be told. deeds: what happened after the answers."""

    sent: date
    customer: Customer
    lines: list[Asked]
    deeds: tuple[Deed, ...]
    refused: RefusalReason | None = None


class Story(NamedTuple):
    """Requests that the demand page should find: all for one piece (or one of several), ending alike."""

    times: int
    slugs: tuple[str, ...]
    days: tuple[int, int]
    deeds: tuple[Deed, ...]
    declined: DeclineReason | None = None
    refused: RefusalReason | None = None
    sizes: tuple[str, ...] = ()


STORIES = (
    Story(
        8,
        ("jellaba-laine-ecrue", "jellaba-ecrue-rayures-larges"),
        (14, 80),
        (Deed.OFFER, Deed.REFUSE),
        refused=RefusalReason.DELAY,
    ),
    Story(4, ("plateau-cisele",), (12, 84), (Deed.OFFER, Deed.REFUSE), refused=RefusalReason.PRICE),
    Story(
        7,
        ("babouches-noires-fil-dore", "babouches-jaunes", "babouches-brunes-souples"),
        (9, 80),
        (Deed.DECLINE,),
        declined=DeclineReason.NO_STOCK,
        sizes=("43", "44", "45"),
    ),
    Story(3, ("panneau-zellige",), (16, 80), (Deed.DECLINE,), declined=DeclineReason.MATERIALS_MISSING),
)
BEST_MONTH_SALES = 9
"""What Rahma sold in the month after this one, a year ago."""
LONG_MENDILS = 5
BOUGHT = (*_SENT_OFF, Deed.DELIVER, Deed.CLOSE)
REFUSALS = (
    RefusalReason.PRICE,
    RefusalReason.PRICE,
    RefusalReason.DELAY,
    RefusalReason.DELIVERY_COST,
    RefusalReason.CHANGED_MIND,
    RefusalReason.FOUND_ELSEWHERE,
    RefusalReason.OTHER,
)


@dataclass
class Planner:
    """Throws the dice."""

    world: World
    customers: list[Customer] = field(default_factory=everybody)

    @property
    def today(self) -> date:
        return clock.local(self.world.now).date()

    def plans(self) -> list[Plan]:
        """All requests of the year, the oldest first."""
        told = [*self._usual(), *self._stories(), *self._best_month(), *self._long_mendils()]
        return sorted(told, key=lambda plan: plan.sent)

    def _usual(self) -> Iterator[Plan]:
        usual = sum(ending.times for ending in ENDINGS)
        for ending in ENDINGS:
            days = self._days(*ending.days)
            for _ in range(ending.times * max(1, self.world.sizes.requests // usual)):
                day = self.world.dice.choices(list(days), list(days.values()))[0]
                yield self._plan(day, self._lines(day, ending.deeds), ending.deeds)

    def _stories(self) -> Iterator[Plan]:
        for story in STORIES:
            items = [item for item in self.world.items.values() if item.slug.startswith(story.slugs)]
            for _ in range(story.times):
                day = self.today - timedelta(days=self.world.dice.randint(*story.days))
                variant = self._variant(self.world.dice.choice(items), story.sizes)
                line = Asked(variant.item.craft.slug, self.world.dice.choice((1, 1, 2)), variant, story.declined)
                yield self._plan(day, [line], story.deeds, story.refused)

    def _best_month(self) -> Iterator[Plan]:
        """Sales of the first artisan's ready pieces in the coming month, a year ago."""
        first = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=365)
        first = (first + timedelta(days=1)).replace(day=1)
        items = [
            item
            for item in self.world.items.values()
            if item.artisan.slug == "rahma-bakkali" and item.main.kind is Kind.READY and item.slug.startswith("mendil")
        ]
        for number in range(BEST_MONTH_SALES):
            day = first + timedelta(days=number * 2 + self.world.dice.randint(0, 2))
            variant = self.world.dice.choice(items).main
            yield self._plan(day, [Asked("weaving", self.world.dice.choice((1, 1, 2, 3)), variant)], BOUGHT)

    def _long_mendils(self) -> Iterator[Plan]:
        """Mendils longer than any in the catalogue, made to order for those who asked."""
        for _ in range(LONG_MENDILS):
            day = self.today - timedelta(days=self.world.dice.randint(60, 330))
            yield self._plan(day, [Asked("weaving", self.world.dice.choice((1, 2, 2)))], BOUGHT)

    def _plan(
        self, day: date, lines: list[Asked], deeds: tuple[Deed, ...], refused: RefusalReason | None = None
    ) -> Plan:
        if Deed.REFUSE in deeds and refused is None:
            refused = self.world.dice.choice(REFUSALS)
        variants = [line.variant for line in lines if line.variant]
        return Plan(day, self.world.dice.choice(self.customers_for(variants)), lines, deeds, refused)

    def customers_for(self, variants: Sequence[Variant]) -> list[Customer]:
        """Those who live where all of these may go."""
        return [one for one in self.customers if all(may_go(variant, one.country) for variant in variants)]

    def _days(self, newest: int, oldest: int) -> dict[date, float]:
        """The days between, weighted by how many people came."""
        days = [self.today - timedelta(days=number) for number in range(newest, oldest + 1)]
        crafts = read("year")["seasons"]
        wished = {day: sum(calendar.wish(craft, day) for craft in crafts) for day in days}
        return {day: wished[day] * calendar.traffic(day, self.today) for day in days}

    def _lines(self, day: date, deeds: Sequence[Deed]) -> list[Asked]:
        if self.world.dice.random() < 0.06 and Deed.ASK_CHANGE not in deeds:
            craft = self.world.dice.choice(read("letters")["customs"])["craft"]
            return [Asked(craft, self.world.dice.choice((1, 1, 2)))]
        count = self.world.dice.choices((1, 2, 3), (66, 26, 8))[0]
        chosen = list(islice(self.wanted(day), count))
        quantities = (1, 1, 1, 2, 2, 3, 4, 6)
        return [Asked(item.craft.slug, self.world.dice.choice(quantities), self._variant(item)) for item in chosen]

    def wanted(self, day: date) -> Iterator[Item]:
        """Pieces in the order in which they are wanted on a day: by season and liking, unique ones left out."""
        moment = clock.start_of_day(day)
        there = [
            item
            for item in self.world.items.values()
            if item.published_at and item.published_at <= moment and item.main.kind is not Kind.UNIQUE
        ]
        weights = [self.world.popular[item.slug] * calendar.wish(item.craft.slug, day) for item in there]
        while there:
            place = self.world.dice.choices(range(len(there)), weights)[0]
            weights.pop(place)
            yield there.pop(place)

    def _variant(self, item: Item, sizes: tuple[str, ...] = ()) -> Variant:
        fitting = [variant for variant in item.variants if not sizes or variant.sku.endswith(sizes)]
        return self.world.dice.choice(fitting or item.variants)
