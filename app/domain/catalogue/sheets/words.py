"""States, kinds and units as a table says them, and each in all languages."""

from app.base.errors import N_
from app.domain.catalogue.models import ItemState, Kind, Unit

STATES = {
    ItemState.DRAFT: N_("Draft"),
    ItemState.SUBMITTED: N_("Sent by the artisan"),
    ItemState.PUBLISHED: N_("On sale"),
    ItemState.PAUSED: N_("Paused"),
    ItemState.ARCHIVED: N_("Archived"),
}
KINDS = {
    Kind.READY: N_("Ready pieces"),
    Kind.UNIQUE: N_("One of a kind"),
    Kind.MADE_TO_ORDER: N_("Made to order"),
    Kind.READY_THEN_MADE: N_("Ready, then made to order"),
}
NATURES = {True: N_("Food"), False: N_("No food")}
ANSWERS = {True: N_("Yes"), False: N_("No")}
"""To the question whether it is food."""
REGIONS = {
    "none": N_("No country"),
    "union": N_("All of the European Union"),
    "abroad": N_("Everywhere but Morocco"),
}
UNITS = {
    Unit.PIECE: N_("Piece"),
    Unit.PAIR: N_("Pair"),
    Unit.BOTTLE: N_("Bottle"),
    Unit.JAR: N_("Jar"),
    Unit.KILOGRAM: N_("Kilogram"),
    Unit.SET: N_("Set"),
}
