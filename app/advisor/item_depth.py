"""What an item's page shows the team of its variants, its food, its labels and where it may not go."""

from typing import NamedTuple

from app.base import clock
from app.base.errors import N_
from app.domain.catalogue import food, labels, put_away
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import Variant
from app.domain.catalogue.producing import Row
from app.domain.catalogue.proofs import ItemLabel
from app.web import languages
from app.web.destinations import KeptFrom, kept_from
from app.web.pictures import Picture, picture_of

STATES = {
    "valid": (N_("Valid"), ""),
    "soon": (N_("Ends soon"), "wait"),
    "ended": (N_("Ended, hidden"), "bad"),
    "missing": (N_("No proof, hidden"), "bad"),
}


class Carried(NamedTuple):
    """state: its word and the colour of its tag."""

    label: ItemLabel
    name: str
    state: tuple[str, str]


class Depth(NamedTuple):
    """photos: each variant's own, by its id."""

    is_food: bool
    labels: list[Carried]
    put_away: list[Variant]
    photos: dict[int, Picture | None]
    colours: dict[int, str]
    kept_from: KeptFrom | None


def of(row: Row) -> Depth:
    item, language, today = row.item, languages.current(), clock.today()
    kept = {photo.id: photo for photo in row.photos.approved.photos} if row.photos.approved else {}
    return Depth(
        is_food=food.is_food(item),
        labels=[
            Carried(one, KNOWN[one.label].called(language), STATES[labels.state(one, today)])
            for one in labels.of_item(item)
            if one.label in KNOWN
        ],
        put_away=put_away.of(item),
        photos={one.id: picture_of(kept.get(one.photo_id or 0), language) for one in item.variants},
        colours={colour.id: colour.called(language) for colour in item.colours},
        kept_from=kept_from(item),
    )
