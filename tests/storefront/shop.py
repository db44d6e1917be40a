"""A small shop for the storefront's tests."""

from typing import Any

from app.base.database import db
from app.domain.catalogue import search
from app.domain.catalogue.models import Colour, Item, Kind, Material
from tests import given


def piece(title: str = "Mendil rayé rouge", **more: Any) -> Item:
    """A public piece that can be found."""
    item = given.item(**({} if "texts" in more else {"title": title}), **more)
    search.index(item)
    db.session.flush()
    return item


def filled() -> Item:
    """A shelf of thirty pieces by two artisans, and one more with all a page can show. Returns that one."""
    rahma = given.artisan(
        slug="rahma-bakkali",
        name="Rahma Bakkali",
        name_ar="رحمة البقالي",
        since=1994,
        place=given.place("chefchaouen", x=232, y=170),
        crafts=[given.craft("weaving", names={"fr": "Tissage", "ar": "النسيج"}, in_menu=True)],
        languages=["ar", "fr"],
    )
    other = given.artisan(slug="aicha-tabiz", name="Aïcha Tabiz", place=given.place("tetouan", x=216, y=90))
    pottery = given.craft("pottery", names={"fr": "Poterie", "ar": "الفخار"})
    for number in range(30):
        kind = (Kind.READY, Kind.MADE_TO_ORDER, Kind.UNIQUE)[number % 3]
        maker, craft = ((rahma, rahma.crafts[0]), (other, pottery))[number % 2]
        piece(f"Pièce du rayon {number}", artisan_=maker, craft_=craft, kind=kind, price=9000 + number * 2500)
    return piece(
        artisan_=rahma,
        slug="mendil-raye-rouge",
        materials=[Material(slug="cotton", names={"fr": "Coton", "ar": "قطن"})],
        colours=[Colour(slug="red", names={"fr": "Rouge", "ar": "أحمر"}, hex="#b3262e")],
        size="110 × 180 cm",
        weight_g=480,
    )
