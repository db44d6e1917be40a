"""Who did how much for the catalogue, by week or by month; each figure opens to its rows."""

from datetime import date, timedelta
from typing import NamedTuple

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as RedirectResponse

from app.advisor.catalogue_words import MEASURED
from app.base import clock
from app.domain.catalogue import contributions
from app.domain.catalogue.contributions import NAMES, Period
from app.domain.people import findings
from app.domain.people.models import User
from app.web import spreadsheets
from app.web.addresses import asked_row
from app.web.words import day_year, month_year

WEEK, MONTH = "week", "month"
BACK = 12
"""Periods shown of one person."""
FIRST_YEAR, LAST_YEAR = 2000, 2999


class Span(NamedTuple):
    """A week or a month of Casablanca by its first day."""

    unit: str
    first: date

    @property
    def after(self) -> "Span":
        if self.unit == WEEK:
            return Span(WEEK, self.first + timedelta(days=7))
        return Span(MONTH, (self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> "Span":
        return _holding(self.unit, self.first - timedelta(days=1))

    @property
    def period(self) -> Period:
        return Period(clock.start_of_day(self.first), clock.start_of_day(self.after.first))

    @property
    def words(self) -> str:
        return _("Week of %(day)s", day=day_year(self.first)) if self.unit == WEEK else month_year(self.first)


def show() -> str:
    span, one = _span(), _person()
    spans = _spans(span, one)
    counts = contributions.counts([each.period for each in spans], by_id=one.id if one else None)
    team = _team(counts, one)
    return render_template(
        "advisor/catalogue/work.html",
        span=span,
        later=span.after if span.after.first <= clock.today() else None,
        one=one,
        lines=[(user, each, _line(counts, user, number)) for number, each in enumerate(spans) for user in team][::-1]
        if one
        else [(user, span, _line(counts, user, 0)) for user in team],
        names=MEASURED,
    )


def rows() -> str | RedirectResponse:
    """What stands behind a figure; without saying which, back to the table."""
    span, one = _span(), _person()
    name = request.args.get("what", "")
    if one is None or name not in NAMES:
        return redirect(url_for("advisor.catalogue.work", unit=span.unit, day=span.first.isoformat()))
    page = asked_row("page") or 1
    found, total, pages = contributions.rows(name, span.period, one.id, page)
    return render_template(
        "advisor/catalogue/work_rows.html",
        span=span,
        one=one,
        what=name,
        names=MEASURED,
        rows=found,
        total=total,
        page=min(page, pages),
        pages=pages,
    )


def export() -> Response:
    """The table of the page, for a spreadsheet."""
    span, one = _span(), _person()
    spans = _spans(span, one)
    counts = contributions.counts([each.period for each in spans], by_id=one.id if one else None)
    table: list[list[str | int]] = [[_("Since"), _("Person"), *(str(_(words)) for words in MEASURED.values())]]
    for number, each in enumerate(spans):
        for user in _team(counts, one):
            table.append([each.first.isoformat(), user.name, *_line(counts, user, number).values()])
    return spreadsheets.answer(f"work-{span.unit}-{span.first.isoformat()}.csv", table)


def _spans(span: Span, one: User | None) -> list[Span]:
    """The period itself; of one person those before it too, oldest first."""
    found = [span]
    while one and len(found) < BACK:
        found.insert(0, found[0].before)
    return found


def _line(counts: contributions.Counts, user: User, number: int) -> dict[str, int]:
    return {name: counts.get((user.id, number, name), 0) for name in NAMES}


def _team(counts: contributions.Counts, one: User | None) -> list[User]:
    """Everybody at work, and who is not any more where they did something then."""
    if one:
        return [one]
    busy = {user_id for user_id, _number, _name in counts}
    return [user for user in findings.staff() if user.active or user.id in busy]


def _person() -> User | None:
    user_id = asked_row("person")
    return next((user for user in findings.staff() if user.id == user_id), None) if user_id else None


def _span() -> Span:
    """By the address; what cannot be read is this week."""
    unit = MONTH if request.args.get("unit") == MONTH else WEEK
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = clock.today()
    return _holding(unit, day if FIRST_YEAR <= day.year <= LAST_YEAR else clock.today())


def _holding(unit: str, day: date) -> Span:
    """The week (from its Monday) or the month that a day is in."""
    return Span(unit, day - timedelta(days=day.weekday()) if unit == WEEK else day.replace(day=1))
