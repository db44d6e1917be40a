"""What was done: the audit log, newest first, with filters."""

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from app.base import clock
from app.domain.audit import trail
from app.domain.people import findings
from app.office.deeds import named, rows

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

MOST_PAGES = 10_000


@blueprint.route("/")
def index() -> str:
    """Filters that cannot be read are left out: a link typed by hand still shows the log."""
    chosen = {name: request.args.get(name, "")[:60] for name in ("deed", "by", "behalf", "since", "until")}
    since, until = _day(chosen["since"]), _day(chosen["until"])
    wanted = trail.Wanted(
        deed=chosen["deed"] if chosen["deed"] in trail.deeds() else None,
        by_id=_number(chosen["by"]),
        on_behalf=chosen["behalf"] == "1",
        since=clock.start_of_day(since) if since else None,
        until=clock.end_of_day(until) if until else None,
    )
    page = min(_number(request.args.get("page", "")) or 1, MOST_PAGES)
    filters = {name: value for name, value in chosen.items() if value}
    events, pages = trail.find(wanted, page)
    return render_template(
        "office/audit/index.html",
        rows=rows(events),
        page=min(page, pages),
        pages=pages,
        chosen={
            **chosen,
            "since": since.isoformat() if since else "",
            "until": until.isoformat() if until else "",
        },
        deeds=sorted(((deed, named(deed)) for deed in trail.deeds()), key=lambda pair: pair[1]),
        people=findings.staff(),
        page_url=lambda n: f"{url_for('.index')}?{urlencode({**filters, 'page': n})}",
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
