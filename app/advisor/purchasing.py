"""The request desk: what waits for whom, late ones first."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.advisor import request_words
from app.base import clock
from app.base.database import db
from app.domain.people.models import Artisan
from app.domain.purchasing import desk
from app.domain.purchasing.arrows import ENDED
from app.domain.purchasing.desk import Place, Turn
from app.domain.purchasing.models import RequestLine, State
from app.web import languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.countries import country_name

blueprint = Blueprint("purchasing", __name__)


@blueprint.route("/requests/")
def index() -> str:
    """Filters in the query: ``turn`` (whom it waits for), ``state`` (a state, ``over``, or none: all under way),
    ``artisan``, ``mine``, ``page``."""
    now, artisan_id, mine = clock.now(), asked_row("artisan"), bool(request.args.get("mine"))
    state = next((one for one in State if one.value == request.args.get("state")), None)
    turn = next((one for one in Turn if one.value == request.args.get("turn")), None)
    is_over = request.args.get("state") == "over" or state in ENDED
    advisor_id = person().id if mine else None
    page, pages = max(1, asked_row("page") or 1), 1
    under_way = desk.under_way(now, state=None if is_over else state, artisan_id=artisan_id, advisor_id=advisor_id)
    places = [place for place in under_way if turn is None or place.turn is turn]
    if is_over:
        places, pages = desk.over(now, state=state, artisan_id=artisan_id, advisor_id=advisor_id, page=page)
    kept = {"artisan": artisan_id, "mine": 1 if mine else None}
    return render_template(
        "advisor/purchasing/index.html",
        places=places,
        words=request_words,
        country_name=country_name,
        artisans=_artisans_asked(),
        tabs=_tabs(under_way, None if is_over else turn, is_over, kept | {"state": None if is_over else state}),
        chosen={"state": request.args.get("state", ""), "artisan": artisan_id, "turn": turn, "mine": mine},
        page=page,
        pages=pages,
        page_url=lambda n: f"{url_for('.index')}?{urlencode({**request.args.to_dict(), 'page': n})}",
        is_over=is_over,
        now=now,
    )


def _tabs(under_way: list[Place], turn: Turn | None, is_over: bool, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Whom requests wait for, each with its number; what is over stands last, uncounted. kept: the other filters."""
    counts = desk.counts(under_way)
    every = {"words": _("All under way"), "count": len(under_way), "current": turn is None and not is_over}
    tabs = [{**every, "url": url_for(".index", **kept)}]
    for one, name in request_words.TURNS.items():
        if one is not Turn.NOBODY and (counts[one] or one is turn):
            url = url_for(".index", **kept, turn=one.value)
            tabs.append({"words": _(name), "count": counts[one], "url": url, "current": one is turn})
    over = url_for(".index", **{**kept, "state": "over"})
    return [*tabs, {"words": _("All that are over"), "count": None, "url": over, "current": is_over}]


def _artisans_asked() -> list[tuple[int, str]]:
    """The makers that ever were asked something, by name: (id, name)."""
    asked = select(RequestLine.artisan_id).where(RequestLine.artisan_id.is_not(None))
    found = db.session.scalars(select(Artisan).where(Artisan.id.in_(asked)).order_by(Artisan.name, Artisan.id))
    return [(artisan.id, artisan.known_as(languages.current())) for artisan in found]
