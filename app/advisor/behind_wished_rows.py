"""Rows behind the figures of an opportunity that are more than signs added up, in words."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from app.advisor.behind_rows import LONGEST, NONE, people_that_day
from app.advisor.demand_tables import Column, Entry, Table
from app.domain.demand.behind_wished import Missed, Wished
from app.web.words import day_year, number, shortened


def of_missed(days: Sequence[Missed], offset: int, limit: int, url: Callable[[date], str]) -> Table:
    """url: the signs of a day one by one, empty where they are no more."""
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("Looked at it"), is_number=True),
        Column(_("Asked to be told"), is_number=True),
        people_that_day(sum(one.count for one in days)),
    ]
    rows = [
        [
            Entry(day_year(one.day), one.day.isoformat(), url(one.day)),
            *(Entry(number(count), count) for count in (one.looked, one.told, one.count)),
        ]
        for one in days[offset : offset + limit]
    ]
    return Table(columns, rows, len(days))


def of_wished(found: Sequence[Wished], offset: int, limit: int, url: Callable[[date], str]) -> Table:
    """url: the lists of a day one by one, empty where they are no more."""
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("About")),
        Column(_("Request"), is_short=True),
        Column(_("Count (%(num)s in all)", num=number(sum(one.count for one in found))), is_number=True),
    ]
    rows = [
        [
            Entry(day_year(one.day), one.day.isoformat(), "" if one.reference else url(one.day)),
            Entry(shortened(one.words, LONGEST) if one.reference else str(_("People who found an empty list"))),
            _request(one.reference),
            Entry(number(one.count), one.count),
        ]
        for one in found[offset : offset + limit]
    ]
    return Table(columns, rows, len(found))


def _request(reference: str) -> Entry:
    return Entry(reference, url=url_for("advisor.request.show", reference=reference)) if reference else Entry(NONE, "")
