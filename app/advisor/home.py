"""The team's first page: what waits, and for whom. An advisor sees their own artisans first."""

from flask import Blueprint, render_template, request
from sqlalchemy import func, select

from app.advisor import day, patience, request_words
from app.base import clock
from app.base.database import db
from app.domain.advice import commenting
from app.domain.advice import findings as advice
from app.domain.advice import words as advice_words
from app.domain.catalogue import producing, tasks
from app.domain.catalogue.producing import Wanted
from app.domain.notices import delivering
from app.domain.people.models import Artisan
from app.domain.purchasing import desk, findings
from app.domain.purchasing.desk import Turn
from app.web import languages
from app.web.access import person
from app.web.countries import country_name

blueprint = Blueprint("home", __name__)
SHOWN = 8


@blueprint.route("/")
def index() -> str:
    """``of`` in the query: ``all`` shows the whole cooperative to somebody who has artisans of their own."""
    now, artisans = clock.now(), _own_artisans()
    mine = person().id if artisans and request.args.get("of") != "all" else None
    places = desk.under_way(now, patience.ours(), advisor_id=mine)
    pieces, looked_at, _pages = producing.queue(Wanted(state=producing.ALL, lack="review", advisor_id=mine))
    list_of_the_day = day.of(places, now)
    shown_already = {row.place.request.id for group, rows in list_of_the_day if group.name == "call" for row in rows}
    return render_template(
        "advisor/home/index.html",
        artisans=artisans,
        mine=mine is not None,
        counts=desk.counts(places),
        turns=Turn,
        day=list_of_the_day,
        advice=advice.to_follow(now, advisor_id=mine),
        advice_words=advice_words,
        pieces=[(row.item, row.name(languages.current())) for row in pieces],
        looked_at=looked_at,
        handed=tasks.handed(person()),
        comments=sum(commenting.unread(person().id).values()),
        undelivered=findings.references([id_ for id_ in delivering.requests_given_up() if id_ not in shown_already]),
        words=request_words,
        country_name=country_name,
        shown=SHOWN,
        now=now,
    )


def _own_artisans() -> int:
    """How many artisans the person advises."""
    return db.session.scalar(select(func.count(Artisan.id)).where(Artisan.advisor_id == person().id)) or 0
