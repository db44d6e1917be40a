"""What is suggested while somebody types in the search: a short list for the script beside the field."""

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from app.domain.catalogue import browsing, suggesting
from app.domain.catalogue.vocabulary import Thing
from app.domain.people.models import Artisan
from app.storefront import asked
from app.storefront.cards import card
from app.web import languages

blueprint = Blueprint("suggest", __name__)

KINDS = {"craft": lazy("Craft"), "material": lazy("Material"), "place": lazy("Place"), "maker": lazy("Artisan")}
PIECE = lazy("Piece")
Suggestion = dict[str, str]


@blueprint.route("/suggest")
def offered() -> Response:
    """``q`` in the query. said: what is read aloud. suggestions: kind, words with their language, and an address."""
    found = suggesting.suggested(asked.words(request.args.get("q", "")), languages.current())
    told = [_thing(kind, thing) for kind, thing in found.things] + _pieces(found.pieces)
    said = ngettext("%(num)d suggestion", "%(num)d suggestions", len(told)) if told else ""
    return jsonify(said=said, suggestions=told)


def _thing(kind: str, thing: Thing) -> Suggestion:
    here = languages.current()
    words = thing.known_as(here) if isinstance(thing, Artisan) else thing.called(here)
    return {"kind": str(KINDS[kind]), "words": words, "url": _address(kind, thing.slug)}


def _address(kind: str, slug: str) -> str:
    if kind == "craft":
        return url_for("storefront.catalogue.listing", slug=slug)
    if kind == "maker":
        return url_for("storefront.makers.maker", slug=slug)
    return f"{url_for('storefront.catalogue.everything')}?{kind}={slug}"


def _pieces(ids: list[int]) -> list[Suggestion]:
    shown = [card(item) for item in browsing.cards(ids)]
    return [
        {"kind": str(PIECE), "words": one.title, "lang": one.title_lang, "dir": one.title_dir, "url": one.url}
        for one in shown
    ]
