"""What the coming weeks may bring: of a craft, a piece, a material, a technique, a colour, a place, a past series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response

from app.advisor import demand_filters, demand_tables, forecast_charts
from app.advisor.behind_asked import NO_PIECE
from app.advisor.demand_tables import Column, Entry, Table
from app.advisor.forecast_charts import Outlook
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Missing
from app.domain.catalogue import items, naming
from app.domain.catalogue.models import Colour, Item, Material, Technique
from app.domain.demand import behind_weeks, expected
from app.domain.demand.bands import Band
from app.domain.demand.forecast_models import Forecast, Subject
from app.domain.people.trades import Craft, Place
from app.web import languages
from app.web.words import day_year, number, percent

blueprint = Blueprint("forecast", __name__)

Named = Craft | Material | Technique | Colour | Place
KINDS: dict[Subject, tuple[str, type[Named]]] = {
    Subject.CRAFT: (N_("Crafts"), Craft),
    Subject.MATERIAL: (N_("Materials"), Material),
    Subject.TECHNIQUE: (N_("Techniques"), Technique),
    Subject.COLOUR: (N_("Colours"), Colour),
    Subject.PLACE: (N_("Places"), Place),
}
LONGEST = 130


class Choice(NamedTuple):
    about: str
    name: str


@dataclass(frozen=True)
class Part:
    """A piece or past series of a craft. eight: what eight weeks may bring."""

    name: str
    about: str
    asked: int
    eight: Band


@blueprint.route("/demand/forecast")
def index() -> str:
    """The query says of what: ``about`` (``craft:weaving``), or ``piece``, a reference or the name of a past series."""
    crafts = demand_filters.crafts()
    outlook = _asked_for(crafts)
    return render_template(
        "advisor/demand/forecast.html",
        outlook=outlook,
        piece=_said("piece"),
        is_piece=outlook is not None and outlook.kept.subject in (Subject.ITEM, Subject.SERIES),
        keep_url=lambda kind: url_for(".export", kind=kind, about=outlook.about if outlook else None),
        groups=_choices(crafts),
        parts=_parts(outlook),
        made_on=expected.made_on,
    )


@blueprint.route("/demand/forecast/week")
def week() -> str | Response:
    """What one week that came adds up: ``about`` as above, ``from``: its first day; without one, all weeks."""
    written = _said("from")
    if not written:
        return redirect(url_for(".index", about=_said("about") or None), 303)
    outlook = _asked_for(demand_filters.crafts())
    first = next((one for one in outlook.past_weeks if one.isoformat() == written), None) if outlook else None
    if outlook is None or first is None:
        raise Missing
    last = first + timedelta(days=6)
    found = behind_weeks.asked(outlook.kept, first, last, clock.now())
    return render_template(
        "advisor/demand/forecast_week.html", outlook=outlook, first=first, last=last, table=_rows(found, outlook)
    )


def _rows(found: list[behind_weeks.Asked], outlook: Outlook) -> Table:
    pieces = number(sum(one.pieces for one in found))
    columns = [
        Column(_("Day"), is_short=True),
        Column(_("About")),
        Column(_("Pieces (%(num)s in all)", num=pieces), is_number=True, of_one=_("Pieces")),
    ]
    titles = naming.titles_in({one.item_id for one in found if one.item_id}, languages.current())
    rows = [
        [
            Entry(day_year(one.day), one.day.isoformat(), "" if one.sold else _requests(one, outlook)),
            Entry(titles.get(one.item_id) or one.words or _("A wish"), small=_("Past sales") if one.sold else ""),
            Entry(number(one.pieces), one.pieces),
        ]
        for one in found
    ]
    return Table(columns, rows, len(rows))


def _requests(one: behind_weeks.Asked, outlook: Outlook) -> str:
    query: dict[str, Any] = {"from": one.day.isoformat(), "to": one.day.isoformat(), "item": one.item_id}
    if not one.item_id:  # only of a craft is anything told that names no piece
        query |= {"item": NO_PIECE, "craft": outlook.about.partition(":")[2]}
    return url_for("advisor.demand_behind.show", what="asked", **query)


@blueprint.route("/demand/forecast.<kind>")
def export(kind: str) -> Response:
    """Week by week, for a spreadsheet."""
    outlook = _asked_for(demand_filters.crafts())
    shares = [percent(0.5), percent(0.8)]
    heads = [_("%(edge)s, %(share)s", edge=edge, share=share) for share in shares for edge in (_("Low"), _("High"))]
    columns, table = [_("Week from"), _("Actual"), _("Median"), *heads], list[list[demand_tables.Value]]()
    if outlook:
        weeks = zip(outlook.past_weeks, outlook.past, strict=True)
        table += [[week.isoformat(), count, *[None] * 5] for week, count in weeks]
        table += [
            [one.first.isoformat(), None, one.median, one.low50, one.high50, one.low80, one.high80]
            for one in outlook.bands
        ]
    return demand_tables.kept(kind, columns, table, "forecast", clock.today())


def _asked_for(crafts: list[Craft]) -> Outlook | None:
    """What the address names; without a name, the craft most was asked of."""
    piece, about = _said("piece").strip(), _said("about")
    if piece:
        return _of_piece(piece)
    kind, _colon, name = about.partition(":")
    if kind in (Subject.ITEM, Subject.SERIES):
        return _of_piece(name)
    if kind not in KINDS:
        return forecast_charts.of_craft(None, crafts)
    subject = Subject(kind)
    model = KINDS[subject][1]
    found = cast("Named | None", db.session.scalar(select(model).where(model.slug == name)))
    kept = expected.of(subject, found.id) if found else None
    return forecast_charts.outlook(kept, found.called(languages.current()), about) if found and kept else None


def _said(name: str) -> str:
    """What the address says, without what no database can hold."""
    return request.args.get(name, "").replace("\0", "")[:LONGEST]


def _of_piece(name: str) -> Outlook | None:
    """By its reference or the end of its address; else a past series of that name."""
    by_name = or_(func.lower(Item.reference) == name.lower(), Item.slug == name.lower())
    item_id = db.session.scalar(select(Item.id).where(by_name).limit(1))
    kept = expected.of(Subject.ITEM, item_id) if item_id else expected.of(Subject.SERIES, name=name)
    if kept is None:
        return None
    (called,) = _named([kept])
    return forecast_charts.outlook(kept, *called)


def _choices(crafts: list[Craft]) -> list[tuple[str, list[Choice]]]:
    """What one can choose, by kind: crafts with pieces, attributes that something was asked of, sales of no craft."""
    language = languages.current()
    groups = [(_(KINDS[Subject.CRAFT][0]), [_choice(Subject.CRAFT, craft) for craft in crafts])]
    for subject, (words, model) in list(KINDS.items())[1:]:
        foreseen = select(Forecast.subject_id).where(Forecast.subject == subject)
        found = cast("Iterable[Named]", db.session.scalars(select(model).where(model.id.in_(foreseen))))
        named = sorted(found, key=lambda one: one.called(language))
        groups.append((_(words), [_choice(subject, one) for one in named]))
    adrift = [Choice(f"{Subject.SERIES}:{kept.name}", kept.name) for kept in expected.leading(0) if kept.name]
    groups.append((_("Past sales without a craft"), adrift))
    return [(words, choices) for words, choices in groups if choices]


def _choice(subject: Subject, one: Named) -> Choice:
    return Choice(f"{subject}:{one.slug}", one.called(languages.current()))


def _parts(outlook: Outlook | None) -> list[Part]:
    """The leading pieces and past series of a craft."""
    if outlook is None or outlook.kept.subject is not Subject.CRAFT:
        return []
    found = expected.leading(outlook.kept.subject_id)
    return [
        Part(name, about, kept.asked, Band(kept.made_on, expected.total(kept, 8)))
        for kept, (name, about) in zip(found, _named(found), strict=True)
    ]


def _named(found: list[Forecast]) -> list[tuple[str, str]]:
    """The name and the address of pieces and past series."""
    shown = {item.id: item for item in items.cards([one.subject_id for one in found if one.subject_id])}
    named = []
    for one in found:
        item = shown.get(one.subject_id)
        text = item.text(languages.current()) if item else None
        if item is None:
            named.append((one.name, f"{Subject.SERIES}:{one.name}"))
        else:
            named.append((text.title if text else item.reference, f"{Subject.ITEM}:{item.reference}"))
    return named
