"""Files that are nearly photos: real ones of every kind, damaged by seeded dice, the same for the same seed."""

import io
import random
from collections.abc import Iterator
from functools import lru_cache

import pillow_heif
from PIL import Image

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")


@lru_cache
def whole() -> tuple[bytes, ...]:
    """A real photo of each kind, and a progressive one as it comes from the Web."""
    pillow_heif.register_heif_opener()
    seen = Image.effect_noise((60, 80), 90).convert("RGB").resize((240, 320))
    exif = Image.Exif()
    exif[0x0112] = 6
    return tuple(
        _packed(seen, kind, **options)
        for kind, options in (*((kind, {}) for kind in KINDS), ("JPEG", {"progressive": True, "exif": exif.tobytes()}))
    )


def drawn(count: int, seed: int) -> Iterator[bytes]:
    """So many odd files: bytes changed, parts cut out, doubled, exchanged between kinds, lengths that lie."""
    dice = random.Random(seed)
    for number in range(count):
        body = bytearray(whole()[number % len(whole())])
        for _ in range(dice.choice((1, 1, 2, 4))):
            dice.choice(_DAMAGES)(body, dice)
        yield bytes(body)


def _packed(image: Image.Image, kind: str, **options: object) -> bytes:
    body = io.BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()


def _bytes(body: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 4, 40, 400))):
        if body:
            body[dice.randrange(len(body))] = dice.randrange(256)


def _head(body: bytearray, dice: random.Random) -> None:
    """Among the first bytes, where sizes and kinds are said."""
    for _ in range(dice.choice((1, 2, 6))):
        if body:
            body[dice.randrange(min(len(body), 300))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))


def _cut(body: bytearray, dice: random.Random) -> None:
    del body[dice.randrange(len(body) + 1) :]


def _hole(body: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(body) + 1)
    del body[at : at + dice.choice((1, 7, 300))]


def _twice(body: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(body) + 1)
    body[at:at] = body[at : at + dice.choice((4, 60, 2000))]


def _exchanged(body: bytearray, dice: random.Random) -> None:
    other = dice.choice(whole())
    at = dice.randrange(min(len(body), len(other)) + 1)
    body[at:] = other[at:]


_DAMAGES = (_bytes, _bytes, _head, _head, _cut, _hole, _twice, _exchanged)
