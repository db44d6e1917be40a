"""What a picture's file says of itself, read from its own bytes: what kind it is, how large, and whether it is whole.

No decoder is touched: this is what the web process does with a file somebody sent, so it costs no memory beside the
file and a few milliseconds, whatever the file holds. That a picture can really be unfolded, the worker finds out.
"""

import re
from collections.abc import Iterator
from struct import error, unpack_from
from typing import NamedTuple

MOST_PARTS = 50_000
"""Segments, chunks or boxes of one file; a photo has a few thousand at most."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PNG = b"\x89PNG\r\n\x1a\n"
_AVIF = {b"avif", b"avis"}
_HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}


class Broken(Exception):
    """No picture of a kind that is known here, or not a whole one."""


class Facts(NamedTuple):
    """kind: JPEG, PNG, WEBP, AVIF or HEIF. width, height: pixels as they are stored, before any turning upright."""

    kind: str
    width: int
    height: int


def read(body: bytes) -> Facts:
    """Raises Broken."""
    try:
        if body[:3] == b"\xff\xd8\xff":
            return Facts("JPEG", *_jpeg(body))
        if body[:8] == _PNG:
            return Facts("PNG", *_png(body))
        if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
            return Facts("WEBP", *_webp(body))
        if body[4:8] == b"ftyp":
            return Facts(_brand(body), *_boxed(body))
    except (error, IndexError) as cut:  # it ends in the midst of what it was saying
        raise Broken from cut
    raise Broken


def _jpeg(body: bytes) -> tuple[int, int]:
    """Segment after segment to the end of the first picture; telephones append films and notes of their own to it."""
    size, at = (0, 0), 2
    for _ in range(MOST_PARTS):
        found = _MARKER.search(body, at)
        if found is None:
            break
        at, marker = found.end(), body[found.end() - 1]
        if marker == 0xD9:
            return size
        if marker in (0x01, 0xD8):
            continue
        (length,) = unpack_from(">H", body, at)
        if marker in _FRAMES:
            height, width = unpack_from(">HH", body, at + 3)
            size = (width, height)
        at += length
    raise Broken


def _png(body: bytes) -> tuple[int, int]:
    at = len(_PNG)
    if body[at + 4 : at + 8] != b"IHDR":
        raise Broken
    width, height = unpack_from(">II", body, at + 8)
    for _ in range(MOST_PARTS):
        length, name = unpack_from(">I4s", body, at)
        at += 12 + length
        if name == b"IEND":
            return width, height
    raise Broken


def _webp(body: bytes) -> tuple[int, int]:
    (length,) = unpack_from("<I", body, 4)
    if length + 8 > len(body):
        raise Broken
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", body, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", body, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise Broken


def _brand(body: bytes) -> str:
    """The first brand that says how it is packed, the main one before those that it agrees with."""
    (length,) = unpack_from(">I", body)
    brands = [body[8:12], *(body[at : at + 4] for at in range(16, min(length, 256), 4))]
    for brand in brands:
        if brand in _AVIF:
            return "AVIF"
        if brand in _HEIF:
            return "HEIF"
    raise Broken


def _boxed(body: bytes) -> tuple[int, int]:
    """The largest picture in the file: a photo by an iPhone is many tiles and the whole they make."""
    sizes = []
    for name, start, end in _boxes(body, 0, len(body)):
        if name == b"meta":
            sizes += [unpack_from(">II", body, at + 4) for at in _extents(body, start + 4, end)]
    if not sizes:
        raise Broken
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height


def _extents(body: bytes, start: int, end: int) -> Iterator[int]:
    """Where the sizes stand, as meta/iprp/ipco/ispe."""
    for name, inner, last in _boxes(body, start, end):
        if name in (b"iprp", b"ipco"):
            yield from _extents(body, inner, last)
        elif name == b"ispe":
            yield inner


def _boxes(body: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """name, where its content begins and ends. A box that goes beyond what holds it is cut off."""
    for _ in range(MOST_PARTS):
        if at + 8 > end:
            return
        length, name = unpack_from(">I4s", body, at)
        inner = at + 8
        if length == 1:
            (length,) = unpack_from(">Q", body, inner)
            inner += 8
        last = end if length == 0 else at + length
        if last > end or last < inner:
            raise Broken
        yield name, inner, last
        at = last
    raise Broken
