"""Pictures: whether a file says that it is one, and the light forms of it that pages show.

The first is asked while a person waits, by reading the file's head alone (``picture_headers``). The second is the work
of a process of its own with bounded memory and time (``picture_child``): whatever a decoder does, it does it there.
Nothing of what surrounds the picture (where it was taken, by which telephone, comments) gets into what is made.
"""

import json
from typing import Any, BinaryIO, NamedTuple

from app.adapters import picture_headers
from app.adapters.containment import Bounds, answer_of
from app.base.errors import N_, Refusal

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 15 * MEBIBYTE
"""In a form; what comes in pieces may be ``LARGEST_IN_PIECES``."""
LARGEST_IN_PIECES = 30 * MEBIBYTE
MOST_PIXELS = 52_000_000
LEAST_SIDE = 160
LONGEST_SIDE = 16_000
MEMORY = 256 * MEBIBYTE
"""Address space for a small picture, most of it libraries; what each pixel may take beside it follows."""
BYTES_A_PIXEL = {"JPEG": 8, "PNG": 6, "WEBP": 18, "AVIF": 12, "HEIF": 12}
SECONDS = 40
"""Of processor time: twenty times what 50 megapixels take."""
PATIENCE = 180
"""Seconds on the clock, on a machine that has much else to do."""
LONGEST_ANSWER = 48 * MEBIBYTE


class NotAPicture(Refusal):
    text = N_("This file is not a photo that can be read. Send a JPEG, HEIC, PNG, WebP or AVIF photo.")


class TooHeavy(Refusal):
    text = N_("This file is too heavy: %(most)d MB at most.")
    status = 413


class TooManyPixels(Refusal):
    text = N_("This photo has too many pixels. Send it in a smaller size.")


class TooSmall(Refusal):
    text = N_("This photo is too small to be shown: %(least)d pixels at least on each side.")


class Size(NamedTuple):
    """Pixels. As the file stores them until the picture was prepared, then as it stands upright."""

    width: int
    height: int


class Rendition(NamedTuple):
    """kind: avif, webp or jpeg. width: pixels."""

    kind: str
    width: int
    body: bytes


class Prepared(NamedTuple):
    """blur: a few pixels as WebP, in base64, to stand where the picture will."""

    size: Size
    blur: str
    renditions: list[Rendition]


def inspect(body: bytes, most: int = LARGEST_FILE) -> Size:
    """Whether this says that it is a picture that can be shown, and a whole one. most: bytes.

    Raises NotAPicture, TooHeavy, TooManyPixels, TooSmall.
    """
    if len(body) > most:
        raise TooHeavy(most=most // MEBIBYTE)
    found = _read(body)
    if min(found.width, found.height) < LEAST_SIDE:
        raise TooSmall(least=LEAST_SIDE)
    if found.width * found.height > MOST_PIXELS or max(found.width, found.height) > LONGEST_SIDE:
        raise TooManyPixels
    return Size(found.width, found.height)


def prepare(body: bytes) -> Prepared:
    """The picture upright, in sRGB, in every width it fills (its own where it fills none), in three formats.

    Raises what ``inspect`` raises, and NoProcess.
    """
    size = inspect(body, LARGEST_IN_PIECES)
    memory = MEMORY + BYTES_A_PIXEL[_read(body).kind] * size.width * size.height
    with answer_of("picture_child.py", body, Bounds(memory, SECONDS, PATIENCE, LONGEST_ANSWER)) as answer:
        return _told(answer)


def _read(body: bytes) -> picture_headers.Facts:
    try:
        return picture_headers.read(body)
    except picture_headers.Broken as broken:
        raise NotAPicture from broken


def _told(answer: BinaryIO) -> Prepared:
    """What the child answered. One that ended in the midst of it met something it could not bear."""
    try:
        head: dict[str, Any] = json.loads(answer.readline())
        forms = [Rendition(kind, width, answer.read(length)) for kind, width, length in head["forms"]]
        if any(len(form.body) != length for form, (_, _, length) in zip(forms, head["forms"], strict=True)):
            raise NotAPicture
        return Prepared(Size(head["width"], head["height"]), head["blur"], forms)
    except (ValueError, KeyError, TypeError) as broken:
        raise NotAPicture from broken
