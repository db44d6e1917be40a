"""`flask demand backtest FILE`: how well the forecast would have done on past sales, beside a plain one."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from app.base.errors import Refusal
from app.domain.demand.forecasting.backtest import ORIGINS, Backtest, backtest
from app.domain.demand.forecasting.buckets import bucketed
from app.jobs.demand import sales

HORIZON, FARTHEST = 8, 60
ROWS = ("rmsse", "pinball", "wql", "coverage", "below", "above", "expected")


@click.command("backtest")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--horizon", type=click.IntRange(1, FARTHEST), default=HORIZON, show_default=True, help="How far ahead.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(file: Path, *, horizon: int, as_json: bool) -> None:
    """Forecast past sales from what was known before them, at four moments, and say how far off that was.

    FILE: CSV or XLSX with the columns series, date and units; all of it is one group.
    """
    try:
        done = backtest(bucketed(sales.read(file)), horizon, tell=_tell_progress)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(_flat(done), indent=2) if as_json else _told(done))


def _tell_progress(done: int) -> None:
    """On a terminal, in one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rlooked back {done} of {ORIGINS} times\r")


def _flat(done: Backtest) -> dict[str, object]:
    told = asdict(done)
    scores: dict[str, object] = told.pop("scores")
    return told | scores


def _told(done: Backtest) -> str:
    ours, plain = asdict(done.scores), asdict(done.baseline)
    head = (
        f"{done.series} series by {done.frequency}, {done.horizon} ahead, {done.origins} origins, {done.pairs} pairs",
        f"{'':<10}{'forecast':>10}{'baseline':>10}",
    )
    rows = (f"{name:<10}{ours[name]:>10.3f}{plain[name]:>10.3f}" for name in ROWS)
    none = done.placebo
    foot = (
        f"{none.advised} taken for advised though nobody was: {none.clearly_helped:.1%} clearly helped,",
        f"{none.perhaps_helped:.1%} perhaps helped, {none.may_have_hurt:.1%} may have been hurt;",
        f"all together {none.effect:.2f} times what was expected",
    )
    return "\n".join([*head, *rows, *foot])
