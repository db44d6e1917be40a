"""What a private page says first: what the state of the request means for the customer."""

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.base.errors import N_
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import DeclineReason, PurchaseRequest, State
from app.domain.purchasing.offer_models import Offer
from app.web.words import day

_NOW: dict[State, tuple[str, str]] = {
    State.SENT: (
        N_("Your request has been sent"),
        N_("The artisans answer within a few days. You then receive a single offer, with the delivery cost."),
    ),
    State.ANSWERING: (
        N_("The artisans are answering"),
        N_("You have nothing to do for now. We write to you as soon as the offer is ready."),
    ),
    State.OFFERED: (
        N_("Your offer is ready"),
        N_("Answer by %(day)s. After that day, the pieces go back on sale."),
    ),
    State.ACCEPTED: (
        N_("You have accepted the offer"),
        N_("What is to be paid stands below. We write to you when the artisans begin."),
    ),
    State.DECLINED: (
        N_("The artisans cannot supply these pieces"),
        N_("The reason stands beside each piece. You can ask for another piece at any time."),
    ),
    State.REFUSED: (
        N_("You have refused the offer"),
        N_("The pieces are on sale again. Your reason helps the artisans."),
    ),
    State.EXPIRED: (
        N_("The offer has ended"),
        N_("Its last day has passed, and the pieces are on sale again. Send a new request if you still want them."),
    ),
    State.WITHDRAWN: (
        N_("You have withdrawn the request"),
        N_("The artisans know. You can send another request at any time."),
    ),
    State.CANCELLED: (
        N_("The cooperative has cancelled this request"),
        N_("Nothing is owed. Write to us below if you have a question."),
    ),
    State.PREPARING: (N_("Your pieces are being prepared"), N_("We write to you when the parcel leaves.")),
    State.SHIPPED: (N_("Your parcel is on its way"), N_("Write to us below if it does not arrive.")),
    State.RETURNED: (N_("The parcel has come back to us"), N_("We write to you to agree on what comes next.")),
    State.DELIVERED: (N_("Your pieces have arrived"), N_("Write to us below if something is not right.")),
    State.CLOSED: (N_("This request is complete"), N_("Thank you. You can send another request at any time.")),
}
_CHANGING = (
    N_("A new offer is being prepared"),
    N_("You asked for a change. We write to you as soon as the new offer is ready."),
)
_DECLINED = {
    DeclineReason.NO_STOCK: N_("Not made: none left"),
    DeclineReason.NO_TIME: N_("Not made: no time for it now"),
    DeclineReason.PRICE_TOO_LOW: N_("Not made: the price is too low"),
    DeclineReason.DO_NOT_MAKE: N_("Not made: the artisan does not make this"),
    DeclineReason.MATERIALS_MISSING: N_("Not made: the material is missing"),
    DeclineReason.OTHER: N_("Not made"),
}


def now_expected(asked: PurchaseRequest, offer: Offer | None) -> tuple[str, Markup]:
    """A heading and a sentence, in which the last day to answer stands out."""
    changing = asked.state is State.ANSWERING and any(event.deed == Deed.ASK_CHANGE for event in asked.events)
    heading, lead = _CHANGING if changing else _NOW[asked.state]
    last_day = Markup("<b>{}</b>").format(day(offer.expires_on)) if offer else ""
    return str(_(heading)), escape(_(lead)) % {"day": last_day}


def declined(reason: DeclineReason) -> str:
    return str(_(_DECLINED[reason]))
