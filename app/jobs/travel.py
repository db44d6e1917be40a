"""`flask demo travel DAYS`: the demonstration's clock moved forward, for web and worker alike."""

import click
from flask.cli import with_appcontext

from app.base import clock
from app.base.database import begin_writing, db
from app.base.errors import Refusal
from app.domain.work import installation


@click.command("travel")
@click.argument("days", type=click.IntRange(1, 366))
@with_appcontext
def command(days: int) -> None:
    """Move the demo's clock DAYS forward."""
    begin_writing()
    try:
        ahead = installation.travel(days)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    moment = clock.local(clock.really_now() + ahead)
    click.echo(f"The demonstration is now at {moment:%A %d %B %Y, %H:%M}, {ahead.days} days ahead.")
