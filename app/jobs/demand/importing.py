"""`flask demand import FILE`: what was sold before, taken in as demand."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.base import clock
from app.base.database import begin_writing, db
from app.base.errors import N_, Refusal
from app.domain.demand import past_sales
from app.domain.demand.forecasting.buckets import Sale
from app.domain.demand.past_sales import LONGEST_SERIES, Taken
from app.domain.people.trades import Craft
from app.jobs import collecting
from app.jobs.demand import sales

TOLD_EVERY = 10_000


class NotYet(Refusal):
    text = N_("Row %(row)d: %(day)s has not come yet. Past sales end today at the latest.")


class TooLongSeries(Refusal):
    text = N_("Row %(row)d: the name of the series is too long: %(most)d letters at most.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--craft", "slug", help="The craft of series that are no piece of ours: the end of its address.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@with_appcontext
def command(file: Path, *, slug: str | None, as_json: bool) -> None:
    """Take in past sales as demand: all rows or none. The same table again changes nothing.

    FILE: CSV or XLSX with the columns series, date and units, and perhaps price (MAD for one piece). A series that is
    the reference, SKU or address of a piece counts as that piece, one that is the address of a craft as that craft.
    """
    collecting.settle()
    begin_writing()
    craft = _craft(slug) if slug else None
    try:
        taken = past_sales.take_in(_checked(file, clock.today()), craft=craft)
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(json.dumps(asdict(taken), indent=2) if as_json else _told(taken))


def _craft(slug: str) -> Craft:
    found = db.session.scalar(select(Craft).where(Craft.slug == slug))
    if found is None:
        raise click.ClickException(f"--craft: nothing here is called {slug!r}")
    return found


def _checked(file: Path, today: date) -> Iterator[Sale]:
    """The rows of a table that can be demand. Raises a Refusal at the first that cannot."""
    for count, (row, sale) in enumerate(sales.numbered(file), 1):
        if sale.day > today:
            raise NotYet(row=row, day=sale.day.isoformat())
        if len(sale.series) > LONGEST_SERIES:
            raise TooLongSeries(row=row, most=LONGEST_SERIES)
        if count % TOLD_EVERY == 0:
            _tell_progress(count)
        yield sale


def _tell_progress(count: int) -> None:
    """On a terminal, in one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rread {count} rows\r")


def _told(taken: Taken) -> str:
    apart = (
        f" {taken.adrift} series are of no craft and stand apart: --craft says whose they are." if taken.adrift else ""
    )
    return (
        f"{taken.rows} rows, {taken.units} pieces, {taken.series} series, {taken.matched} of them pieces of ours, "
        f"on {taken.days} days.{apart} Forecasts follow within minutes."
    )
