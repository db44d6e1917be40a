"""Pictures of every kind, whole and damaged: shown upright and bare, or refused with a sentence."""

import base64
import io
import struct
import sys
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from app.adapters import containment, images, picture_headers
from app.base.errors import Refusal
from tests import odd_files

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (240, 240, 240)


def quarters(width: int = 600, height: int = 800) -> Image.Image:
    """A picture whose corners are red, green, blue and white, clockwise from the top left."""
    made = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(made)
    for colour, corner in zip((RED, GREEN, BLUE, WHITE), ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        left, top = corner[0] * width // 2, corner[1] * height // 2
        pen.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return made


def packed(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    body = io.BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()


def shown(body: bytes, kind: str = "jpeg") -> Image.Image:
    """The widest rendition of a kind."""
    widest = [made for made in images.prepare(body).renditions if made.kind == kind][-1]
    return Image.open(io.BytesIO(widest.body))


def nearest(image: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    found = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    return min((RED, GREEN, BLUE, WHITE), key=lambda c: sum(abs(a - b) for a, b in zip(c, found, strict=True)))


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_of_holding_the_camera_comes_out_upright(turn: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what the sensor saw, by Image.Transpose
    seen = quarters() if turn == 1 else quarters().transpose(Image.Transpose(undo[turn]))
    exif = Image.Exif()
    exif[0x0112] = turn
    body = packed(seen, exif=exif, quality=95)
    prepared = images.prepare(body)
    assert prepared.size == (600, 800)
    upright = Image.open(io.BytesIO([made.body for made in prepared.renditions if made.kind == "jpeg"][-1]))
    assert (upright.width, upright.height) == (480, 640)
    corners = [nearest(upright, x, y) for x, y in ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))]
    assert corners == [RED, GREEN, BLUE, WHITE]


def test_nothing_but_the_picture_gets_through() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = "SecretPhone", "SecretApp"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (35.0, 46.0, 0.0), "W", (5.0, 48.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = packed(quarters(), exif=exif, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>", icc_profile=profile)
    assert b"SecretPhone" in body and b"SecretXmp" in body and b"SecretComment" in body
    prepared = images.prepare(body)
    assert b"Secret" not in base64.b64decode(prepared.blur)
    for made in prepared.renditions:
        assert b"Secret" not in made.body and b"Exif" not in made.body, made.kind
        found = Image.open(io.BytesIO(made.body))
        found.load()
        assert not found.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & found.info.keys(), made.kind
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SecretAuthor")
    for made in images.prepare(packed(quarters(), "PNG", pnginfo=notes)).renditions:
        assert b"Secret" not in made.body


def test_widths_that_the_picture_fills_in_three_formats() -> None:
    made = images.prepare(packed(quarters(900, 1200))).renditions
    assert [(one.kind, one.width) for one in made] == [
        (kind, width) for width in (320, 480, 800) for kind in ("avif", "webp", "jpeg")
    ]
    for one in made:
        found = Image.open(io.BytesIO(one.body))
        assert (found.format, found.size) == (one.kind.upper(), (one.width, round(one.width * 4 / 3)))


def test_a_small_picture_is_never_blown_up() -> None:
    assert {made.width for made in images.prepare(packed(quarters(200, 250))).renditions} == {200}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_other_formats_are_read(kind: str) -> None:
    assert nearest(shown(packed(quarters(), kind)), 0.2, 0.2) == RED


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "RGBA", "LA", "I;16"])
def test_every_kind_of_colour_becomes_plain_colour(mode: str) -> None:
    seen = quarters().convert("L").convert("I;16") if mode == "I;16" else quarters().convert(mode)
    body = packed(seen, "JPEG" if mode == "CMYK" else "PNG")
    for kind in ("avif", "webp", "jpeg"):
        assert shown(body, kind).mode == "RGB"


def test_sixteen_bits_of_grey_stay_grey() -> None:
    grey = Image.new("I;16", (400, 400), 128 * 256)
    assert shown(packed(grey, "PNG")).getpixel((50, 50))[0] == pytest.approx(128, abs=3)


def test_what_can_be_seen_through_lies_on_white() -> None:
    clear = Image.new("RGBA", (400, 400), (10, 10, 10, 0))
    assert shown(packed(clear, "PNG")).getpixel((50, 50)) == pytest.approx((255, 255, 255), abs=2)
    palette = Image.new("P", (400, 400), 0)
    palette.putpalette([10, 10, 10] * 256)
    assert shown(packed(palette, "PNG", transparency=0)).getpixel((50, 50)) == pytest.approx((255, 255, 255), abs=2)


def test_of_a_moving_picture_the_first_frame_is_shown() -> None:
    frames = [Image.new("RGB", (400, 400), colour) for colour in (RED, BLUE)]
    for kind in ("WEBP", "PNG"):
        body = packed(frames[0], kind, save_all=True, append_images=frames[1:])
        assert nearest(shown(body), 0.5, 0.5) == RED


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny file that says it is a very large picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


WHOLE = packed(quarters(), quality=90)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", images.NotAPicture),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", images.NotAPicture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", images.NotAPicture),
        (b"GIF89a" + b"\0" * 200, images.NotAPicture),
        (packed(quarters(), "GIF"), images.NotAPicture),
        (packed(quarters(), "TIFF"), images.NotAPicture),
        (WHOLE[: len(WHOLE) // 2], images.NotAPicture),
        (WHOLE[:300], images.NotAPicture),
        (packed(quarters(), "PNG")[:2000], images.NotAPicture),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, images.NotAPicture),
        (packed(quarters(), "HEIF")[:-400], images.NotAPicture),
        (packed(quarters(), "WEBP")[:-10], images.NotAPicture),
        (packed(quarters(), "AVIF")[:-10], images.NotAPicture),
        (b"\xff\xd8" + b"\0" * images.LARGEST_FILE, images.TooHeavy),
        (packed(quarters(100, 800)), images.TooSmall),
        (png_that_claims(30_000, 30_000), images.TooManyPixels),
        (png_that_claims(9_000, 9_000), images.TooManyPixels),
        (png_that_claims(8_000, 7_000), images.TooManyPixels),
        (png_that_claims(200, 20_000), images.TooManyPixels),
        (png_that_claims(2**31 - 1, 2**31 - 1), images.TooManyPixels),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason(body: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        images.inspect(body)
    with pytest.raises(images.NotAPicture if refusal is images.TooHeavy else refusal):  # in pieces it may be heavier
        images.prepare(body)


def test_damaged_camera_notes_do_not_cost_the_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    body = bytearray(packed(quarters(), exif=exif))
    start = body.index(b"Exif\0\0") + 6
    body[start : start + 12] = b"\xff" * 12
    assert images.prepare(bytes(body)).size == (600, 800)


def test_an_unusable_colour_profile_is_passed_over() -> None:
    assert nearest(shown(packed(quarters(), icc_profile=b"not a profile" * 20)), 0.2, 0.2) == RED


def test_a_photo_by_an_iphone_is_upright_and_bare() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretPhone"
    body = packed(quarters().transpose(Image.Transpose.ROTATE_90), "HEIF", exif=exif.tobytes())
    assert b"SecretPhone" in body
    prepared = images.prepare(body)
    assert prepared.size == (600, 800)
    assert not [made for made in prepared.renditions if b"Secret" in made.body]
    seen = Image.open(io.BytesIO(prepared.renditions[-1].body))
    assert [nearest(seen, x, y) for x, y in ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))] == [
        RED,
        GREEN,
        BLUE,
        WHITE,
    ]


def test_a_few_pixels_of_it_stand_there_until_it_has_come() -> None:
    blur = images.prepare(packed(quarters())).blur
    few = Image.open(io.BytesIO(base64.b64decode(blur)))
    assert few.format == "WEBP" and min(few.size) == 8 and len(blur) < 400
    assert [nearest(few, x, y) for x, y in ((0.2, 0.2), (0.8, 0.8))] == [RED, BLUE]


@pytest.mark.parametrize(
    ("kind", "width", "height", "options"),
    [
        ("JPEG", 8160, 6120, {"quality": 60}),
        ("PNG", 8160, 6120, {"compress_level": 1}),
        ("WEBP", 6120, 8160, {"quality": 30, "method": 0}),
        ("HEIF", 2640, 1980, {"quality": 20}),  # packing a larger one takes half a minute
    ],
)
def test_fifty_megapixels_are_prepared(kind: str, width: int, height: int, options: dict[str, int]) -> None:
    prepared = images.prepare(packed(quarters(width, height), kind, **options))
    assert prepared.size == (width, height)
    widest = Image.open(io.BytesIO([made.body for made in prepared.renditions if made.kind == "webp"][-1]))
    assert widest.size == (1200, round(height * 1200 / width)) and nearest(widest, 0.8, 0.8) == BLUE


def test_a_bomb_gets_no_more_memory_than_its_size_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that says it is small, and whose decoder wants more: the process ends, and nobody else notices."""
    monkeypatch.setattr(picture_headers, "read", lambda _body: picture_headers.Facts("PNG", 200, 200))
    monkeypatch.setattr(images, "MEMORY", 160 * images.MEBIBYTE)
    with pytest.raises(images.NotAPicture):
        images.prepare(packed(Image.new("RGB", (9000, 9000)), "PNG"))
    assert images.prepare(packed(quarters(), "PNG")).size == (600, 800)


def test_a_file_that_keeps_a_decoder_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "PATIENCE", 0.05)
    with pytest.raises(images.NotAPicture):
        images.prepare(packed(quarters()))


def test_a_machine_that_cannot_start_a_process_says_nothing_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(containment.NoProcess):
        images.prepare(packed(quarters()))


def test_nothing_but_a_refusal_comes_out_of_damaged_files() -> None:
    """Sixty here; a thousand, sent to the site, are in the torture suite."""
    refused = 0
    for body in odd_files.drawn(60, seed=2026):
        try:
            images.prepare(body)
        except Refusal:
            refused += 1
    assert 10 < refused < 60
