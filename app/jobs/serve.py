"""`flask serve`: the site and its worker in the foreground, as two children that live and end together."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.base import clock
from app.base.database import db, writing
from app.base.settings import Settings
from app.domain.work import installation
from app.jobs import family, welcome
from app.jobs.demo import loading


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; a demo only on loopback.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True)
@click.option("--web-processes", type=click.IntRange(1, 64), default=1, show_default=True)
@with_appcontext
def command(host: str, port: int, web_processes: int) -> None:
    """Bring the database up to date, then serve the site with its worker until Ctrl-C."""
    chosen: Settings = current_app.config["SETTINGS"]
    if chosen.demo and host not in ("127.0.0.1", "::1", "localhost"):
        raise click.ClickException("A demonstration is served on this machine only; leave --host out.")
    if not family.is_free(host, port):
        raise click.ClickException(f"Port {port} is taken on {host}. Choose another: PORT={port + 1} make run")
    installation.check_start(chosen)
    upgrade()
    _put_into_use(chosen)
    db.engine.dispose()
    members = {
        "web": [
            *(sys.executable, "-m", "app.jobs.web"),
            *("--host", host, "--port", str(port), "--processes", str(web_processes)),
        ],
        "worker": [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
    }
    sys.exit(
        family.live(
            members,
            answers=lambda: family.is_answering(host, port),
            ready=lambda: click.echo(welcome.text(chosen, host, port)),
        )
    )


def _put_into_use(chosen: Settings) -> None:
    """Mark a new database for what it is; fill a demonstration's."""
    if installation.found() is not None:
        return
    db.session.rollback()
    if chosen.demo:
        click.echo("A new demonstration: putting the cooperative's pieces on the shelf…")
        click.get_current_context().invoke(loading.command)
        return
    with writing():
        installation.mark(demo=False, at=clock.now())
        db.session.commit()
