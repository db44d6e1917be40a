"""What the demonstration says: the TOML files under ``content/``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """One file, by its name without the ending."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _items_by_craft() -> dict[str, Table]:
    return {path.stem: read(f"items/{path.stem}") for path in sorted((FOLDER / "items").glob("*.toml"))}


def artisans() -> list[Table]:
    """The makers, craft by craft."""
    return [artisan for file in _items_by_craft().values() for artisan in file.get("artisan", [])]


def items() -> list[Table]:
    """The pieces, each with the ``craft`` whose file it stands in."""
    return [{"craft": craft, **item} for craft, file in _items_by_craft().items() for item in file.get("item", [])]


def custom(craft: str) -> Table:
    """A wish for a piece of a craft that is in no catalogue."""
    customs: list[Table] = read("letters")["customs"]
    return next(table for table in customs if table["craft"] == craft)
