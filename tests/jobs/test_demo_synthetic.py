"""The large cooperative: as many as asked for, each as complete as a written one."""

from collections import Counter
from random import Random

from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db
from app.domain.catalogue import search
from app.domain.catalogue.models import Item, SearchEntry, StockMovement, Variant
from app.domain.people.models import Artisan
from app.jobs.demo import goods, people, synthetic, trades
from app.jobs.demo.world import Sizes, World


def test_as_many_as_asked_for_and_all_complete(app: Flask) -> None:
    world = World(clock.now(), Random(1), Sizes(items=300, artisans=60))
    for room in (trades, people, goods, synthetic):
        room.fill(world)
    assert db.session.scalar(select(func.count(Item.id))) == 300
    assert db.session.scalar(select(func.count(Artisan.id))) == 60
    for item in db.session.scalars(select(Item).order_by(Item.id.desc()).limit(20)):
        assert item.text("fr") is not None and item.photo_set is not None and item.photo_set.photos
        assert item.craft in item.artisan.crafts
        written = world.items[item.slug.rpartition("-")[0]]
        assert {text.language for text in item.texts} == {text.language for text in written.texts}
    moved = select(func.coalesce(func.sum(StockMovement.change), 0)).where(StockMovement.variant_id == Variant.id)
    assert not db.session.scalars(select(Variant.id).where(Variant.on_hand != moved.scalar_subquery())).all()
    assert search.find("mendil", limit=5).count > 14


def test_a_copy_is_found_by_the_words_the_search_itself_would_write(app: Flask) -> None:
    world = World(clock.now(), Random(3), Sizes(items=400, artisans=60))
    for room in (trades, people, goods, synthetic):
        room.fill(world)
    copies = db.session.scalars(select(Item).where(Item.slug.not_in(world.items)).order_by(Item.id)).all()
    assert len(copies) == 400 - len(world.items)
    for item in copies:
        kept, written = db.session.get_one(SearchEntry, item.id).body, search.body_of(item, item.texts)
        assert Counter(kept.split()) == Counter(written.split())
    last = copies[-1]
    assert search.find(f"{last.text('fr').title} {last.artisan.name}").ids == [last.id]


def test_the_same_seed_gives_the_same_cooperative(app: Flask) -> None:
    prices = []
    for _ in range(2):
        with db.session.begin_nested() as attempt:
            world = World(clock.now(), Random(7), Sizes(items=200))
            for room in (trades, people, goods, synthetic):
                room.fill(world)
            prices.append(db.session.scalars(select(Variant.price).order_by(Variant.sku)).all())
            attempt.rollback()
            db.session.expunge_all()
    assert prices[0] == prices[1]
