"""Papers: whether a file is a document or a picture that may be kept, and nothing that does something when opened.

A document is never drawn here. It is looked through, its streams unpacked in bounded memory and time, and refused if it
runs scripts, starts programs, carries files, sends forms, or hides from being looked at. Whoever opens it later
gets it as a file of its own, apart from the site.
"""

import re
import zlib
from collections.abc import Iterator

from app.adapters import images
from app.base.errors import N_, Refusal

LARGEST_FILE = 10 * 1024 * 1024
MOST_UNPACKED = 48 * 1024 * 1024
MOST_FED = 2 * LARGEST_FILE
CHUNK = 1024
ZLIB_HEAD = 2
PDF = "application/pdf"
KINDS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}
"""What is kept, with the ending its file is given."""
_PICTURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypavif", 4, "image/avif"),
)
_HEAD = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|GoToE|Rendition)\b")
_LOCKED = re.compile(rb"/Encrypt\b")


class NotAPaper(Refusal):
    text = N_("This file is neither a PDF nor a photo that can be read. Send a PDF, JPEG, PNG, WebP or AVIF file.")


class TooHeavy(Refusal):
    text = N_("This file is too heavy: %(most)d MB at most.")


class Active(Refusal):
    text = N_("This PDF holds more than pages: scripts, forms or other files. Print it to a new PDF, or photograph it.")


class TooFull(Refusal):
    text = N_("This PDF holds too much once it is unpacked. Print it to a smaller one, or photograph it.")


class Locked(Refusal):
    text = N_("This PDF is locked by a password, so nobody can look at it. Send one without.")


def inspect(body: bytes) -> str:
    """The media type of a paper that may be kept. Raises NotAPaper, TooHeavy, TooFull, Active, Locked."""
    if len(body) > LARGEST_FILE:
        raise TooHeavy(most=LARGEST_FILE // 1024 // 1024)
    if _HEAD.match(body):
        _look_through(body)
        return PDF
    kind = next((kind for sign, place, kind in _PICTURES if body[place : place + len(sign)] == sign), None)
    if kind is None:
        raise NotAPaper
    try:
        images.inspect(body)
    except Refusal as damage:
        raise NotAPaper from damage
    return kind


def _look_through(body: bytes) -> None:
    if b"%%EOF" not in body[-2048:] or b"endobj" not in body:
        raise NotAPaper
    for part in (body, *_unpacked(body)):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
        if _LOCKED.search(plain):
            raise Locked
        if _ACTIVE.search(plain):
            raise Active


def _unpacked(body: bytes) -> Iterator[bytes]:
    """What its streams hold where they are packed as usual, up to where they can be read. Raises TooFull.

    The sum at a stream's end is not looked at: a reader would show one with a wrong sum all the same.
    """
    left, fed = MOST_UNPACKED, 0
    for start in _STREAM.finditer(body):
        packed, held = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
        for place in range(start.end() + ZLIB_HEAD, len(body), CHUNK):
            try:
                held += packed.decompress(body[place : place + CHUNK], left - len(held) + 1)
            except zlib.error:
                break
            fed += CHUNK
            if fed > MOST_FED or len(held) > left:
                raise TooFull
            if packed.eof:
                break
        left -= len(held)
        yield bytes(held)
