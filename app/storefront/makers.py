"""The artisans: all of them by name, and one with their own words and pieces."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.catalogue import atlas, browsing, workshops
from app.domain.fulfilment import praising
from app.domain.people import communes
from app.domain.people.models import Artisan
from app.storefront import asked, maps
from app.storefront.cards import cards
from app.storefront.machines.maker import profile
from app.storefront.machines.saying import ForMachines
from app.storefront.tongues import told
from app.web import communes_words, languages
from app.web.countries import country_name
from app.web.pictures import first_picture
from app.web.words import listed, nouns, small

blueprint = Blueprint("makers", __name__)

PIECES = 24
SPEECH = {"ar": N_("Arabic"), "fr": N_("French"), "en": N_("English"), "es": N_("Spanish"), "zgh": N_("Amazigh")}
"""What a maker speaks, in the reader's words."""


@blueprint.route("/makers/")
def index() -> str:
    question = asked.read(request.args)
    places, crafts = atlas.places(), atlas.crafts()
    place = next((entry.place for entry in places if entry.place.slug in question.filters.place), None)
    craft = next((entry.craft for entry in crafts if entry.craft.slug in question.filters.craft), None)

    def url(number: int = 1, **changed: str | None) -> str:
        chosen: dict[str, Any] = {
            "place": place.slug if place else None,
            "craft": craft.slug if craft else None,
            **changed,
        }
        return url_for("storefront.makers.index", page=number if number > 1 else None, **chosen)

    directory = workshops.directory(languages.current(), place=place, craft=craft, number=question.number)
    narrowed = bool(place or craft)
    return render_template(
        "storefront/makers/index.html",
        directory=directory,
        places=places,
        crafts=crafts,
        place=place,
        craft=craft,
        chosen=[
            *([(place.called(languages.current()), url(place=None))] if place else []),
            *([(craft.called(languages.current()), url(craft=None))] if craft else []),
        ],
        points=maps.points(places),
        for_machines=ForMachines(
            query=f"page={directory.number}" if directory.number > 1 and not narrowed else "", indexed=not narrowed
        ),
        url=url,
        facts=maker_facts,
    )


@blueprint.route("/makers/<slug>")
def maker(slug: str) -> str:
    artisan = workshops.by_slug(slug)
    shown = browsing.from_workshop(artisan.id, limit=PIECES)
    story, picture = told(artisan.story), first_picture(shown[0], languages.current()) if shown else None
    return render_template(
        "storefront/makers/maker.html",
        artisan=artisan,
        story=story,
        for_machines=profile(artisan, story, picture),
        facts=maker_facts(artisan),
        cards=cards(shown),
        total=browsing.pieces_of(artisan.id),
        points=maps.points([atlas.PlaceEntry(artisan.place, 6)], counted=False),
        commune=communes_words.named(commune) if (commune := communes.of(artisan)) else "",
        words=praising.about(artisan.id),
        country_name=country_name,
        speaks=nouns(_(SPEECH[code]) for code in artisan.languages if code in SPEECH),
    )


def maker_facts(artisan: Artisan, *, after_name: bool = False) -> str:
    """Weaver, Chefchaouen, since 1994. after_name: as it follows the maker's name in a sentence."""
    trade = told(artisan.trade).text
    parts = [small(trade) if after_name else trade, artisan.place.called(languages.current())]
    if artisan.since:
        parts.append(_("since %(year)s", year=artisan.since))
    return listed(part for part in parts if part)
