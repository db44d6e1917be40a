"""The market as one artisan meets it: what to know before a visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.advisor import demand_words
from app.advisor.demand_tables import Value
from app.advisor.translation_words import LANGUAGE_NAMES
from app.base import clock, together
from app.base.errors import N_
from app.domain.catalogue.models import Item, ItemState, Variant
from app.domain.demand import unsold, visit
from app.domain.demand.models import SignalKind
from app.domain.demand.unsold import Unsold
from app.domain.demand.visit import Accepted, Demand, Lost, Moved
from app.domain.people.models import Artisan
from app.domain.purchasing import workshops
from app.domain.purchasing.workshops import Answers
from app.web.languages import current
from app.web.words import listed, money, number, percent

ANSWERED_WEEKS = 12
NEEDED = ("fr", "ar")
"""Languages without whose words a piece is not finished for our readers."""
LOSSES = {
    SignalKind.DECLINE: (N_("Declined"), "declined", demand_words.DECLINES),
    SignalKind.REDUCTION: (N_("Fewer than asked for"), "reduced", {}),
    SignalKind.OFFER_REFUSED: (N_("Refused by the customer"), "refused", demand_words.REFUSALS),
}


@dataclass(frozen=True)
class Loss:
    """Why pieces were not sold, how many, and where each of them stands."""

    words: str
    pieces: int
    times: int
    url: str


@dataclass(frozen=True)
class Market:
    """demand: of twelve weeks. prices: accepted in each craft. in_vain: searched for in their crafts."""

    demand: Demand
    losses: list[Loss]
    prices: dict[int, Accepted]
    in_vain: list[Unsold]
    links: dict[str, str]

    def looked(self, item: Item) -> Moved:
        return self.demand.looked.get(item.id, Moved())

    def said(self, item: Item) -> str:
        """How a piece is asked for, in one short line."""
        seen, asked = self.looked(item), self.demand.asked.get(item.id, Moved())
        words = [ngettext("%(num)d person looked", "%(num)d people looked", seen.now)]
        if asked.now:
            words.append(ngettext("%(num)d asked for", "%(num)d asked for", asked.now))
            low, high = self.demand.expected(item.id).interval()
            edges = {"low": number(low), "high": number(high), "share": percent(0.8)}
            words.append(_("%(low)s to %(high)s expected in four weeks (%(share)s)", **edges))
        return listed(words)

    def warnings(self, item: Item) -> list[str]:
        """What is wrong with a piece: short of what is expected, no photo, no words."""
        found = []
        asked = self.demand.asked.get(item.id, Moved()).now
        if asked and not item.main.can_be_made and self.demand.expected(item.id).mean > item.available:
            found.append(_("Fewer than expected"))
        if item.state is not ItemState.ARCHIVED and item.photo_set is None:
            found.append(_("No photo"))
        written = {text.language for text in item.texts}
        if lacking := [_(LANGUAGE_NAMES[language]) for language in NEEDED if language not in written]:
            found.append(_("No text: %(languages)s", languages=listed(lacking)))
        return found

    def position(self, item: Item, variant: Variant) -> str:
        """A price beside those customers accepted in its craft; empty where these are few."""
        accepted = self.prices.get(item.craft_id)
        if accepted is None or not accepted.is_enough:
            return ""
        share = accepted.dearer_than(variant.price)
        if 0.1 <= share <= 0.9:
            return ""
        cheap = share < 0.1
        dear = _("Dearer than %(share)s of the accepted", share=percent(share))
        dearest = _("Dearer than all that was accepted")
        return str(_("Among the cheapest accepted") if cheap else dear if share < 1 else dearest)


class Counts(NamedTuple):
    """oldest: when the piece that waits longest was counted. never: variants with a shelf that nobody counted."""

    oldest: datetime | None
    never: int


def counts_of(pieces: list[Item]) -> Counts:
    stocked = [variant.counted_at for item in pieces for variant in item.variants if variant.is_stocked]
    return Counts(min((at for at in stocked if at), default=None), sum(at is None for at in stocked))


def of(artisan: Artisan, pieces: list[Item], *, now: datetime) -> tuple[Market, Answers]:
    """The market, and how the artisan answered what it asked. Two statements."""
    today = clock.local(now).date()
    crafts = {craft.id for craft in artisan.crafts} | {item.craft_id for item in pieces}
    found = together.asked(
        demand=visit.question(artisan, today=today),
        foreseen=visit.forecasts(artisan),
        prices=visit.paid(crafts, today=today),
        unsold=unsold.question(today=today),
        answers=workshops.given(artisan, since=now - timedelta(weeks=ANSWERED_WEEKS)),
    )
    demand = visit.counted(found["demand"], found["foreseen"], today=today)
    days: dict[str, Any] = {"artisan": artisan.id, "from": demand.first.isoformat(), "to": demand.last.isoformat()}
    market = Market(
        demand=demand,
        losses=[_loss(one, days) for one in demand.lost],
        prices=visit.by_craft(found["prices"]),
        in_vain=unsold.heard(found["unsold"], crafts) if crafts else [],
        links={what: url_for("advisor.demand_behind.show", what=what, **days) for what in ("views", "asked")},
    )
    return market, workshops.answers(found["answers"])


def table(market: Market, pieces: list[Item]) -> tuple[list[str], list[list[Value]]]:
    """Columns and rows to keep: a row a variant; people and pieces are of the whole piece, in twelve weeks."""
    language, edges = current(), (_("Low"), _("High"))
    columns = [_("Piece"), _("Variant"), _("Reference"), _("On the shelf"), _("Promised"), _("Price, MAD")]
    columns += [_("People who looked, twelve weeks"), _("Pieces asked for"), _("Expected in four weeks")]
    columns += [_("%(edge)s, %(share)s", edge=edge, share=percent(0.8)) for edge in edges]
    rows: list[list[Value]] = []
    for item in pieces:
        text, guess = item.text(language), market.demand.expected(item.id)
        low, high = guess.interval()
        asked = market.demand.asked.get(item.id, Moved()).now
        of_piece = (market.looked(item).now, asked, *(round(value, 1) for value in (guess.mean, low, high)))
        for one in item.variants:
            named = (text.title if text else item.reference, one.called(language) if one.labels else "", item.reference)
            shelf = one.on_hand if one.is_stocked else None
            rows.append([*named, shelf, one.reserved, one.price / 100, *of_piece])
    return columns, rows


def _loss(one: Lost, days: dict[str, Any]) -> Loss:
    words, what, reasons = LOSSES[one.kind]
    why = str(_(reasons.get(one.reason, reasons["other"]))) if one.reason and reasons else ""
    query = days | ({"reason": one.reason} if one.reason else {})
    said = _("%(what)s: %(why)s", what=_(words), why=why) if why else str(_(words))
    return Loss(said, one.pieces, one.times, url_for("advisor.demand_behind.show", what=what, **query))


def usual_prices(market: Market, craft_id: int) -> str:
    """What customers accept in a craft; empty where too few did."""
    accepted = market.prices.get(craft_id)
    if accepted is None or not accepted.is_enough:
        return ""
    low, high = accepted.usual
    return str(_("%(low)s to %(high)s", low=money(low), high=money(high)))
