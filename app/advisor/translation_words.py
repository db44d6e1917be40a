"""How far translations are, in the team's words, and what somebody asks the desk for."""

from typing import Any

from flask import request

from app.base.errors import N_
from app.domain.catalogue import translations
from app.domain.catalogue.texts import LANGUAGES
from app.domain.catalogue.translations import Wanted
from app.domain.people import crafts

TEXT_STATES = {
    translations.MISSING: N_("Missing"),
    translations.DRAFT: N_("Draft"),
    translations.MACHINE: N_("By machine, to read"),
    translations.CHANGED: N_("Reviewed, a new one waits"),
    translations.OUTDATED: N_("Perhaps out of date"),
    translations.REVIEWED: N_("Reviewed"),
}
STATES = {translations.TO_DO: N_("All that is to be done"), **TEXT_STATES, translations.ALL: N_("All texts")}
LANGUAGE_NAMES = {
    "fr": N_("French"),
    "ar": N_("Arabic"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "zgh": N_("Amazigh"),
}


def wanted(source: str | None = None, target: str | None = None) -> Wanted:
    """What the address says; what nobody offered counts as not said. From French, or into French from Arabic."""
    asked = request.args
    into = target or asked.get("target")
    into = into if into in LANGUAGES else "ar"
    out_of = source or asked.get("source")
    out_of = out_of if out_of in LANGUAGES and out_of != into else "ar" if into == "fr" else "fr"
    craft, state = asked.get("craft"), asked.get("state")
    known = craft and craft in {one.slug for one in crafts.all_of_them()}
    return Wanted(out_of, into, craft if known else None, state if state in STATES else translations.TO_DO)


def as_query(wanted: Wanted) -> dict[str, Any]:
    """The narrowing that goes along from page to page."""
    return {"state": wanted.state, **({"craft": wanted.craft} if wanted.craft else {})}
