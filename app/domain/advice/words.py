"""How the vocabulary of advice is said: msgids for its kinds, states, reasons and measures."""

from app.base.errors import N_
from app.domain.advice.follow_up_models import NextStep, VisitKind
from app.domain.advice.models import AdviceKind, CannotReason, Measure, Priority, ResponseState
from app.domain.advice.put_off_models import NotNow
from app.domain.demand.forecasting.outcome import Verdict

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

PRIORITIES = {
    Priority.HIGH: N_("High"),
    Priority.NORMAL: N_("Normal"),
    Priority.LOW: N_("Low"),
}

TOO_EARLY = N_("Too early")
VERDICTS = {
    Verdict.CLEARLY_HELPED: N_("Clearly helped"),
    Verdict.PERHAPS_HELPED: N_("Perhaps helped"),
    Verdict.CANNOT_TELL: N_("Cannot tell"),
    Verdict.MAY_HAVE_HURT: N_("May have hurt"),
}
VERDICT_TONES = {
    Verdict.CLEARLY_HELPED: "good",
    Verdict.PERHAPS_HELPED: "note",
    Verdict.MAY_HAVE_HURT: "bad",
}

VISITS = {
    VisitKind.CALL: N_("Called"),
    VisitKind.VISIT: N_("Visited"),
}

NEXT_STEPS = {
    NextStep.VISIT: N_("Pay a visit"),
    NextStep.CALL: N_("Talk on the telephone"),
    NextStep.TRAINING: N_("Find a training"),
    NextStep.MATERIALS: N_("Buy materials together"),
}

NOT_NOW = {
    NotNow.IS_MADE: N_("Somebody makes it already"),
    NotNow.NOBODY_CAN: N_("Nobody can make it"),
    NotNow.TOO_FEW: N_("Too few ask for it"),
    NotNow.NOT_OURS: N_("It is not for us"),
    NotNow.LATER: N_("Later"),
}

TONGUES = {
    "fr": N_("in French"),
    "ar": N_("in Darija"),
    "zgh": N_("in Amazigh"),
    "en": N_("in English"),
    "es": N_("in Spanish"),
}
"""In what somebody speaks: the Arabic of a recording is the one that is spoken here."""
