"""Checks and parcels in the team's words."""

from app.base.errors import N_
from app.domain.fulfilment.models import Fault, Journey, ReturnReason, Verdict
from app.domain.fulfilment.stages import Stage

VERDICTS = {Verdict.PASSED: N_("Everything is right"), Verdict.RETURNED: N_("It goes back to the artisan")}
FAULTS = {
    Fault.DAMAGED: N_("Damaged"),
    Fault.FLAW: N_("A flaw in the work"),
    Fault.SIZE: N_("Not the right size"),
    Fault.COLOUR: N_("Not the right colour"),
    Fault.INCOMPLETE: N_("Something is missing"),
    Fault.OTHER: N_("Something else"),
}
RETURNS = {
    ReturnReason.NOT_COLLECTED: N_("Nobody collected it"),
    ReturnReason.WRONG_ADDRESS: N_("The address was wrong"),
    ReturnReason.REFUSED: N_("The customer refused it"),
    ReturnReason.DAMAGED: N_("It was damaged on the way"),
    ReturnReason.OTHER: N_("Something else"),
}
STAGES = {
    Stage.TO_PREPARE: (N_("With the artisan"), "wait"),
    Stage.TO_CHECK: (N_("To be checked"), "hot"),
    Stage.PASSED: (N_("Checked"), "good"),
}
JOURNEYS = {
    Journey.ON_ITS_WAY: (N_("On its way"), "wait"),
    Journey.DELIVERED: (N_("Delivered"), "good"),
    Journey.RETURNED: (N_("Returned"), "bad"),
}
