"""The request desk: what waits for whom, late ones first."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.adapters.tables import CSV, KINDS
from app.advisor import patience, purchasing_export, purchasing_filters, request_words
from app.advisor.purchasing_filters import Wanted
from app.base import clock
from app.base.database import db
from app.domain.people.models import Artisan
from app.domain.purchasing import desk
from app.domain.purchasing.desk import Place, Turn
from app.domain.purchasing.models import RequestLine
from app.web import languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.countries import country_name
from app.web.forms import Button
from app.web.refusals import status_of

blueprint = Blueprint("purchasing", __name__)


@blueprint.route("/requests/")
def index() -> str:
    """Filters in the query, as ``purchasing_filters`` reads them, and ``page`` of those that are over."""
    return _page(purchasing_filters.asked(), Button(formdata=None))


@blueprint.route("/requests/export", methods=["POST"])
def export() -> Response | tuple[str, int]:
    """What the filters show, as a file: ``kind`` is the button's. A file twice is two deeds, so no key makes it one."""
    wanted, form = purchasing_filters.asked(), Button()
    kind = request.form.get("kind", "")
    if not form.validate_on_submit():
        return _page(wanted, form), status_of(form)
    kind = kind if kind in KINDS else CSV
    by = person()
    contacts = purchasing_export.may_have_contacts(by)
    purchasing_export.record(wanted, kind, by=by, at=clock.now())
    db.session.commit()
    return purchasing_export.answer(wanted, kind, contacts=contacts)


def _page(wanted: Wanted, exporting: Button) -> str:
    now = clock.now()
    page, pages = max(1, asked_row("page") or 1), 1
    state, terms = None if wanted.is_over else wanted.state, patience.ours()
    artisan_id, advisor_id = wanted.artisan_id, wanted.advisor_id
    under_way = desk.under_way(now, terms, state=state, artisan_id=artisan_id, advisor_id=advisor_id)
    places = [place for place in under_way if wanted.turn in (None, place.turn)]
    if wanted.is_over:
        places, pages = desk.over(
            now, terms, state=wanted.state, artisan_id=artisan_id, advisor_id=advisor_id, page=page
        )
    kept = purchasing_filters.kept()
    chosen = {"state": kept.get("state", ""), "artisan": wanted.artisan_id, "turn": wanted.turn, "mine": "mine" in kept}
    return render_template(
        "advisor/purchasing/index.html",
        places=places,
        words=request_words,
        country_name=country_name,
        artisans=_artisans_asked(),
        tabs=_tabs(under_way, wanted, {name: kept.get(name) for name in ("artisan", "mine")} | {"state": state}),
        chosen=chosen,
        exporting=exporting,
        export_url=f"{url_for('.export')}?{urlencode(kept)}",
        page=page,
        pages=pages,
        page_url=lambda n: f"{url_for('.index')}?{urlencode({**request.args.to_dict(), 'page': n})}",
        is_over=wanted.is_over,
        now=now,
    )


def _tabs(under_way: list[Place], wanted: Wanted, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Whom requests wait for, each with its number; what is over stands last, uncounted. kept: the other filters."""
    counts = desk.counts(under_way)
    at_all = wanted.turn is None and not wanted.is_over
    every = {"words": _("All under way"), "count": len(under_way), "current": at_all}
    tabs = [{**every, "url": url_for(".index", **kept)}]
    for one, name in request_words.TURNS.items():
        if one is not Turn.NOBODY and (counts[one] or one is wanted.turn):
            url = url_for(".index", **kept, turn=one.value)
            tabs.append({"words": _(name), "count": counts[one], "url": url, "current": one is wanted.turn})
    over = url_for(".index", **{**kept, "state": "over"})
    return [*tabs, {"words": _("All that are over"), "count": None, "url": over, "current": wanted.is_over}]


def _artisans_asked() -> list[tuple[int, str]]:
    """The makers that ever were asked something, by name: (id, name)."""
    asked = select(RequestLine.artisan_id).where(RequestLine.artisan_id.is_not(None))
    found = db.session.scalars(select(Artisan).where(Artisan.id.in_(asked)).order_by(Artisan.name, Artisan.id))
    return [(artisan.id, artisan.known_as(languages.current())) for artisan in found]
