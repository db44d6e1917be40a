"""Opportunities in words: their names, their signals, their proofs, for the page and for the export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_
from app.domain.catalogue import desk_memory, naming
from app.domain.catalogue.naming import Shown
from app.domain.demand.coming import STRONG, WEAK
from app.domain.demand.opportunities import Kind, Opportunity
from app.domain.people.trades import Craft, in_language
from app.web import languages, pictures
from app.web.pictures import Picture
from app.web.words import comma, listed, money, number, percent, small, whole

MINUS = "−"
HARDLY = 0.05
"""Of an average month: below it the figure would be written as nought."""

DECLINES = {
    "no_stock": N_("No piece left"),
    "no_time": N_("No time"),
    "price_too_low": N_("Price offered too low"),
    "do_not_make": N_("Does not make it"),
    "materials_missing": N_("No material"),
    "other": N_("Another reason"),
}
REFUSALS = {
    "price": N_("Price too high"),
    "delay": N_("Takes too long"),
    "delivery_cost": N_("Delivery too expensive"),
    "changed_mind": N_("Changed their mind"),
    "found_elsewhere": N_("Found elsewhere"),
    "other": N_("Another reason"),
}
_TAGS = {
    (Kind.NO_RESULT, ""): (N_("Search without result"), "hot"),
    (Kind.POOR_RESULT, ""): (N_("Found, hardly opened"), "note"),
    (Kind.UNAVAILABLE, ""): (N_("Found, none available"), "bad"),
    (Kind.OUT_OF_STOCK, ""): (N_("Sold out, still wanted"), "bad"),
    (Kind.REDUCED, ""): (N_("Fewer promised than asked"), "wait"),
    (Kind.ATTRIBUTE, ""): (N_("Material or colour asked for"), "hot"),
    (Kind.RISING, ""): (N_("Craft on the rise"), "good"),
    (Kind.DECLINED, "no_stock"): (N_("Declined: no piece left"), "wait"),
    (Kind.DECLINED, "no_time"): (N_("Declined: no time"), "wait"),
    (Kind.DECLINED, "price_too_low"): (N_("Declined: price too low"), "wait"),
    (Kind.DECLINED, "do_not_make"): (N_("Declined: not made"), "wait"),
    (Kind.DECLINED, "materials_missing"): (N_("Declined: no material"), "wait"),
    (Kind.REFUSED, "price"): (N_("Refused: price"), "note"),
    (Kind.REFUSED, "delay"): (N_("Refused: delay"), "wait"),
    (Kind.REFUSED, "delivery_cost"): (N_("Refused: delivery cost"), "note"),
}
_OTHER = (N_("Declined: another reason"), "wait")


@dataclass(frozen=True)
class Row:
    """An opportunity as it is shown."""

    opportunity: Opportunity
    title: str
    craft: str
    icon: str
    makers: str
    tag: str
    state: str
    proof: str
    change: str
    direction: str
    picture: Picture | None
    season: str


def rows(
    found: Iterable[Opportunity], crafts: Mapping[int, Craft], pieces: Mapping[int, Shown] | None = None
) -> list[Row]:
    """Opportunities with their names and pictures. One statement for all of them.

    pieces: how their pieces are shown, where that was read already.
    """
    found = list(found)
    facets = desk_memory.worked_out("facets", naming.facets)
    if pieces is None:
        pieces = naming.shown(sorted({one.item_id for one in found if one.item_id}))
    return [
        _row(one, pieces.get(one.item_id, Shown()), crafts.get(one.craft_id), facets.get(one.facet, {}))
        for one in found
    ]


def _row(one: Opportunity, piece: Shown, craft: Craft | None, facet: dict[str, str]) -> Row:
    """facet: the names of the material or colour it is about."""
    language = languages.current()
    tag, state = _TAGS.get((one.kind, one.reason), _OTHER)
    name = craft.called_short(language) if craft else _("Craft unknown")
    return Row(
        opportunity=one,
        title=in_language(piece.titles, language) or _title(one, craft, in_language(facet, language)),
        craft=name,
        icon=craft.icon if craft else "search",
        makers=ngettext("%(num)d artisan can make it", "%(num)d artisans can make it", one.makers) if craft else "",
        tag=_(tag),
        state=state,
        proof=proof(one),
        change=signed(one.change) if one.change is not None else _("new"),
        direction=direction(one.change) if one.change is not None else "up",
        picture=pictures.picture_of(piece.photo, language),
        season=season(one.season),
    )


def _title(one: Opportunity, craft: Craft | None, facet: str) -> str:
    """What no piece stands for."""
    name = craft.called(languages.current()) if craft else _("Craft unknown")
    return f"{name}{comma()}{small(facet)}" if facet else one.words.capitalize() or name


def season(factor: float | None) -> str:
    """Whether the next two months are strong or weak ones, in one short sentence; empty where they are neither."""
    if factor is None or WEAK < factor < STRONG:
        return ""
    if factor >= STRONG:
        return str(_("Strong season ahead: %(times)s times an average month", times=number(factor, 1)))
    if factor < HARDLY:
        return str(_("Quiet season ahead: hardly anything is asked for"))
    return str(_("Quiet season ahead: %(times)s times an average month", times=number(factor, 1)))


def proof(one: Opportunity) -> str:
    """What was counted, in one short sentence without a full stop."""
    match one.kind:
        case Kind.NO_RESULT:
            said = ngettext("%(num)d person looked, 0 pieces", "%(num)d people looked, 0 pieces", one.count)
        case Kind.OUT_OF_STOCK:
            said = ngettext("%(num)d view while sold out", "%(num)d views while sold out", one.count)
            if one.alerts:
                told = ngettext("%(num)d wants to be told", "%(num)d want to be told", one.alerts)
                said = _("%(first)s, %(second)s", first=said, second=told)
        case Kind.POOR_RESULT:
            said = ngettext(
                "%(num)d person out of %(all)s opened no piece",
                "%(num)d people out of %(all)s opened no piece",
                one.count,
                all=number(one.searched),
            )
        case Kind.UNAVAILABLE:
            said = ngettext(
                "%(num)d person found only pieces that are gone",
                "%(num)d people found only pieces that are gone",
                one.count,
            )
        case Kind.REDUCED:
            said = ngettext("%(num)d line got fewer than asked", "%(num)d lines got fewer than asked", one.count)
        case Kind.ATTRIBUTE:
            said = _attribute(one)
        case Kind.DECLINED:
            said = ngettext("%(num)d wish declined", "%(num)d wishes declined", one.count)
            if one.asked:
                said = ngettext(
                    "%(num)d declined out of %(asked)s", "%(num)d declined out of %(asked)s", one.count, asked=one.asked
                )
        case Kind.REFUSED:
            said = ngettext("%(num)d offer refused", "%(num)d offers refused", one.count)
            if one.offered and one.accepted:
                prices = {"offered": money(one.offered), "accepted": money(one.accepted)}
                said = _("Offered at %(offered)s, accepted at %(accepted)s", **prices)
        case Kind.RISING:
            said = ngettext("%(num)d view of its pieces", "%(num)d views of its pieces", one.count)
    return str(said)


def _attribute(one: Opportunity) -> str:
    wishes, people = one.asked, one.count - one.asked
    said = [ngettext("%(num)d wish declined", "%(num)d wishes declined", wishes)] if wishes else []
    if people:
        said.append(ngettext("%(num)d person found an empty list", "%(num)d people found an empty list", people))
    return listed(said)


def signed(share: float) -> str:
    """+64 %, −18 %, 0 %."""
    rounded = round(share, 2)
    return whole(f"{'+' if rounded > 0 else MINUS if rounded < 0 else ''}{percent(abs(rounded))}")


def direction(change: float, least: float = 0.005) -> str:
    """up, down or flat."""
    return "flat" if abs(change) < least else "up" if change > 0 else "down"
