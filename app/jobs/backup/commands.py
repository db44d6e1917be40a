"""The three commands."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.adapters import storage
from app.base.database import db
from app.base.settings import Settings
from app.jobs.backup import checking, creating, restoring
from app.jobs.backup.archive import Archive

group = AppGroup("backup", help="Database, media and secret key in one archive.")
_NEW = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("create")
@click.argument("file", type=_NEW)
@with_appcontext
def create(file: Path) -> None:
    """Keep everything as it is now in FILE. Others may go on writing meanwhile."""
    chosen: Settings = current_app.config["SETTINGS"]
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name.")
    file.parent.mkdir(parents=True, exist_ok=True)
    made = creating.create(file, db.engine, storage.at(chosen.media_url), chosen.secret_key)
    size = file.stat().st_size / 1_000_000
    click.echo(f"{file}: {made.rows} rows of {len(made.tables)} tables, {len(made.media)} pictures, {size:.1f} MB.")
    click.echo("It holds the secret key and people's addresses: keep it where nobody else can read it.")


@group.command("restore")
@click.argument("file", type=_THERE)
@with_appcontext
def restore(file: Path) -> None:
    """Put everything from FILE into an empty database and an empty media folder."""
    chosen: Settings = current_app.config["SETTINGS"]
    kept = chosen.instance / "secret_key"
    with Archive(file) as archive:
        restoring.restore(archive, db.engine, storage.at(chosen.media_url), kept)
        made = archive.manifest
        click.echo(f"Restored: {made.rows} rows, {len(made.media)} pictures, as they were on {made.made_at}.")
        if chosen.secret_key_given and chosen.secret_key != archive.secret():
            click.echo(
                f"SECRET_KEY is set and is not the archive's, which is now in {kept}: links sent before need that."
            )


@group.command("check")
@click.argument("file", type=_THERE)
@with_appcontext
def check(file: Path) -> None:
    """Restore FILE into a scratch database and prove the copy equal."""
    proof = checking.check(file, db.engine)
    for difference in proof.differences:
        click.echo(f"  {difference}", err=True)
    if proof.differences:
        raise click.ClickException("The restored copy is not equal to what was kept.")
    click.echo(f"Equal: {proof.rows} rows of {proof.tables} tables, {proof.media} pictures, the secret key.")
