"""The crafts and their families."""

from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from app.api.v1 import shapes, telling
from app.api.v1.operations import operation
from app.base.errors import Missing
from app.domain.catalogue.facets import Filters, Narrowed, Shelf
from app.domain.catalogue.shelves import Shelves, opened
from app.domain.people.trades import Craft

blueprint = Blueprint("crafts", __name__)


@operation(blueprint, "/crafts", answer=shapes.CraftList)
def listed() -> shapes.CraftList:
    """All crafts and families of crafts, in their order."""
    with opened() as here:
        slugs = {craft.id: craft.slug for craft in here.crafts()}
        return shapes.CraftList([shapes.CraftSummary(**_summary(here, craft, slugs)) for craft in here.crafts()])


@operation(blueprint, "/crafts/{slug}", answer=shapes.Craft, errors=(404,))
def one(slug: str) -> shapes.Craft:
    """A craft with its story, or a family with its crafts."""
    with opened() as here:
        try:
            craft = here.craft(slug)
        except Missing:
            raise NotFound("There is no such craft.") from None
        slugs = {one.id: one.slug for one in here.crafts()}
        return shapes.Craft(
            **_summary(here, craft, slugs),
            story=craft.story,
            crafts=telling.crafts_of(craft.children),
            pages=telling.pages("catalogue.listing", craft.slug),
        )


def _summary(here: Shelves, craft: Craft, slugs: dict[int, str]) -> dict[str, Any]:
    shelf = Shelf(crafts=(craft.id, *(child.id for child in craft.children)))
    return {
        "slug": craft.slug,
        "name": craft.names,
        "url": telling.at("crafts.one", slug=craft.slug),
        "family": slugs.get(craft.parent_id or 0),
        "pieces": Narrowed(here, shelf, Filters()).total,
    }
