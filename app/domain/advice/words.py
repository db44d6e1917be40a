"""How the vocabulary of advice is said: msgids for its kinds, states, reasons and measures."""

from app.base.errors import N_
from app.domain.advice.models import AdviceKind, CannotReason, Measure, ResponseState

KINDS = {
    AdviceKind.MAKE_MORE: N_("Make more of it"),
    AdviceKind.MAKE_LESS: N_("Make less of it"),
    AdviceKind.NEW_VARIATION: N_("Vary a piece"),
    AdviceKind.NEW_PIECE: N_("Make a new piece"),
    AdviceKind.PRICE: N_("Change a price"),
    AdviceKind.PHOTOS_TEXT: N_("Better photos or text"),
    AdviceKind.PACKAGING: N_("Change the packaging"),
    AdviceKind.DELAY: N_("Shorten the delay"),
    AdviceKind.MATERIALS_TOGETHER: N_("Buy materials together"),
    AdviceKind.LEARN: N_("Learn something"),
}

MEASURES = {
    Measure.ACCEPTED_REQUESTS: N_("Accepted requests a month"),
    Measure.REQUESTS: N_("Requests a month"),
    Measure.VIEWS: N_("People who look, a month"),
    Measure.DECLINES: N_("Declined requests a month"),
}

STATES = {
    ResponseState.SENT: N_("Not opened yet"),
    ResponseState.OPENED: N_("Read"),
    ResponseState.ACCEPTED: N_("Accepted"),
    ResponseState.DONE: N_("Done"),
    ResponseState.CHECKED: N_("Done and checked"),
    ResponseState.DECLINED: N_("Cannot"),
    ResponseState.WITHDRAWN: N_("Advice withdrawn"),
}

TONES = {
    ResponseState.SENT: "wait",
    ResponseState.ACCEPTED: "note",
    ResponseState.DONE: "hot",
    ResponseState.CHECKED: "good",
    ResponseState.DECLINED: "bad",
}
"""What colour says the same; the others have none."""

REASONS = {
    CannotReason.MONEY: N_("No money for it"),
    CannotReason.MATERIALS: N_("No materials"),
    CannotReason.TIME: N_("No time"),
    CannotReason.SKILL: N_("I do not know how"),
    CannotReason.TOOLS: N_("I lack the tool"),
    CannotReason.DISBELIEF: N_("I do not believe it"),
    CannotReason.OTHER: N_("Other"),
}
"""As the artisan says it."""
