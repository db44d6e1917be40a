"""`flask catalogue print FILE.pdf`: the catalogue on paper, made here and now."""

from pathlib import Path
from typing import TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.adapters.documents import Unprintable
from app.base import clock
from app.base.database import db
from app.base.errors import Refusal
from app.domain.catalogue.prints import LANGUAGES, Choice, Prices
from app.domain.people.trades import Craft, Place
from app.jobs import prints

Named = TypeVar("Named", Craft, Place)


@click.command("print")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--craft", help="The craft, or family of crafts, by its name in addresses; all where it is left out.")
@click.option("--place", help="The place, by its name in addresses; all where it is left out.")
@click.option("--prices", type=click.Choice([one.value for one in Prices]), default=Prices.MAD.value, show_default=True)
@with_appcontext
def command(file: Path, language: str, craft: str | None, place: str | None, prices: str) -> None:
    """Write the catalogue into FILE."""
    choice = Choice(_known(Craft, "--craft", craft), _known(Place, "--place", place), language, Prices(prices))
    try:
        made = prints.make(choice, clock.now())
        file.write_bytes(made.body)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except Unprintable as trouble:
        raise click.ClickException(f"The catalogue cannot be made: {trouble}") from trouble
    except OSError as trouble:
        raise click.ClickException(f"{file} cannot be written: {trouble.strerror}") from trouble
    click.echo(f"{file}: {made.pieces} pieces, {len(made.body) / 1_000_000:.1f} MB.")


def _known(kind: type[Named], option: str, slug: str | None) -> Named | None:
    """The craft or place of this name; None where none was given."""
    if slug is None:
        return None
    known = {row.slug: row for row in db.session.scalars(select(kind).order_by(kind.position, kind.id))}
    if slug not in known:
        raise click.ClickException(f"{option}: expected one of {', '.join(known)}")
    return known[slug]
