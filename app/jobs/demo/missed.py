"""Searches that found something and served nobody: it was not what was meant, or it was gone. And wishes that are kept.

They stand beside the year, with dice of their own, so that the year itself stays as it was told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from app.base import clock
from app.domain.catalogue import search
from app.domain.catalogue.models import Item
from app.domain.demand import searching, wishes
from app.domain.demand.models import SignalKind
from app.domain.demand.sought import End
from app.domain.demand.wish_models import WishState
from app.jobs.demo.content_files import read
from app.jobs.demo.world import World

DAYS = 70
"""As long as pieces have been missing, and a little less."""
SEED = 75
OFTEN = 0.12
"""Days on which several people type the same words; what fewer type is not kept."""
SELDOM = 0.06
"""Searches from which a piece is opened although it is not what was meant."""
GONE = 5
MOST_FOUND = 200
STATES = (WishState.OPEN, WishState.TAKEN, WishState.OPEN, WishState.DROPPED)

Sign = Callable[..., None]
Facts = Callable[[Item], tuple[dict[str, Any], bool]]
"""What a sign says about a piece, and whether the piece cannot be had now."""


@dataclass(frozen=True)
class Wave:
    """Words that several people type on one day. found: the pieces they are shown."""

    words: str
    language: str
    found: list[Item]
    gone: bool


def happen(world: World, facts: Facts, sign: Sign) -> None:
    """The searches of the last weeks."""
    dice, today = Random(SEED), clock.local(world.now).date()
    waves = [*_not_meant(world), *_gone(world, facts)]
    for number in range(DAYS, -1, -1):
        for wave in waves:
            if dice.random() < OFTEN:
                _search(wave, today - timedelta(days=number), dice, facts, sign)


def fill(world: World) -> None:
    """Of what most people found nothing for, some is kept as a wish, and something came of it."""
    most = searching.insight(now=world.now).lists[End.NOTHING]
    found = [one for one in most if not search.find(one.said).count]
    for number, (one, state) in enumerate(zip(found, STATES, strict=False)):
        at = world.now - timedelta(days=9 - number)
        wish = wishes.keep(searching.behind(one.key, now=world.now), by=world.advisor, at=at)
        wishes.move(wish, state, by=world.advisor, at=at + timedelta(days=2))


def _not_meant(world: World) -> Iterator[Wave]:
    """Words whose only pieces are of another kind."""
    pieces = {item.id: item for item in world.items.values()}
    for language, words in read("year")["not_meant"].items():
        for typed in words:
            found = search.find(typed, limit=MOST_FOUND)
            if shown := [pieces[id_] for id_ in found.ids if id_ in pieces]:
                yield Wave(typed, language, shown, gone=False)


def _gone(world: World, facts: Facts) -> Iterator[Wave]:
    """People who saw a piece elsewhere type its name, and there is none left: of the pieces that are liked best."""
    missing = {item.id: item for item in world.items.values() if item.published_at and facts(item)[1]}
    liked, told = sorted(missing.values(), key=lambda item: -world.popular[item.slug]), 0
    for item in liked[: 4 * GONE]:
        text = item.text("fr")
        typed = text.title.partition(",")[0].lower() if text else ""
        found = search.find(typed, limit=MOST_FOUND)
        if typed and item.id in found.ids and set(found.ids) <= missing.keys() and told < GONE:
            told += 1
            yield Wave(typed, "fr", [missing[id_] for id_ in found.ids], gone=True)


def _search(wave: Wave, day: date, dice: Random, facts: Facts, sign: Sign) -> None:
    for _person in range(dice.randint(3, 5)):
        visitor = f"{dice.getrandbits(128):032x}"
        said = {"words": wave.words, "results": len(wave.found), "out_of_stock": wave.gone}
        sign(SignalKind.SEARCH, day, visitor, wave.language, dice, **said)
        if not wave.gone and dice.random() < SELDOM:
            opened = {**facts(dice.choice(wave.found))[0], "value": None, "words": wave.words}
            sign(SignalKind.CLICK, day, visitor, wave.language, dice, **opened)
