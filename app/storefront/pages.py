"""The pages of plain text: how it works, delivery, the cooperative, the law, accessibility."""

from flask import Blueprint, current_app, render_template

from app.storefront.machines import house
from app.storefront.machines.saying import ForMachines
from app.storefront.plain_texts import plain_text
from app.web import languages

blueprint = Blueprint("pages", __name__)


@blueprint.route("/how-it-works")
def how() -> str:
    return _page("how")


@blueprint.route("/delivery")
def delivery() -> str:
    return _page("delivery")


@blueprint.route("/cooperative")
def cooperative() -> str:
    return _page("cooperative")


@blueprint.route("/legal")
def legal() -> str:
    return _page("legal")


@blueprint.route("/accessibility")
def accessibility() -> str:
    return _page("accessibility")


def _page(name: str) -> str:
    """A demonstration says so at the top of its legal page."""
    language, settings = languages.current(), current_app.config["SETTINGS"]
    text = plain_text(name, language)
    before = plain_text("demonstration", language) if name == "legal" and settings.demo else None
    return render_template(
        "storefront/pages/page.html",
        text=text,
        before=before,
        phone=settings.help_phone,
        foreign=text.lang != language,
        for_machines=ForMachines(nodes=(house.cooperative(), house.about()) if name == "cooperative" else ()),
        offer_wish=name == "how",
    )
