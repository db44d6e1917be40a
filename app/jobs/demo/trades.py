"""Places, crafts and facets of the demonstration."""

from app.base.database import db
from app.domain.catalogue.models import Colour, Material, Technique
from app.domain.people.trades import Craft, Place
from app.jobs.demo import depth
from app.jobs.demo.content_files import Table, read
from app.jobs.demo.world import World

# Points on the map's own drawing (424 × 292).
POINTS = {
    "tanger": (145, 54),
    "asilah": (114, 113),
    "larache": (94, 167),
    "tetouan": (216, 90),
    "oued-laou": (254, 122),
    "chefchaouen": (232, 170),
    "ouezzane": (182, 241),
    "souk-larbaa": (184, 108),
    "jbel-bouhachem": (211, 139),
}
CODES = {
    "weaving": "TIS",
    "pottery": "POT",
    "embroidery": "BRO",
    "wool": "LAI",
    "leather": "CUI",
    "zouak": "ZOU",
    "copper": "CUV",
    "basketry": "VAN",
    "zellige": "ZEL",
    "olive-oil": "HUI",
    "honey": "MIE",
    "cheese": "FRO",
}
MENU = ("weaving", "pottery", "embroidery", "leather", "zouak", "copper", "basketry", "terroir")


def fill(world: World) -> None:
    """Places with their points, families with their crafts, and the three kinds of facet."""
    tables = read("tables")
    for position, (slug, place) in enumerate(tables["places"].items()):
        x, y = POINTS[slug]
        world.places[slug] = Place(slug=slug, names=place["name"], x=x, y=y, position=position)
    for position, (slug, family) in enumerate(tables["families"].items()):
        world.crafts[slug] = _craft(slug, family, position, None)
    for position, (slug, craft) in enumerate(tables["crafts"].items()):
        world.crafts[slug] = _craft(slug, craft, position, world.crafts[craft["parent"]])
    world.materials = {slug: Material(slug=slug, names=row["name"]) for slug, row in tables["materials"].items()}
    world.techniques = {slug: Technique(slug=slug, names=row["name"]) for slug, row in tables["techniques"].items()}
    world.colours = {
        slug: Colour(slug=slug, names=row["name"], hex=row["hex"]) for slug, row in tables["colours"].items()
    }
    depth.mark_crafts(world)
    for rows in (world.places, world.crafts, world.materials, world.techniques, world.colours):
        db.session.add_all(rows.values())
    db.session.flush()


def _craft(slug: str, table: Table, position: int, family: Craft | None) -> Craft:
    return Craft(
        slug=slug,
        parent=family,
        names=table["name"],
        short_names=table["short"],
        story=table.get("story", {}),
        icon=table.get("icon", "star"),
        code=CODES.get(slug, ""),
        in_menu=slug in MENU,
        position=MENU.index(slug) if slug in MENU else len(MENU) + position,
    )
