"""WooCommerce's product table, as it writes it in English, French or Spanish: a row a product, and one a variation."""

import re
from collections.abc import Iterable, Mapping

from app.domain.catalogue.folding import fold
from app.domain.catalogue.sheets import amounts
from app.domain.catalogue.sheets.foreign import craft_among, facets_among, plain, sku_of
from app.domain.catalogue.sheets.known import Known
from app.domain.catalogue.sheets.lines import Line, Problem, out_of_step
from app.domain.catalogue.sheets.refusals import IN_DIRHAMS, PHOTO_LATER
from app.domain.catalogue.texts import LONGEST

CALLED = {
    "id": ("ID",),
    "type": ("Type", "Tipo"),
    "sku": ("SKU", "UGS"),
    "name": ("Name", "Nom", "Nombre"),
    "short": ("Short description", "Description courte", "Descripción corta"),
    "description": ("Description", "Descripción"),
    "in_stock": ("In stock?", "En stock ?", "¿Existencias?", "¿En inventario?"),
    "stock": ("Stock", "Inventario"),
    "price": ("Regular price", "Tarif régulier", "Prix régulier", "Tarif normal", "Precio normal"),
    "categories": ("Categories", "Catégories", "Categorías"),
    "tags": ("Tags", "Étiquettes", "Etiquetas"),
    "images": ("Images", "Imágenes"),
    "parent": ("Parent", "Superior", "Principal"),
}
_NEEDED = {"type", "name", "price"}
_WEIGHT = re.compile(r"(?:weight|poids|peso) (kg|g|lbs|oz)")
_GRAMS = {"kg": 1000.0, "g": 1.0, "lbs": 453.59237, "oz": 28.349523}
_LENGTHS = {
    "length": ("length", "longueur", "longitud"),
    "width": ("width", "largeur", "anchura", "ancho"),
    "height": ("height", "hauteur", "altura"),
}
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0, "in": 2.54}
_VALUES = re.compile(r"(?:attribute (\d+) value s|valeur s de l attribut (\d+)|valor es del atributo (\d+))")
MOST_SAID = 120


class WooCommerce:
    name = "woocommerce"

    def __init__(self, names: tuple[str, ...], known: Known, language: str) -> None:
        self._known, self._language = known, language
        self._parents: dict[str, str] = {}
        folded = {fold(name): name for name in names}
        self._names = {
            key: next((folded[fold(one)] for one in called if fold(one) in folded), "")
            for key, called in CALLED.items()
        }
        self._weight = [(folded[name], _GRAMS[match[1]]) for name in folded if (match := _WEIGHT.fullmatch(name))]
        self._lengths = {
            key: (folded[f"{word} {unit}"], times)
            for key, called in _LENGTHS.items()
            for word in called
            for unit, times in _CENTIMETRES.items()
            if f"{word} {unit}" in folded
        }
        self._values = [folded[name] for name in folded if _VALUES.fullmatch(name)]
        keys = ["craft", f"title_{language}", f"lead_{language}", f"description_{language}", "sku", "artisan"]
        keys += [f"variant_{language}", "price", "stock", "weight", "materials", "techniques", "colours", *_LENGTHS]
        self.present = {key: key for key in keys}
        self.notes = [Problem("", IN_DIRHAMS, {})]

    @staticmethod
    def recognises(names: tuple[str, ...]) -> bool:
        folded = {fold(name) for name in names}
        return all(any(fold(one) in folded for one in CALLED[key]) for key in _NEEDED)

    def line(self, number: int, cells: Mapping[str, str], beyond: tuple[str, ...]) -> Line:
        cell = {key: cells.get(name, "") for key, name in self._names.items()}
        kind = cell["type"].split(",")[0].strip().casefold()
        is_variation, values = kind == "variation", [cells[name] for name in self._values if cells[name]]
        sku = cell["sku"] or sku_of("wc", cell["id"] or cell["name"])
        line = Line(number, {}, f"g:{self._group(cell, kind, sku)}", kind not in ("variable", "grouped"))
        said = self._piece(cell, values) if not is_variation else {}
        if line.is_variant:
            label = " / ".join(values) if is_variation else ""
            said |= {"sku": sku, f"variant_{self._language}": label, "price": cell["price"], "stock": _count(cell)}
        if not is_variation:
            said |= self._measures(cells)
        line.cells = {key: text for key, text in said.items() if text}
        for picture in filter(None, (one.strip() for one in cell["images"].split(","))):
            line.notes.append(Problem(self._names["images"], PHOTO_LATER, {"said": picture[:MOST_SAID]}))
        return out_of_step(line, beyond)

    def _group(self, cell: Mapping[str, str], kind: str, sku: str) -> str:
        """Variations name the product they belong to by its number or by its SKU."""
        if kind == "variation":
            parent = cell["parent"].removeprefix("id:")
            return self._parents.get(parent, parent)
        group = cell["sku"] or cell["id"] or sku
        if kind == "variable":
            self._parents |= {cell["id"]: group, cell["sku"]: group}
        return group

    def _piece(self, cell: dict[str, str], values: list[str]) -> dict[str, str]:
        tags = [tag.strip() for tag in cell["tags"].split(",")]
        categories = [part.strip() for path in cell["categories"].split(",") for part in reversed(path.split(">"))]
        attributes = [value.strip() for said in values for value in said.split(",")]
        lead, description = (plain(cell[name].replace("\\n", "\n")) for name in ("short", "description"))
        if len(lead) > LONGEST["lead"]:
            lead, description = "", f"{lead}\n\n{description}".strip()
        return {
            f"title_{self._language}": " ".join(plain(cell["name"]).split()),
            f"lead_{self._language}": " ".join(lead.split()),
            f"description_{self._language}": description,
            "artisan": next((tag for tag in tags if self._known.artisans.read(tag) is not None), ""),
            "craft": craft_among([*categories, *tags], self._known),
            **facets_among([*tags, *attributes], self._known),
        }

    def _measures(self, cells: Mapping[str, str]) -> dict[str, str]:
        said = {}
        for name, times in self._weight:
            said["weight"] = _times(cells[name], times, 0)
        for key, (name, times) in self._lengths.items():
            said[key] = _times(cells[name], times, 1)
        return said


def _first(names: Mapping[str, str], called: Iterable[str]) -> str:
    return next((names[fold(one)] for one in called if fold(one) in names), "")


def _count(cell: Mapping[str, str]) -> str:
    """Without a count of its own, a product is there or not: how many is not said."""
    stock = cell["stock"].split(".")[0]
    if stock.startswith("-"):
        return "0"
    return stock if stock else "0" if cell["in_stock"] == "0" else ""


def _times(text: str, factor: float, decimals: int) -> str:
    """The figure in our unit; what is no figure stays as it is, so that the report says so."""
    found = amounts.decimal(text) if text else None
    if found is None:
        return text
    figure = round(float(found) * factor, decimals)
    return f"{figure:.{decimals}f}" if figure else ""
