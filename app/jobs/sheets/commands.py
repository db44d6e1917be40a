"""`flask catalogue import FILE` and `flask catalogue export FILE`: the catalogue as CSV or XLSX."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.adapters import tables
from app.base import clock
from app.base.database import db, reading, writing
from app.base.errors import Refusal
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.sheets import exporting
from app.domain.catalogue.sheets.exporting import Wanted
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.planning import Options
from app.domain.people.models import STAFF, RoleName, User
from app.jobs import collecting
from app.jobs.sheets.exports import table_blocks
from app.jobs.sheets.going import Going
from app.jobs.sheets.imports import finish
from app.jobs.sheets.scratch import Scratch
from app.web import languages, refusals, sheet_words

LANGUAGES = click.Choice(["fr", "ar", "en", "es"])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON, row by row.")
@click.option("--approve", is_flag=True, help="Texts and photos are approved at once.")
@click.option("--artisan", help="Who makes what names no artisan: a name or the end of an address.")
@click.option("--craft", help="The craft of what names none.")
@click.option(
    "--language", type=LANGUAGES, default="fr", show_default=True, help="Of the report, and of foreign texts."
)
@click.option("--by", "email", help="Whose deed it is, by e-mail; otherwise the first coordinator's.")
@with_appcontext
def import_(
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
    approve: bool,
    artisan: str | None,
    craft: str | None,
    language: str,
    email: str | None,
) -> None:
    """Add and change pieces as a table says: CSV or XLSX, ours, or Shopify's or WooCommerce's. All rows or none."""
    languages.speak(language)
    collecting.settle()
    by = _person(email)
    known = Known(languages.everywhere)
    options = Options(
        by_id=by.id,
        at=clock.now(),
        exception=current_app.config["SETTINGS"].food_exception,
        approve=approve,
        artisan_id=_one(known.artisans.read, artisan, "--artisan"),
        craft_id=_one(known.crafts.read, craft, "--craft"),
    )
    try:
        with Scratch() as scratch, file.open("rb") as table:
            going = Going(scratch, table, options, language)
            with reading():
                _tell_progress(going.steps())
            wrong = going.counts[Outcome.ERROR]
            done = not dry_run and not wrong
            if done:
                _write(going, by, file.name)
            _report(going, as_json=as_json, done=done)
    except Refusal as refusal:
        raise click.ClickException(refusals.words(refusal)) from refusal
    sys.exit(1 if wrong else 0)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--state", type=click.Choice([state.value for state in ItemState]), help="Only pieces in this state.")
@click.option("--craft", help="Only pieces of this craft.")
@click.option("--artisan", help="Only pieces of this artisan.")
@click.option("--language", type=LANGUAGES, default="fr", show_default=True, help="Of the columns' names.")
@with_appcontext
def export(file: Path, state: str | None, craft: str | None, artisan: str | None, language: str) -> None:
    """Write the pieces as a table that goes in again: FILE.csv or FILE.xlsx."""
    kind = file.suffix.lower().lstrip(".")
    if kind not in tables.KINDS:
        raise click.ClickException(
            f"FILE: expected a name that ends in {' or '.join('.' + one for one in tables.KINDS)}"
        )
    known = Known(languages.everywhere)
    craft_id, artisan_id = _one(known.crafts.read, craft, "--craft"), _one(known.artisans.read, artisan, "--artisan")
    wanted = Wanted(state, craft_id, artisan_id)
    draft = file.with_name(f".{file.name}.part")
    try:
        with reading(), draft.open("wb") as out:
            out.writelines(table_blocks(kind, wanted, known, language))
        draft.replace(file)
    except OSError as trouble:
        raise click.ClickException(f"{file} cannot be written: {trouble.strerror}") from trouble
    finally:
        with suppress(OSError):
            draft.unlink()
    click.echo(f"{exporting.count(wanted)} pieces are in {file}.")


def _person(email: str | None) -> User:
    chosen = select(User).where(User.active).order_by(User.id)
    people = [one for one in db.session.scalars(chosen.where(User.email.is_not(None))) if one.is_a(*STAFF)]
    coordinators = [one for one in people if one.is_a(RoleName.COORDINATOR)]
    named = [one for one in people if one.email == (email or "").strip().lower()] if email else coordinators
    if not named:
        raise click.ClickException("--by: expected the e-mail of somebody of the team (flask users list)")
    return named[0]


def _one(read: Any, name: str | None, option: str) -> int | None:
    found = read(name) if name else None
    if name and found is None:
        raise click.ClickException(f"{option}: nothing here is called {name!r}")
    return found


def _write(going: Going, by: User, name: str) -> None:
    with writing():
        try:
            finish(going, by=by, name=name[:200], sheet_id=None, at=clock.now())
            db.session.commit()
        except Refusal:
            db.session.rollback()
            raise


def _tell_progress(steps: Iterator[Any]) -> None:
    """On a terminal, in one line that is written over."""
    for one in steps:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{one.step} {one.done}{f' of {one.total}' if one.total else ''}   ")
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 40 + "\r")


def _report(going: Going, *, as_json: bool, done: bool) -> None:
    counts = {outcome.value: going.counts[outcome.value] for outcome in Outcome}
    notes = [sheet_words.sentence(note) for note in going.notes]
    if as_json:
        facts = {"source": going.source, "imported": done, "rows": going.counts.total(), **counts, "notes": notes}
        click.echo(json.dumps(facts, ensure_ascii=False)[:-1] + ', "lines": [', nl=False)
        for place, (number, outcome, name, said) in enumerate(going.scratch.told()):
            line = {"row": number, "outcome": outcome, "name": name, **sheet_words.plain(said)}
            click.echo((",\n" if place else "\n") + json.dumps(line, ensure_ascii=False), nl=False)
        click.echo("\n]}")
        return
    for note in notes:
        click.echo(note)
    for number, outcome, name, said in going.scratch.told():
        if outcome in (Outcome.ERROR, Outcome.CHANGE):
            click.echo(f"{number}\t{outcome}\t{name}\t{sheet_words.in_a_line(said)}")
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in counts.items()) + (". Imported." if done else "."))
