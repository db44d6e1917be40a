"""States of items, texts and photos in the team's words."""

from app.base.errors import N_
from app.domain.catalogue.models import Kind, Unit

ITEM_STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Sent by the artisan"),
    "published": N_("On sale"),
    "paused": N_("Paused"),
    "archived": N_("Archived"),
}
STATES = {"todo": N_("To produce"), **ITEM_STATES, "all": N_("All pieces")}
LACKS = {
    "photo": N_("Photo"),
    "fr": N_("French"),
    "ar": N_("Arabic"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "price": N_("Price"),
    "measure": N_("Measures"),
    "weight": N_("Weight"),
    "review": N_("Review"),
    "label": N_("Label proof"),
    "food": N_("Food facts"),
}
ADD = {
    "photo": N_("Add photos"),
    "fr": N_("Write the French text"),
    "ar": N_("Translate into Arabic"),
    "en": N_("Translate into English"),
    "es": N_("Translate into Spanish"),
    "price": N_("Give the price"),
    "measure": N_("Write the measures"),
    "weight": N_("Write the weight"),
    "food": N_("Put the facts of the food in order"),
    "label": N_("Bring the proof of the label"),
}
LOOK = {
    "photo": N_("Look at the new photos"),
    "fr": N_("Look at the French text"),
    "ar": N_("Look at the Arabic text"),
    "en": N_("Look at the English text"),
    "es": N_("Look at the Spanish text"),
    "": N_("Look at what waits"),
}
MEASURED = {
    "photos": N_("Approved photos"),
    "written": N_("French texts written"),
    "approved": N_("Texts approved"),
    "translated.ar": N_("Translated into Arabic"),
    "translated.en": N_("Translated into English"),
    "translated.es": N_("Translated into Spanish"),
    "translated.zgh": N_("Translated into Amazigh"),
    "published": N_("Pieces put on sale"),
    "sent_back": N_("Pieces sent back"),
}
SORTS = {
    "worth": N_("Closest to being on sale"),
    "oldest": N_("Waiting longest"),
    "fullest": N_("Most complete first"),
    "emptiest": N_("Least complete first"),
}
KINDS = {
    Kind.READY.value: N_("Ready pieces"),
    Kind.UNIQUE.value: N_("One of a kind"),
    Kind.MADE_TO_ORDER.value: N_("Made to order"),
    Kind.READY_THEN_MADE.value: N_("Ready, then made to order"),
}
UNITS = {
    Unit.PIECE.value: N_("Piece"),
    Unit.PAIR.value: N_("Pair"),
    Unit.BOTTLE.value: N_("Bottle"),
    Unit.JAR.value: N_("Jar"),
    Unit.KILOGRAM.value: N_("Kilogram"),
    Unit.SET.value: N_("Set"),
}
