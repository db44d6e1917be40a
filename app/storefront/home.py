"""The first page: one piece with its label, how it works, what is new, the crafts, the map and a maker's words."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from app.base import clock
from app.domain.catalogue import atlas, availability, browsing, workshops
from app.domain.catalogue.models import Item
from app.domain.people.models import Artisan
from app.storefront import maps
from app.storefront.cards import cards
from app.storefront.machines import house
from app.storefront.machines.saying import ForMachines
from app.storefront.makers import maker_facts
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.pictures import first_picture

blueprint = Blueprint("home", __name__)

NEW = 8
LONGEST_QUOTE = 150


@dataclass(frozen=True)
class Quote:
    """A few sentences of a maker's own words."""

    words: Told
    artisan: Artisan


@blueprint.route("/")
def index() -> str:
    hero = atlas.piece_of_the_week(clock.today())
    picture = first_picture(hero, languages.current())
    return render_template(
        "storefront/home/index.html",
        hero=hero,
        hero_picture=picture,
        for_machines=ForMachines(nodes=(house.cooperative(), house.site()), picture=picture),
        hero_lead=told({text.language: text.lead for text in hero.texts}) if hero else None,
        quote=_quote(hero) if hero else None,
        facts=maker_facts,
        artisans=workshops.count(),
        new=cards(_new()),
        crafts=atlas.crafts(),
        points=maps.points(atlas.places()),
    )


def _new() -> list[Item]:
    """The newest pieces that can be had: what is gone already is no news."""
    some = browsing.newest(2 * NEW)
    return [item for item in some if availability.of_item(item).can_be_asked_for][:NEW]


def _quote(item: Item) -> Quote | None:
    """The first sentences of the maker's story, as many as are read at a glance."""
    story = told(item.artisan.story)
    kept = ""
    for sentence in story.text.split(". "):
        longer = f"{kept}{sentence.rstrip('.')}. "
        if kept and len(longer) > LONGEST_QUOTE:
            break
        kept = longer
    return Quote(story._replace(text=kept.strip()), item.artisan) if story.text else None
