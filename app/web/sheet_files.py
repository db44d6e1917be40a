"""Where the files of tables are kept: what people sent, what takes it back, and what they asked for."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import current_app

from app.adapters import storage
from app.base.errors import N_, Refusal

FOLDER = f"{storage.PRIVATE}/tables"
BACK = ".back"
"""Behind the key of an imported table: the table that takes it back."""


class CannotKeep(Refusal):
    text = N_("The table cannot be kept at present. Try again in a few minutes.")
    status = 503


def keep(name: str, file: BinaryIO) -> None:
    """Raises StorageTrouble."""
    _place().keep(f"{FOLDER}/{name}", file)


def parts(name: str) -> Iterator[bytes] | None:
    """A file part by part; None where there is none. Raises StorageTrouble."""
    found = _place().parts(f"{FOLDER}/{name}")
    return found.parts if found else None


def remove(name: str) -> None:
    """Raises StorageTrouble."""
    _place().delete(f"{FOLDER}/{name}")


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)
