"""`flask catalogue print-next`: what the worker starts beside itself for catalogues that were asked for."""

import click
from flask.cli import with_appcontext

from app.jobs import prints, tied


@click.command("print-next", hidden=True)
@with_appcontext
def command() -> None:
    """Make the catalogues that were asked for, one after the other, then end."""
    tied.end_with_parent()
    while prints.print_next():
        pass
