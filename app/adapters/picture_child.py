"""A program of its own: one photo in, its light forms out. It knows nothing of the application and holds no secret.

It runs in bounds (``containment``), writes nothing but its answer, and may die without anybody else noticing.

In: the file. Out: a line of JSON, then the bytes it announces.
"""

import base64
import io
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from PIL import AvifImagePlugin, Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

READERS = (AvifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Each names itself to Image as it is imported; no other reader is ever asked."""
WIDTHS = (320, 480, 800, 1200)
WIDEST = WIDTHS[-1]
OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 7, "max_threads": 1},
    "webp": {"quality": 66, "method": 4},
    "jpeg": {"quality": 70, "progressive": True, "optimize": True},
}
BLUR = 8
"""Pixels of the shorter side of what stands there until the photo has come."""
PAPER = (255, 255, 255)
UPRIGHT_TAG = 0x0112
ROWS = 64
"""Of the small picture, made at once out of a band of the large one."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTERS = (5, 6, 7, 8)


def main(source: BinaryIO, answer: BinaryIO) -> None:
    Image.MAX_IMAGE_PIXELS = None  # the memory is what bounds it
    head: dict[str, Any] = {"refused": True}
    forms: list[bytes] = []
    try:
        size, whole = upright(source)
        made = list(renditions(whole))
        forms = [body for _kind, _width, body in made]
        told = [(kind, width, len(body)) for kind, width, body in made]
        head = {"width": size[0], "height": size[1], "blur": blurred(whole), "forms": told}
    except Exception:  # damaged files make the decoders raise almost anything, and all of it means the same
        forms = []
    answer.write(json.dumps(head).encode() + b"\n")
    answer.writelines(forms)
    answer.flush()


def upright(source: BinaryIO) -> tuple[tuple[int, int], Image.Image]:
    """The size it stands in, and its first frame as a fresh RGB picture, no larger than the widest form wants."""
    with _opened(source) as image:
        stored = image.size
        image.draft("RGB", (WIDEST, WIDEST))  # a JPEG is unfolded at a fraction of its size, never below this
        image.load()
        turn = _turn(image)  # not before: looking for it in a PNG loads it, and passes over damage
        flat = _coloured(_small(image, image.height if turn in _QUARTERS else image.width), image)
    return stored[::-1] if turn in _QUARTERS else stored, flat.transpose(_TURNS[turn]) if turn in _TURNS else flat


def renditions(whole: Image.Image) -> Iterator[tuple[str, int, bytes]]:
    """Kind, width and bytes, in every width it fills (its own where it fills none), in three formats."""
    for width in [width for width in WIDTHS if width <= whole.width] or [whole.width]:
        height = max(1, round(whole.height * width / whole.width))
        shown = whole.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        shown.info.clear()
        for kind, options in OPTIONS.items():
            packed = io.BytesIO()
            shown.save(packed, kind.upper(), **options)
            yield kind, width, packed.getvalue()


def blurred_file(source: BinaryIO) -> str:
    """``blurred`` for a picture of our own, which needs no process of its own."""
    return blurred(upright(source)[1])


def blurred(whole: Image.Image) -> str:
    """A few pixels of the picture as WebP, in base64: small enough to travel in the page itself."""
    scale = BLUR / min(whole.size)
    size = (min(2 * BLUR, round(whole.width * scale)), min(2 * BLUR, round(whole.height * scale)))
    packed = io.BytesIO()
    few = whole.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    few.info.clear()
    few.save(packed, "WEBP", quality=20, method=6)
    return base64.b64encode(packed.getvalue()).decode()


def _opened(source: BinaryIO) -> Image.Image:
    """HEIC is read by a library of its own, which is slow to start: for a file of that kind alone."""
    head = source.read(12)
    source.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] not in (b"avif", b"avis"):
        import pillow_heif  # noqa: PLC0415  # see above

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
        return Image.open(source, formats=("HEIF", "AVIF"))
    return Image.open(source, formats=("JPEG", "PNG", "WEBP", "AVIF"))


def _turn(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; upright where that cannot be read."""
    try:
        told = image.getexif().get(UPRIGHT_TAG, 1)
    except Exception:  # damaged EXIF raises as many types as damaged pictures; the picture itself may be good
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _small(image: Image.Image, width: int) -> Image.Image:
    """A picture that had to be unfolded whole, made smaller band by band: never two of its size in memory.

    width: pixels, as it will stand.
    """
    factor = width // (2 * WIDEST)
    if factor < 2:
        return _flat(image)
    small: Image.Image | None = None
    for top in range(0, image.height, ROWS * factor):
        band = _flat(image.crop((0, top, image.width, min(image.height, top + ROWS * factor)))).reduce(factor)
        small = small or Image.new(band.mode, (band.width, -(-image.height // factor)))
        small.paste(band, (0, top // factor))
    assert small is not None  # a picture has rows
    return small


def _coloured(flat: Image.Image, image: Image.Image) -> Image.Image:
    """Colours as the camera meant them. A profile that cannot be used is passed over."""
    profile = image.info.get("icc_profile")
    if profile and flat.mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(flat, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        flat = turned or flat
    return flat.convert("RGB")


def _flat(image: Image.Image) -> Image.Image:
    """Eight bits a colour, and nothing that can be seen through."""
    image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "P", "La", "RGBa") or "transparency" in image.info:
        return _on_paper(image)
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey become eight, instead of everything above 255 becoming white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256) + 0, "I").convert("L")
    return image.convert("L") if image.mode in ("1", "F") else image


def _on_paper(image: Image.Image) -> Image.Image:
    """What can be seen through is laid on white."""
    seen = image.convert("RGBA")
    flat = Image.new("RGB", seen.size, PAPER)
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
