"""What people search for and do not get: one row a wish, in all spellings and languages, and what to do about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField

from app.adapters import tables
from app.advisor import demand_filters, demand_searches_words, demand_tables
from app.advisor.demand_filters import Choices, Filters
from app.advisor.translation_words import LANGUAGE_NAMES
from app.base import clock
from app.base.database import db
from app.base.errors import Missing
from app.domain.demand import searching, wishes
from app.domain.demand.opportunities import LONGEST_KEY
from app.domain.demand.searching import Insight
from app.domain.demand.sought import End
from app.domain.demand.wish_models import WishState
from app.domain.people.trades import Craft
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button, KeyedForm
from app.web.refusals import status_of

blueprint = Blueprint("demand_searches", __name__)

KEPT = "kept"
SHOWN = 30
SPOKEN = ("fr", "ar", "en", "es", "zgh")
DEEDS = {"take": WishState.TAKEN, "drop": WishState.DROPPED, "open": WishState.OPEN}


class KeepForm(KeyedForm):
    """sought: the wish that is kept, by its key."""

    sought = HiddenField()


@blueprint.route("/demand/searches")
def index() -> str:
    """``list``: how the searches ended, or ``kept`` for the wishes; ``language``: of the page they were made on."""
    return _page(Button(formdata=None))


@blueprint.route("/demand/searches/export")
def export() -> Response:
    """The list shown, whole. kind: CSV or XLSX."""
    crafts = demand_filters.crafts()
    filters, language = _asked(crafts)
    end = _end(request.args.get("list", "")) or End.NOTHING
    found = _insight(filters, language)
    columns, rows = demand_searches_words.table(found.lists[end], end, {craft.id: craft for craft in crafts})
    return demand_tables.kept(request.args.get("kind", tables.CSV), columns, rows, "searches", filters.today)


@blueprint.route("/demand/searches/of/<path:key>")
def behind(key: str) -> str:
    """Searches of ninety days for one thing, by spelling and day, and what can be done about it."""
    return _behind(key, Button(formdata=None))


@blueprint.route("/demand/wishes", methods=["POST"])
def keep() -> Response | tuple[str, int]:
    form = KeepForm()
    sought = (form.sought.data or "")[:LONGEST_KEY]

    def deed() -> None:
        now = clock.now()
        wishes.keep(searching.behind(sought, now=now) if sought else None, by=person(), at=now)

    done = do(form, deed, then=url_for(".index", list=KEPT), said=_("The wish is kept."))
    return done or (_page(form), status_of(form))


@blueprint.route("/demand/wishes/<int:wish_id>/<any(take, drop, open):deed>", methods=["POST"])
def move(wish_id: int, deed: str) -> Response | tuple[str, int]:
    wish, form = wishes.wish(wish_id, for_update=True), Button()
    said = {
        "take": _("“%(words)s”: somebody makes it.", words=wish.words),
        "drop": _("“%(words)s” is dropped.", words=wish.words),
        "open": _("“%(words)s” is open again.", words=wish.words),
    }
    done = do(
        form,
        lambda: wishes.move(wish, DEEDS[deed], by=person(), at=clock.now()),
        then=url_for(".index", list=KEPT),
        said=said[deed],
    )
    return done or (_page(form, KEPT), status_of(form))


def _page(form: KeyedForm, chosen: str | None = None) -> str:
    known = demand_filters.crafts()
    crafts = {craft.id: craft for craft in known}
    filters, language = _asked(known)
    chosen = chosen or request.args.get("list", "")
    end = None if chosen == KEPT else _end(chosen) or End.NOTHING
    found = _insight(filters, language) if end else None
    every = bool(request.args.get("all"))
    listed = found.lists[end] if found and end else []
    query = {**filters.query, **({"language": language} if language else {})}
    return render_template(
        "advisor/demand/searches.html",
        form=form,
        filters=filters,
        language_asked=language,
        languages_known=[(code, _(LANGUAGE_NAMES[code])) for code in SPOKEN],
        periods=demand_filters.PERIODS,
        crafts=known,
        end=end,
        ends=End,
        query=query,
        tabs=_tabs(found, end, query),
        found=found,
        keep_url=lambda kind: url_for(".export", kind=kind, list=end.value if end else None, **query),
        rows=demand_searches_words.rows(listed if every else listed[:SHOWN], crafts),
        count=len(listed),
        kept=wishes.kept(filters.crafts) if end is None else [],
        wished={wish.sought: wish for wish in wishes.kept()} if end else {},
        **_for_page(),
    )


def _behind(key: str, form: KeyedForm) -> str:
    found = searching.behind(key, now=clock.now())
    if found is None:
        raise Missing
    craft = db.session.get(Craft, found.craft_id) if found.craft_id else None
    return render_template(
        "advisor/demand/searches_behind.html",
        found=found,
        form=form,
        craft=craft,
        glossary=demand_searches_words.for_glossary(found.spellings, craft),
        wish=next((wish for wish in wishes.kept() if wish.sought == found.key), None),
        opportunities=[
            (
                _("See the opportunity: %(end)s", end=_(demand_searches_words.ENDS[end])),
                demand_searches_words.key(end, found.key),
            )
            for end in found.ends
        ],
        advise=demand_searches_words.key(found.ends[0] if found.ends else End.NOTHING, found.key),
        **_for_page(),
    )


def _for_page() -> dict[str, Any]:
    new_form: Callable[[], Button] = lambda: Button(formdata=None)  # noqa: E731  # a template calls it for each row
    return {"new_form": new_form, "states": WishState, "names": LANGUAGE_NAMES}


def _asked(crafts: list[Craft]) -> tuple[Filters, str]:
    language = request.args.get("language", "")
    filters = demand_filters.read(request.args, choices=Choices(crafts), today=clock.today())
    return filters, language if language in SPOKEN else ""


def _insight(filters: Filters, language: str) -> Insight:
    return searching.insight(now=clock.now(), weeks=filters.lately, crafts=filters.crafts, language=language)


def _end(written: str) -> End | None:
    return End(written) if written in set(End) else None


def _tabs(found: Insight | None, here: End | None, query: dict[str, Any]) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = [
        {
            "words": _(demand_searches_words.ENDS[end]),
            "count": len(found.lists[end]) if found else None,
            "url": url_for(".index", list=None if end is End.NOTHING else end.value, **query),
            "current": end is here,
        }
        for end in End
    ]
    kept = {"words": _("Wishes kept"), "count": None, "url": url_for(".index", list=KEPT), "current": here is None}
    return [*tabs, kept]
