"""Shopify's product table: the first row of a handle tells of the piece, each row with an option or a price is a
variant of it, others hold another picture."""

from collections.abc import Callable, Mapping

from app.domain.catalogue.sheets.foreign import craft_among, facets_among, plain, sku_of
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.lines import Line, Problem, out_of_step
from app.domain.catalogue.sheets.refusals import IN_DIRHAMS, PHOTO_LATER

_NEEDED = {"handle", "title", "variant price"}
_OPTIONS = ("Option1", "Option2", "Option3")
_ALONE = "default title"
MOST_SAID = 120


class Shopify:
    name = "shopify"

    def __init__(self, names: tuple[str, ...], known: Known, language: str) -> None:
        self._known, self._language = known, language
        self._names = {name.casefold(): name for name in names}
        keys = ["artisan", "craft", f"title_{language}", f"description_{language}", "sku", f"variant_{language}"]
        keys += ["price", "stock", "weight", "materials", "techniques", "colours"]
        self.present = {key: key for key in keys}
        self.notes = [Problem("", IN_DIRHAMS, {})]

    @staticmethod
    def recognises(names: tuple[str, ...]) -> bool:
        return {name.casefold() for name in names} >= _NEEDED

    def line(self, number: int, cells: Mapping[str, str], beyond: tuple[str, ...]) -> Line:
        def cell(name: str) -> str:
            return cells.get(self._names.get(name.casefold(), ""), "")

        handle, options = cell("Handle"), [cell(f"{one} Value") for one in _OPTIONS]
        options = [one for one in options if one and one.casefold() != _ALONE]
        is_variant = bool(cell("Variant Price") or cell("Variant SKU") or options or cell("Title"))
        said = self._piece(cell)
        if is_variant:
            said |= {
                "sku": cell("Variant SKU").lstrip("'") or sku_of(handle, *options),
                f"variant_{self._language}": " / ".join(options),
                "price": cell("Variant Price"),
                "stock": _count(cell("Variant Inventory Qty")),
                "weight": _grams(cell("Variant Grams")) if cell("Title") else "",
            }
        line = Line(number, {key: text for key, text in said.items() if text}, f"g:{handle}", is_variant)
        for picture in dict.fromkeys((cell("Image Src"), cell("Variant Image"))):
            if picture:
                line.notes.append(Problem("Image Src", PHOTO_LATER, {"said": picture[:MOST_SAID]}))
        return out_of_step(line, beyond)

    def _piece(self, cell: Callable[[str], str]) -> dict[str, str]:
        tags = [tag.strip() for tag in cell("Tags").split(",")]
        kinds = [cell("Type"), cell("Custom Product Type"), *reversed(cell("Product Category").split(">")), *tags]
        return {
            f"title_{self._language}": " ".join(plain(cell("Title")).split()),
            f"description_{self._language}": plain(cell("Body (HTML)")),
            "artisan": _artisan(cell("Vendor"), self._known),
            "craft": craft_among(kinds, self._known),
            **facets_among(tags, self._known),
        }


def _artisan(vendor: str, known: Known) -> str:
    """A vendor is often the shop's own name: where nobody is called so, the artisan chosen for all rows makes it."""
    return vendor if known.artisans.read(vendor) is not None else ""


def _count(text: str) -> str:
    """Shopify counts below zero what it sold and did not have."""
    return "0" if text.startswith("-") else text.removesuffix(".0")


def _grams(text: str) -> str:
    figure = text.split(".", maxsplit=1)[0]
    return "" if not figure.strip("0") else figure
