"""What the team calls its tasks and the reasons it gives: the same words on the desk and in the audit log."""

from app.base.errors import N_
from app.domain.catalogue.reasons import Reason

TASKS = {
    "photo": N_("Photos"),
    "fr": N_("French text"),
    "ar": N_("Translation into Arabic"),
    "en": N_("Translation into English"),
    "es": N_("Translation into Spanish"),
    "facts": N_("Price, measures, weight"),
    "food": N_("Food facts"),
    "review": N_("Review"),
    "label": N_("Label proof"),
}
REASONS = {
    Reason.PHOTO_DARK: N_("The photo is too dark"),
    Reason.PHOTO_SIDES: N_("Not all sides are shown"),
    Reason.PRICE: N_("The price is missing or not clear"),
    Reason.MEASURES: N_("The measures are missing"),
    Reason.TEXT_SHORT: N_("The text says too little"),
    Reason.OTHER: N_("Something else (say what)"),
}
