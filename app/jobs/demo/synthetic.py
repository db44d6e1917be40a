"""A large cooperative for measuring: the written pieces again and again, by many makers, in bulk, sharing pictures."""

from itertools import cycle, product

from app.base.database import db, learn
from app.domain.people.models import Artisan, Wording, artisan_craft
from app.domain.people.models import Standing as Membership
from app.jobs.demo import copies
from app.jobs.demo.pile import Pile, Row
from app.jobs.demo.world import World

CACHE_KILOBYTES = 64 * 1024
"""What SQLite may keep of its indexes while they grow."""


def fill(world: World) -> None:
    """Makers and pieces up to the sizes asked for; nothing where none were."""
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.connection().exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KILOBYTES}")
    pile = Pile()
    makers = _makers(world, pile)
    pile.write()
    copies.fill(world, makers)
    learn(db.session.connection())


def _makers(world: World, pile: Pile) -> list[Row]:
    """Makers without accounts, named by crossing the names that are there."""
    written = list(world.artisans.values())
    names = cycle(product([one.name.split()[0] for one in written], [one.name.split()[-1] for one in written]))
    found: list[Row] = [{"id": one.id, "craft_id": one.crafts[0].id} for one in written]
    for number, (first, last) in zip(range(world.sizes.artisans - len(written)), names, strict=False):
        like = written[number % len(written)]
        row = pile.add(
            Artisan,
            slug=f"{like.slug}-{number + 2}",
            advisor_id=like.advisor_id,
            name=f"{first} {last}",
            name_ar=like.name_ar,
            place_id=world.dice.choice(list(world.places.values())).id,
            since=world.dice.randint(1975, 2024),
            wording=Wording.FEMININE,
            trade=like.trade,
            story=like.story,
            languages=like.languages,
            weekly_capacity=world.dice.randint(2, 20),
            standing=Membership.GOOD,
            created_at=like.created_at,
        )
        pile.link(artisan_craft, artisan_id=row["id"], craft_id=like.crafts[0].id)
        found.append({"id": row["id"], "craft_id": like.crafts[0].id})
    return found
