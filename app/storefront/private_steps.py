"""Where a request stands, as steps: what was done, what is awaited, what will follow. Skipped ones are left out."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.people.models import Artisan
from app.domain.purchasing import countering, findings
from app.domain.purchasing.models import PurchaseRequest, RequestLine, State
from app.domain.purchasing.offer_models import Offer
from app.web import languages
from app.web.words import short_day

_ENDED_EARLY = {
    State.DECLINED: N_("Declined by the artisans"),
    State.REFUSED: N_("Offer refused"),
    State.EXPIRED: N_("Offer ended"),
    State.WITHDRAWN: N_("Request withdrawn"),
    State.CANCELLED: N_("Request cancelled"),
}
_ROAD = (State.ACCEPTED, State.PREPARING, State.SHIPPED, State.DELIVERED)
_LABELS = {
    State.ACCEPTED: (N_("Payment"), N_("After you accept")),
    State.PREPARING: (N_("Preparation"), None),
    State.SHIPPED: (N_("Shipping"), N_("With a tracking number")),
    State.DELIVERED: (N_("With you"), None),
}


class Step(NamedTuple):
    """state: done, now or todo."""

    state: str
    label: str
    detail: str | None


def steps(asked: PurchaseRequest, offer: Offer | None) -> list[Step]:
    made = [Step("done", str(_("Request sent")), short_day(asked.sent_at)), *_answers(asked)]
    if asked.state in _ENDED_EARLY:
        when = short_day(asked.closed_at) if asked.closed_at else None
        return [*made, *_offer_step(asked, offer), Step("now", str(_(_ENDED_EARLY[asked.state])), when)]
    awaited = any(step.state == "now" for step in made)
    return [*made, *_offer_step(asked, offer, "todo" if awaited else "now"), *_road(asked.state)]


def _answers(asked: PurchaseRequest) -> list[Step]:
    """One step a maker: when their last line was answered, or that their answer is awaited."""
    language, proposal = languages.current(), countering.latest(asked)
    changed = proposal.at if proposal and asked.state is State.ANSWERING else None
    makers: dict[Artisan, list[datetime | None]] = {}
    for line in asked.lines:
        if line.artisan is not None:
            makers.setdefault(line.artisan, []).append(_answered_at(line, changed))
    found = []
    for maker, moments in makers.items():
        name = maker.known_as(language)
        if all(moments):
            latest = max(moment for moment in moments if moment is not None)
            found.append(Step("done", str(_("%(name)s has answered", name=name)), short_day(latest)))
        elif asked.state in (State.SENT, State.ANSWERING):
            found.append(Step("now", str(_("Waiting for %(name)s", name=name)), None))
    return found


def _answered_at(line: RequestLine, changed: datetime | None) -> datetime | None:
    """changed: when a change was asked for; what was answered before waits for a word again."""
    return None if line.answer is None or findings.waits(line, changed) else line.answer.at


def _offer_step(asked: PurchaseRequest, offer: Offer | None, standing: str = "todo") -> list[Step]:
    """standing: of an offer that is still to come."""
    label = str(_("Offer ready"))
    if offer is None:
        waiting = asked.state in (State.SENT, State.ANSWERING)
        return [Step(standing, str(_("Offer")), None)] if waiting else []
    if asked.state is State.OFFERED:
        detail = _("Yours to decide by %(day)s", day=short_day(offer.expires_on))
        return [Step("now", label, str(detail))]
    return [Step("done", label, short_day(offer.sent_at))]


def _road(state: State) -> list[Step]:
    """From the payment to the customer's door."""
    now = State.PREPARING if state is State.RETURNED else state
    here = _ROAD.index(now) if now in _ROAD else len(_ROAD) if now is State.CLOSED else -1
    made = []
    for position, stage in enumerate(_ROAD):
        label, detail = _LABELS[stage]
        standing = "todo" if position > here else "now" if position == here else "done"
        shown = str(_(detail)) if detail and standing == "todo" else None
        made.append(Step(standing, str(_(label)), shown))
    return made
