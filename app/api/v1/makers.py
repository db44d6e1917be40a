"""The artisans: those whose pieces are public, by name, and one of them."""

from typing import Any

from flask import Blueprint
from msgspec import UNSET
from werkzeug.exceptions import NotFound

from app.api.v1 import pages, shapes, telling
from app.api.v1.operations import operation
from app.api.v1.questions import MakersQuestion
from app.base.errors import Missing
from app.domain.catalogue import browsing, workshops
from app.domain.catalogue.shelves import Shelves, opened
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place

blueprint = Blueprint("makers", __name__)


@operation(blueprint, "/makers", answer=shapes.MakerList, question=MakersQuestion)
def listed(asked: MakersQuestion) -> shapes.MakerList:
    """The artisans whose pieces are public, by name, of a place or of a craft where these are asked for."""
    with opened() as here:
        place, craft = _place(here, asked), _craft(here, asked)
    if (asked.place is not UNSET and place is None) or (asked.craft is not UNSET and craft is None):
        return shapes.MakerList(**pages.page("makers.listed", asked, 0), makers=[])
    found = workshops.directory(
        "fr", place=place, craft=craft, number=asked.page, size=asked.per_page, is_last_beyond=False
    )
    makers = [shapes.MakerSummary(**_summary(one.artisan, one.pieces)) for one in found.workshops]
    return shapes.MakerList(**pages.page("makers.listed", asked, found.total), makers=makers)


@operation(blueprint, "/makers/{slug}", answer=shapes.Maker, errors=(404,))
def one(slug: str) -> shapes.Maker:
    """An artisan in their own words."""
    try:
        artisan = workshops.by_slug(slug)
    except Missing:
        raise NotFound("There is no such maker.") from None
    return shapes.Maker(
        **_summary(artisan, browsing.pieces_of(artisan.id)),
        workshop=artisan.workshop,
        trade=artisan.trade,
        story=artisan.story,
        since=artisan.since,
        languages=artisan.languages,
        pages=telling.pages("makers.maker", artisan.slug),
    )


def _summary(artisan: Artisan, pieces: int) -> dict[str, Any]:
    return {
        "slug": artisan.slug,
        "name": telling.names_of(artisan),
        "url": telling.at("makers.one", slug=artisan.slug),
        "place": telling.named(artisan.place),
        "crafts": telling.crafts_of(artisan.crafts),
        "pieces": pieces,
    }


def _place(here: Shelves, asked: MakersQuestion) -> Place | None:
    found = here.named("place", [asked.place]) if asked.place is not UNSET else {}
    return next((thing for thing in found.values() if isinstance(thing, Place)), None)


def _craft(here: Shelves, asked: MakersQuestion) -> Craft | None:
    found = here.named("craft", [asked.craft]) if asked.craft is not UNSET else {}
    return next((thing for thing in found.values() if isinstance(thing, Craft)), None)
