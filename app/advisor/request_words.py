"""States, turns and deeds of a request in the team's words."""

from textwrap import shorten

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_
from app.domain.people.trades import in_language
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.desk import Turn
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    PurchaseRequest,
    RefusalReason,
    RequestLine,
    State,
)
from app.domain.purchasing.offer_models import OfferState
from app.web import languages
from app.web.typography import WIDE
from app.web.words import listed

SHORT = 60
MOST_NAMED = 2
TIMES = f"{WIDE}×{WIDE}"

STATES = {
    State.SENT: (N_("Sent by the customer"), "hot"),
    State.ANSWERING: (N_("Being answered"), "wait"),
    State.DECLINED: (N_("Declined by the artisans"), "bad"),
    State.OFFERED: (N_("Offer sent"), "note"),
    State.ACCEPTED: (N_("Accepted by the customer"), "good"),
    State.REFUSED: (N_("Refused"), "bad"),
    State.EXPIRED: (N_("Offer ended"), "bad"),
    State.WITHDRAWN: (N_("Withdrawn"), ""),
    State.CANCELLED: (N_("Cancelled"), "bad"),
    State.PREPARING: (N_("Being prepared"), "good"),
    State.SHIPPED: (N_("Shipped"), "good"),
    State.RETURNED: (N_("Returned"), "bad"),
    State.DELIVERED: (N_("Delivered"), "good"),
    State.CLOSED: (N_("Closed"), ""),
}
TURNS = {
    Turn.MAKER_TO_CHOOSE: N_("Waits for us: choose an artisan"),
    Turn.OFFER_TO_MAKE: N_("Waits for us: make the offer"),
    Turn.ARTISANS: N_("Waits for the artisans"),
    Turn.CUSTOMER: N_("Waits for the customer"),
    Turn.WORKSHOP: N_("To prepare and send"),
    Turn.ROAD: N_("On its way"),
    Turn.TO_SETTLE: N_("To settle and close"),
    Turn.NOBODY: N_("Over"),
}
DEEDS = {
    Deed.SEND: N_("Request sent"),
    Deed.ENTRUST: N_("Wish entrusted to an artisan"),
    Deed.ANSWER: N_("Line answered"),
    Deed.DECLINE: N_("All lines declined"),
    Deed.OFFER: N_("Offer sent"),
    Deed.ASK_CHANGE: N_("Change asked for"),
    Deed.ACCEPT: N_("Offer accepted"),
    Deed.REFUSE: N_("Offer refused"),
    Deed.EXPIRE: N_("Offer ended"),
    Deed.WITHDRAW: N_("Request withdrawn"),
    Deed.CANCEL: N_("Request cancelled"),
    Deed.PREPARE: N_("Preparation begun"),
    Deed.SHIP: N_("Parcel sent"),
    Deed.DELIVER: N_("Parcel delivered"),
    Deed.TAKE_BACK: N_("Parcel returned"),
    Deed.PREPARE_AGAIN: N_("Preparation begun again"),
    Deed.CLOSE: N_("Request closed"),
    Deed.PAY: N_("Payment received"),
    Deed.REFUND: N_("Money given back"),
    Deed.READY: N_("Said to be ready"),
    Deed.CHECK: N_("Pieces checked"),
    Deed.PRAISE: N_("Customer’s word"),
    Deed.ADDRESS: N_("Address given"),
    Deed.SHOW: N_("Photos of the work sent"),
    Deed.UNSHOW: N_("Photo of the work taken back"),
}
ANSWERS = {
    AnswerKind.AS_ASKED: (N_("Yes, as asked"), "good"),
    AnswerKind.CHANGED: (N_("Yes, but…"), "wait"),
    AnswerKind.DECLINED: (N_("No"), "bad"),
}
DECLINED = {
    DeclineReason.NO_STOCK: N_("None left"),
    DeclineReason.NO_TIME: N_("No time"),
    DeclineReason.PRICE_TOO_LOW: N_("Price too low"),
    DeclineReason.DO_NOT_MAKE: N_("Does not make this"),
    DeclineReason.MATERIALS_MISSING: N_("No materials"),
    DeclineReason.OTHER: N_("Something else"),
}
CANCELLED = {
    CancelReason.CUSTOMER_ASKED: N_("The customer asked for it"),
    CancelReason.NO_ANSWER: N_("The customer no longer answers"),
    CancelReason.CANNOT_SUPPLY: N_("The pieces cannot be supplied"),
    CancelReason.NOT_PAID: N_("It was not paid"),
    CancelReason.MISTAKE: N_("Sent by mistake"),
    CancelReason.OTHER: N_("Something else"),
}
REFUSED = {
    RefusalReason.PRICE: N_("Price too high"),
    RefusalReason.DELAY: N_("Takes too long"),
    RefusalReason.DELIVERY_COST: N_("Delivery too expensive"),
    RefusalReason.CHANGED_MIND: N_("Changed their mind"),
    RefusalReason.FOUND_ELSEWHERE: N_("Found elsewhere"),
    RefusalReason.OTHER: N_("Something else"),
}
OFFERS = {
    OfferState.SENT: (N_("Waits for the customer"), "wait"),
    OfferState.ACCEPTED: (N_("Accepted by the customer"), "good"),
    OfferState.REFUSED: (N_("Refused"), "bad"),
    OfferState.REPLACED: (N_("Replaced"), ""),
    OfferState.EXPIRED: (N_("Ended"), "bad"),
    OfferState.WITHDRAWN: (N_("Withdrawn"), ""),
}
_REASONS: dict[str, str] = {
    reason.value: words for table in (DECLINED, CANCELLED, REFUSED) for reason, words in table.items()
}


def deed_words(deed: str) -> str:
    return str(_(DEEDS[Deed(deed)]))


def reason_words(reason: object) -> str:
    """Why, where an event says so; empty where it does not."""
    return str(_(_REASONS[reason])) if isinstance(reason, str) and reason in _REASONS else ""


def title_of(line: RequestLine) -> str:
    return in_language(line.titles, languages.current()) or str(_("A wish"))


def pieces_of(asked: PurchaseRequest) -> str:
    """What a request asks for, in the width of a row: a wish by how it begins."""
    said = [f"{_named(line)}{TIMES}{line.quantity}" for line in asked.lines[:MOST_NAMED]]
    more = len(asked.lines) - MOST_NAMED
    if more > 0:
        said.append(ngettext("%(num)d more", "%(num)d more", more))
    return listed(said)


def _named(line: RequestLine) -> str:
    return shorten(line.description, SHORT, placeholder="…") if line.description else title_of(line)
