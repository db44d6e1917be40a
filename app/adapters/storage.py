"""Where files are kept: a local folder, or an S3-compatible bucket. Paths are relative, with forward slashes.

``public/`` holds renditions that anybody may load; ``private/`` holds originals, which no address leads to.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

if TYPE_CHECKING:  # a type that is not there at run time
    from obstore.store import RetryConfig

PATIENCE: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}
"""With a bucket that does not answer. The library's own is three minutes, and eight threads serve the whole site."""
PART = 1 << 20
"""Bytes of a large file in memory at once."""
PUBLIC = "public"
PRIVATE = "private"


class StorageTrouble(Exception):
    """The place cannot be reached or written to. What was asked may be tried again."""


class Kept(NamedTuple):
    """A file's bytes and the mark that changes with them."""

    body: bytes
    mark: str


class Read(NamedTuple):
    """A file as it is read, part by part. size: bytes."""

    size: int
    parts: Iterator[bytes]


class Storage:
    def __init__(self, store: ObjectStore, place: str) -> None:
        self._store = store
        self.place = place

    def put(self, path: str, body: bytes) -> None:
        """Keep a file, replacing what was there. Raises StorageTrouble."""
        try:
            obstore.put(self._store, path, body)
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble

    def get(self, path: str) -> Kept | None:
        """A file, or None where there is none. Raises StorageTrouble."""
        try:
            found = obstore.get(self._store, path)
            return Kept(bytes(found.bytes()), str(found.meta["e_tag"] or found.meta["size"]))
        except (FileNotFoundError, ValueError):  # ValueError: a path that no file can have
            return None
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble

    def keep(self, path: str, file: BinaryIO) -> None:
        """As ``put``, from an open file, a part at a time in memory. Raises StorageTrouble."""
        try:
            obstore.put(self._store, path, file, chunk_size=PART)
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble

    def parts(self, path: str) -> Read | None:
        """A large file part by part, or None where there is none. Raises StorageTrouble, here or while it is read."""
        try:
            found = obstore.get(self._store, path)
        except (FileNotFoundError, ValueError):
            return None
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble
        return Read(found.meta["size"], self._parts(found.stream(min_chunk_size=PART)))

    @staticmethod
    def _parts(found: Iterable[Any]) -> Iterator[bytes]:
        try:
            for part in found:
                yield bytes(part)
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is removed already. Raises StorageTrouble."""
        try:
            obstore.delete(self._store, path)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble

    def paths(self, folder: str = "") -> list[str]:
        """All files under a folder, in order. Raises StorageTrouble."""
        try:
            return sorted(str(found["path"]) for page in obstore.list(self._store, folder or None) for found in page)
        except (BaseError, OSError) as trouble:
            raise StorageTrouble(str(trouble)) from trouble


@lru_cache(maxsize=8)
def at(media_url: str) -> Storage:
    """The storage a setting names: a folder, made where it is missing, ``file://…`` or ``s3://bucket/prefix``.

    A bucket's keys and region come from the environment (AWS_ACCESS_KEY_ID and its like).
    """
    parts = urlsplit(media_url)
    if parts.scheme == "s3":
        prefix = parts.path.strip("/")
        return Storage(S3Store(parts.netloc, prefix=prefix or None, retry_config=PATIENCE), media_url)
    folder = Path(url2pathname(parts.path) if parts.scheme == "file" else media_url)
    folder.mkdir(parents=True, exist_ok=True)
    return Storage(LocalStore(folder), str(folder))
