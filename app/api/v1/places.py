"""The places where something is made."""

from flask import Blueprint

from app.api.v1 import shapes
from app.api.v1.operations import operation
from app.domain.catalogue import atlas

blueprint = Blueprint("places", __name__)


@operation(blueprint, "/places", answer=shapes.PlaceList)
def listed() -> shapes.PlaceList:
    """The places where public pieces are made, in their order."""
    artisans = {entry.place.id: entry.artisans for entry in atlas.places()}
    return shapes.PlaceList(
        [
            shapes.Place(entry.place.slug, entry.place.names, artisans.get(entry.place.id, 0), entry.pieces)
            for entry in atlas.made_in()
        ]
    )
