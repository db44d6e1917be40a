"""Past sales taken in as demand: what the pages say of them is what a few lines of plain Python say of the file.

The small file is drawn here. The real one (daily sales of a giftware shop) lies outside the repository: GIFTWARE names
it, else it is looked for beside the project; where it is not found its tests are skipped.
"""

import csv
import gzip
import os
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.base.settings import ROOT
from app.domain.demand import expected
from app.domain.demand.forecast_models import Forecast, Subject
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.forecasting.drawn import counts
from tests.pages import Visitor

GIFTWARE = Path(os.environ.get("GIFTWARE") or ROOT.parent / "shared" / "data" / "giftware_daily.csv.gz")
WEEK = timedelta(weeks=1)


class Row(NamedTuple):
    series: str
    day: date
    units: int


class Story(NamedTuple):
    """A file and what it says. today: the day after its last one."""

    file: Path
    rows: list[Row]

    @property
    def last(self) -> date:
        return max(row.day for row in self.rows)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(9), tzinfo=UTC)

    def months(self) -> dict[int, float]:
        """Units in a whole January, February …: what was sold, by the share of each month that the file holds."""
        first, last, sums, days = min(row.day for row in self.rows), self.last, Counter[int](), Counter[int]()
        for row in self.rows:
            sums[row.day.month] += row.units
        held = Counter((first + timedelta(days=n)).replace(day=1) for n in range((last - first).days + 1))
        shares: dict[int, float] = {}
        for month, seen in held.items():
            days[month.month] += seen
            shares[month.month] = shares.get(month.month, 0) + seen / monthrange(month.year, month.month)[1]
        return {month: sums[month] / share for month, share in shares.items() if days[month] >= 10}

    def weeks(self, most: int) -> list[int]:
        """The last weeks' units, the oldest first."""
        sums, last = Counter[int](), self.last
        for row in self.rows:
            sums[(last - row.day).days // 7] += row.units
        return [sums[age] for age in range(most - 1, -1, -1)]

    def leaders(self, most: int) -> list[str]:
        sums, since = Counter[str](), self.last - 52 * WEEK
        for row in self.rows:
            if row.day > since:
                sums[row.series] += row.units
        return [name for name, _units in sums.most_common(most)]


def _read(file: Path) -> list[Row]:
    with gzip.open(file, "rt") as table:
        return [Row(one["series"], date.fromisoformat(one["date"]), int(one["units"])) for one in csv.DictReader(table)]


def _drawn(folder: Path) -> Path:
    """Three years of thirty series, with a strong November and December."""
    dice, file = Random(7), folder / "sales.csv.gz"
    first = date(2023, 1, 2)
    with gzip.open(file, "wt", newline="") as out:
        table = csv.writer(out)
        table.writerow(("series", "date", "units", "price"))
        for number in range(30):
            for week in range(156):
                day = first + week * WEEK + timedelta(days=dice.randrange(7))
                season = 1.5 if day.month in (11, 12) else 1.0
                table.writerow((f"bol {number}", day, counts(dice, (1 + number / 3) * season, 4.0), "12.50"))
    return file


@pytest.fixture(params=["drawn", "giftware"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Story:
    if request.param == "giftware" and not GIFTWARE.exists():
        pytest.skip("the real file is not beside the project; GIFTWARE says where it is")
    file = GIFTWARE if request.param == "giftware" else _drawn(tmp_path)
    return Story(file, _read(file))


@pytest.fixture
def nadia(app: Flask, story: Story) -> Iterator[Visitor]:
    """An advisor on the morning after the file ends, when it was taken in."""
    if story.file == GIFTWARE and db.engine.dialect.name != "sqlite":
        pytest.skip("the real file is long, and one engine is enough for it")
    people.item(craft_=people.craft("pottery", names={"fr": "Poterie"}))
    with time_machine.travel(story.now, tick=False):
        take_in(app, story)
        yield Visitor(app).sign_in(people.advisor(language="en"))


def take_in(app: Flask, story: Story) -> None:
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["demand", "import", str(story.file), "--craft", "pottery"])
    assert done.exit_code == 0, done.output


def figure(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def test_the_pages_tell_what_the_file_says(nadia: Visitor, story: Story) -> None:
    given.night(story.now - 8 * WEEK)
    before = db.session.scalar(select(Forecast).where(Forecast.subject == Subject.CRAFT))
    assert before is not None
    foreseen, (low, high) = expected.steps(before)[:8], expected.total(before, 8).quantiles((0.1, 0.9))
    if story.file != GIFTWARE:
        take_in(nadia.app, story)
    given.night(story.now)
    months = story.months()
    page = nadia.get("/advisor/demand").text
    row = re.search(r'<th scope="row">Poterie</th>(.*?)</tr>', page)
    assert row
    said = row[1].split("</td>")[:12]
    cells = [re.search(r'title="([^"]*)"', cell) or re.search(r">([^<>]+)", cell) for cell in said]
    shown = {month: figure(cell[1]) for month, cell in enumerate(cells, 1) if cell and cell[1] != "–"}
    assert shown == {month: round(units) for month, units in months.items()}
    assert max(shown, key=lambda month: shown[month]) == max(months, key=lambda month: months[month])

    forecast = nadia.get("/advisor/demand/forecast?about=craft:pottery").text
    past = re.findall(r'<td class="n">(?:<a [^>]*>)?([^<>]+)(?:</a>)?</td><td></td><td></td><td></td>', forecast)
    actual = [figure(one) for one in past]
    assert actual == story.weeks(26)[::-1]
    leading = re.findall(r"about=series:[^\"]*\"><bdi>([^<]*)<", forecast)
    assert leading == story.leaders(12)

    came = story.weeks(8)
    assert sum(band.low80 <= count <= band.high80 for band, count in zip(foreseen, came, strict=True)) >= 5
    assert low <= sum(came) <= high
