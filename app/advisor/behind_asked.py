"""What an address asks to be opened behind a figure of demand."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import request

from app.advisor import demand_filters
from app.advisor.behind_words import SIGNS, TITLES
from app.advisor.demand_filters import Choices, Filters
from app.base import clock
from app.base.errors import Missing
from app.domain.catalogue import naming
from app.domain.demand import behind_sales, behind_wished, counts, months
from app.domain.demand.behind import NO_CRAFT, Requests, Scope
from app.domain.demand.behind_lines import Lines
from app.domain.demand.models import SignalKind
from app.domain.demand.prices import Outcome
from app.domain.people import makers
from app.domain.people.models import Artisan
from app.domain.purchasing.models import RequestLine
from app.web import languages
from app.web.addresses import asked_row

LONGEST_WORD = 60
BY_LINE, BY_DAY, BY_SALE = "lines", "days", "sales"
NO_PIECE = "none"
"""In the place of a piece: what names none that is still ours."""
GONE = {"missed": True, "seen": False}
"""Views of pieces that could not, that could be had."""


@dataclass(frozen=True)
class Asked:
    """What an address asks to be opened. view: lines or days, where both are there; past sales, where a month counts
    some (sold). day: signs of that day alone. title: of the one piece that is asked for.
    """

    what: str
    view: str
    scope: Scope
    filters: Filters
    choices: Choices
    artisan: Artisan | None
    day: date | None
    now: datetime
    sold: bool = False
    title: str = ""

    @property
    def kinds(self) -> tuple[SignalKind, ...]:
        return SIGNS.get(self.what, ())

    @property
    def views(self) -> list[str]:
        """The ways this can be looked at."""
        return [
            *([BY_SALE] if self.sold else []),
            *([BY_LINE] if self.what in set(Lines) else []),
            *([BY_DAY] if self.kinds else []),
        ]

    @property
    def query(self) -> dict[str, Any]:
        """As arguments of an address, without the page."""
        said = {
            "what": self.what,
            "month": self.scope.month or None,
            "reason": self.scope.reason or None,
            "artisan": self.scope.artisan_id or None,
            "item": NO_PIECE if self.scope.without_piece else self.scope.item_id or None,
            "facet": self.scope.facet or None,
            "outcome": self.scope.outcome,
            "low": self.scope.prices[0] if self.scope.prices else None,
            "high": self.scope.prices[1] if self.scope.prices else None,
            "view": self.view if self.view and self.view != self.views[0] else None,
            "day": self.day.isoformat() if self.day else None,
        }
        return self.filters.query | {name: value for name, value in said.items() if value is not None}


def read() -> Asked:
    what, now = request.args.get("what", Requests.RECEIVED.value), clock.now()
    if what not in TITLES:
        raise Missing
    choices = _choices()
    filters = demand_filters.read(request.args, choices=choices, today=clock.local(now).date())
    artisan_id, month = asked_row("artisan"), asked_row("month") or 0
    first, last = filters.first, filters.last
    if 1 <= month <= 12 and (span := months.observed(now)):
        first, last = span.first, span.last  # of the years that the seasons are made of
    day = _day(request.args.get("day"))
    piece, facet = request.args.get("item"), _said("facet") if what == "attribute" else ""
    item_id, without_piece = asked_row("item") or 0, piece == NO_PIECE
    if (what == "missed" and not item_id) or (what == "attribute" and not facet):
        raise Missing
    crafts = filters.crafts
    if without_piece or facet or what == "seen":  # of the craft itself, without those of its family
        crafts = frozenset({filters.craft.id}) if filters.craft else crafts if what == "seen" else NO_CRAFT
    lines = list(filters.narrowed.lines())
    if without_piece and what == Lines.DECLINED:
        lines.append(RequestLine.id.not_in({one.line_id for one in behind_wished.tagged(first)}))
    asked = Asked(
        what=what,
        view="",
        scope=Scope(
            first,
            last,
            crafts=crafts,
            country=filters.country,
            lines=lines,
            about=filters.narrowed.about,
            artisan_id=artisan_id or 0,
            month=month if 1 <= month <= 12 else 0,
            reason=_said("reason"),
            item_id=item_id,
            without_piece=without_piece,
            gone=GONE.get(what),
            facet=facet,
            prices=_prices() if what == Lines.OFFERED else None,
            outcome=next((one for one in Outcome if one == request.args.get("outcome")), None),
        ),
        filters=filters,
        choices=choices,
        artisan=makers.by_id(artisan_id) if artisan_id else None,
        day=day if day and day >= filters.today - timedelta(days=counts.RAW_DAYS) and SIGNS.get(what) else None,
        now=now,
        title=_title(item_id),
    )
    past = behind_sales.of_month(asked.scope, now) if asked.scope.month and what == Lines.ASKED else None
    asked = replace(asked, sold=past is not None and behind_sales.are_there(past))
    wanted = request.args.get("view", "")
    view = BY_DAY if asked.day else wanted if wanted in asked.views else next(iter(asked.views), "")
    return replace(asked, view=view, scope=past if past and view == BY_SALE else asked.scope)


def _said(name: str) -> str:
    """What no database can hold is left out."""
    return request.args.get(name, "").replace("\0", "")[:LONGEST_WORD]


def _prices() -> tuple[int, int] | None:
    """``low`` and ``high`` in the query, in centimes."""
    low, high = asked_row("low"), asked_row("high")
    return None if low is None or high is None else (low, high)


def _title(item_id: int) -> str:
    return naming.titles_in({item_id}, languages.current()).get(item_id, "") if item_id else ""


def _choices() -> Choices:
    """With the craft that is asked for, though none of our pieces be of it."""
    choices, slug = demand_filters.choices(), request.args.get("craft")
    if not slug or any(craft.slug == slug for craft in choices.crafts):
        return choices
    others = [craft for craft in demand_filters.crafts_by_id().values() if craft.slug == slug]
    return replace(choices, crafts=[*choices.crafts, *others])


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
