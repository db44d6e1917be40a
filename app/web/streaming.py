"""Long documents, sent as they are made: one piece at a time in memory, packed on the way.

Each piece is made in a context of its own, begun and ended between two sends: whoever stops reading in the midst, or
reads slowly, holds neither a transaction nor a context open.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import brotli
from flask import Flask, Response, current_app, request

from app.base.database import reading
from app.web import caching, languages

Batch = TypeVar("Batch")


class Packer(Protocol):
    def pack(self, data: bytes) -> bytes: ...
    def end(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def pack(self, data: bytes) -> bytes:
        return self._inner.compress(data)

    def end(self) -> bytes:
        return self._inner.flush()


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Compressor(quality=5)

    def pack(self, data: bytes) -> bytes:
        return bytes(self._inner.process(data))

    def end(self) -> bytes:
        return bytes(self._inner.finish())


PACKERS: dict[str, Callable[[], Packer]] = {"br": _Brotli, "gzip": _Gzip}


def document(next_part: Callable[[int], tuple[str, int | None]], *, mark: str, mimetype: str) -> Response:
    """An answer made part by part.

    next_part: from where the last part ended (0 at first) to a text and where it ends; None after the last.
    mark: stands for all that it will hold; whoever has that already is sent nothing.
    """
    coding = next((one for one in PACKERS if request.accept_encodings.quality(one) > 0), None)
    known = caching.known(mark)
    if known is not None:
        return known
    parts = (text.encode() for text in batches(next_part))
    response = Response(_packed(parts, PACKERS[coding]()) if coding else parts, mimetype=mimetype)
    caching.marked(response, f"{mark}:{coding}" if coding else mark)
    if coding:
        response.headers["Content-Encoding"] = coding
    return response


def batches(next_one: Callable[[int], tuple[Batch, int | None]]) -> Iterator[Batch]:
    """What is made one after the other while it is sent, in the language of whoever asked.

    next_one: from where the last one ended (0 at first) to the next and where it ends; None after the last.
    """
    return _batches(current_app._get_current_object(), languages.current(), next_one)  # type: ignore[attr-defined]  # they outlive this context


def _batches(app: Flask, language: str, next_one: Callable[[int], tuple[Batch, int | None]]) -> Iterator[Batch]:
    at: int | None = 0
    while at is not None:
        with app.app_context(), reading():
            languages.speak(language)
            made, at = next_one(at)
        yield made


def _packed(parts: Iterator[bytes], packer: Packer) -> Iterator[bytes]:
    for part in parts:
        if packed := packer.pack(part):
            yield packed
    yield packer.end()
