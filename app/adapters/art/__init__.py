"""The pictures of the demonstration, drawn and not photographed: the same kind and seed give the same picture.

Each module draws the pieces of one material. They stand on ``scene`` (the wall, the light, the shadows), on ``turned``
and ``cloth`` (the two ways in which a surface bends) and on ``shapes`` and ``colours``. Lengths are in pixels of a page
1200 wide, times the scene's ``s``.
"""

from collections.abc import Callable

from PIL import Image

from app.adapters.art import clay, embroidery, larder, leather, metal, plants, terroir, textiles, tiles, wood

KINDS: dict[str, Callable[[int], Image.Image]] = {
    "mendil": textiles.mendil,
    "blanket": textiles.blanket,
    "jellaba": textiles.jellaba,
    "embroidery": embroidery.embroidery,
    "pottery": clay.pottery,
    "tagine": clay.tagine,
    "brass": metal.brass,
    "lantern": metal.lantern,
    "zellige": tiles.zellige,
    "zouak": wood.zouak,
    "babouche": leather.babouche,
    "pouf": leather.pouf,
    "basket": plants.basket,
    "hat": plants.hat,
    "oil": terroir.oil,
    "honey": terroir.honey,
    "cheese": larder.cheese,
    "soap": larder.soap,
}


def draw(kind: str, seed: int) -> Image.Image:
    """A picture of one kind of piece, 1200 by 1500. Raises KeyError for a kind nobody draws."""
    return KINDS[kind](seed)
