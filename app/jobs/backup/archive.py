"""The file: a zip with a manifest that says what must be in it.

manifest.json           what is inside, with sums        secret_key      opens the customers' links
tables/NAME.jsonl       a row a line                     media/…         pictures, as they lie in the storage
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

import click

from app.jobs.backup.rows import Columns

FORMAT = 1
MANIFEST, SECRET = "manifest.json", "secret_key"


class Unusable(click.ClickException):
    """The archive cannot be used; the message says why."""


@dataclass
class TableFacts:
    columns: Columns
    rows: int
    digest: str


@dataclass
class Manifest:
    """revision: the migration the tables were at. media: SHA-256 by path. tables: in the order to fill them."""

    made_at: str
    engine: str
    revision: str
    tables: dict[str, TableFacts] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def written(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)


class Archive:
    """An archive that was made, opened for reading."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = ZipFile(file)
            said: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
        except (OSError, BadZipFile, KeyError, ValueError) as trouble:
            raise Unusable(f"{file} is not a backup of Maalem, or not a whole one ({trouble}).") from trouble
        if said.get("format") != FORMAT:
            raise Unusable(f"{file} is of format {said.get('format')}; this version reads format {FORMAT}.")
        tables = {
            name: TableFacts([(column, kind) for column, kind in facts["columns"]], facts["rows"], facts["digest"])
            for name, facts in said.pop("tables").items()
        }
        self.manifest = Manifest(**{**said, "tables": tables})
        for path in self.manifest.media:
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                raise Unusable(f"{file} holds a picture with a path that leads elsewhere: {path}")

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def lines(self, table: str) -> Iterator[str]:
        with self._zip.open(table_path(table)) as file:
            for line in file:
                yield line.decode().rstrip("\n")

    def medium(self, path: str) -> bytes:
        """A picture's bytes, compared with the sum the manifest gives."""
        body = self._zip.read(media_path(path))
        if sum_of(body) != self.manifest.media[path]:
            raise Unusable(f"{path} is damaged in the archive.")
        return body

    def secret(self) -> str:
        return self._zip.read(SECRET).decode()


def table_path(name: str) -> str:
    return f"tables/{name}.jsonl"


def media_path(path: str) -> str:
    return f"media/{path}"


def sum_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
