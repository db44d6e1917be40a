"""Who waits for what in the demonstration, and who keeps which pieces.

All contacts are invented, as those of the customers are.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from random import Random

from app.base import clock
from app.base.database import db, new_key
from app.domain.alerts import confirming, links
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue import search
from app.domain.catalogue.models import Item
from app.domain.demand import signals
from app.domain.demand.models import SignalKind
from app.domain.notices.models import Channel
from app.jobs.demo import calendar
from app.jobs.demo.content_files import read
from app.jobs.demo.customers import Customer, everybody
from app.jobs.demo.world import World

SEED = 16
"""Dice of its own: what else is drawn stays as it was."""
MOST_A_PIECE = 5
PRICES = 12
DAYS = 40
WISHES_A_DAY = 3


def fill(world: World) -> None:
    """Some wait for each piece that is sold out, the more the better it is liked; the rest as it comes."""
    dice, people = Random(SEED), everybody()
    sold_out = [item for item in world.items.values() if not (item.available or item.main.can_be_made)]
    there = [item for item in world.items.values() if item.published_at and item not in sold_out]
    for item in sold_out:
        for customer in dice.sample(people, min(MOST_A_PIECE, 1 + round(world.popular[item.slug]))):
            _wait(world, dice, customer, Alert(kind=AlertKind.STOCK, item_id=item.id, item=item))
    for item in dice.sample(there, min(PRICES, len(there))):
        price = min(variant.price for variant in item.variants)
        _wait(world, dice, dice.choice(people), Alert(kind=AlertKind.PRICE, item_id=item.id, item=item, price=price))
    for words, language in _searched_in_vain():
        speaking = [customer for customer in people if customer.language == language]
        sought = " ".join(search.wanted(words))
        _wait(world, dice, dice.choice(speaking), Alert(kind=AlertKind.WORDS, words=words, sought=sought))
    _keep(world, dice, there)
    db.session.flush()


def _searched_in_vain() -> Iterator[tuple[str, str]]:
    """For each craft the words most looked for without result, in the first language that has some."""
    for table in read("year")["searches"]:
        typed = ((words, language) for language in ("fr", "ar", "es", "en") for words in table[language])
        in_vain = (pair for pair in typed if not search.find(pair[0], limit=0).count)
        yield from islice(in_vain, 1)


def _wait(world: World, dice: Random, customer: Customer, alert: Alert) -> None:
    """Asked for some days ago and confirmed at once."""
    channel = customer.channel if customer.phone else Channel.EMAIL
    recipient = customer.phone if channel is Channel.SMS and customer.phone else customer.email
    asked_at = world.ago(dice.uniform(0.2, DAYS))
    alert.key, alert.channel, alert.recipient = new_key(), channel, recipient
    alert.contact, alert.language, alert.asked_at = links.contact(channel, recipient), customer.language, asked_at
    db.session.add(alert)
    confirming.confirm(alert, at=asked_at + timedelta(minutes=4))


def _keep(world: World, dice: Random, there: list[Item]) -> None:
    """Pieces kept on wish lists, some each day."""
    today = clock.local(world.now).date()
    weights = [world.popular[item.slug] for item in there]
    for number in range(DAYS, 0, -1):
        for item in dice.choices(there, weights, k=dice.randint(0, 2 * WISHES_A_DAY)):
            signals.record(
                SignalKind.WISH,
                at=calendar.moment(today - timedelta(days=number), dice),
                visitor=f"{dice.getrandbits(128):032x}",
                language=dice.choice(("fr", "ar", "es", "en")),
                item_id=item.id,
                craft_id=item.craft_id,
                artisan_id=item.artisan_id,
                value=item.main.price,
            )
