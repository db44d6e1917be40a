"""``flask demo load``: fills an empty database with the demonstration, all of it or nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.base import clock
from app.base.database import begin_writing, db, learn
from app.base.errors import N_, Refusal
from app.base.settings import Settings
from app.domain.catalogue import changes
from app.domain.catalogue.models import Item
from app.domain.people.models import User
from app.domain.work.models import Installation
from app.jobs.demo import (
    advice,
    advice_photos,
    alerts,
    at_work,
    browsing,
    crowds,
    depth,
    desk,
    goods,
    missed,
    past,
    people,
    pictures,
    production,
    synthetic,
    trades,
    words,
)
from app.jobs.demo.world import Sizes, World

SEED = 2026
ROOMS = (
    ("places and crafts", trades),
    ("people", people),
    ("pieces", goods),
    ("the requests of a year", past),
    ("open requests", desk),
    ("sizes, food and labels", depth),
    ("many pieces", synthetic),
    ("the glossary and translations on their way", words),
    ("who waits for what", alerts),
    ("visits", browsing),
    ("wishes that are kept", missed),
    ("advice", advice),
    ("the production desk", production),
)
"""What is filled, in this order: each stands on those before it."""
LONG = 1.0
"""Seconds after which a step says what it was doing."""


class RealCooperative(Refusal):
    text = N_("This database belongs to a real cooperative. The demonstration wants one of its own.")


class NotEmpty(Refusal):
    text = N_("This database is not empty. The demonstration is loaded into an empty one.")


class MediaElsewhere(Refusal):
    text = N_("MEDIA_URL: the demonstration wants a folder on this machine.")


@click.command("load")
@click.option("--items", default=0, help="For measuring: so many items, the written ones repeated.")
@click.option("--artisans", default=0, help="For measuring: so many makers.")
@click.option("--requests", default=0, help="For measuring: so many requests in the year behind.")
@click.option(
    "--signals", default=0, help="For measuring: so many signs of demand more, and two years of counted days."
)
@click.option("--unrolled", is_flag=True, help="For measuring: leave the signs of demand for the clock to count.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same cooperative.")
@with_appcontext
def command(seed: int, unrolled: bool, **sizes: int) -> None:
    """Fill an empty database with the demonstration cooperative."""
    started = time.monotonic()
    asked = Sizes(**sizes)
    try:
        load(seed, asked)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if asked.signals:
        with step("a crowd of visitors"):
            crowds.come(clock.now(), asked.signals, Random(seed))
        with step("their days counted"):
            if not unrolled:
                crowds.roll_up(clock.now())
    click.echo(f"The demonstration cooperative is ready ({time.monotonic() - started:.0f} s).")


def load(seed: int = SEED, sizes: Sizes | None = None) -> None:
    """Mark the database as a demonstration, fill it, commit once. Raises a Refusal."""
    begin_writing()
    media = media_folder(current_app.config["SETTINGS"])
    mark()
    build(World(clock.now(), Random(seed), sizes or Sizes()), media=media)
    changes.forget_old(db.session())  # nobody has followed them yet
    learn(db.session.connection())
    db.session.commit()


def mark() -> None:
    """Mark the database as a demonstration. Raises RealCooperative, NotEmpty."""
    installation = db.session.scalar(select(Installation))
    if installation is not None and not installation.is_demo:
        raise RealCooperative
    if any(db.session.scalar(select(model.id).limit(1)) is not None for model in (User, Item)):
        raise NotEmpty
    if installation is None:
        db.session.add(Installation(is_demo=True, created_at=clock.now()))


def media_folder(settings: Settings) -> Path:
    """Where pictures lie. Raises MediaElsewhere."""
    if "://" in settings.media_url:
        raise MediaElsewhere
    return Path(settings.media_url)


def build(world: World, *, media: Path) -> None:
    """Build everything in the caller's transaction."""
    with step("pictures"):
        pictures.copy(media)
    for name, room in ROOMS:
        with step(name):
            room.fill(world)
    with step("photos of the work"):
        at_work.fill(world, media)
        advice_photos.fill(media)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say how long a step took, where anybody would have wondered."""
    started = time.monotonic()
    yield
    if (took := time.monotonic() - started) > LONG:
        click.echo(f"  {name}: {took:.0f} s")
