"""A photo made ready, beside what one would write with Pillow alone for the same files, in turn (A B A B).

The floor opens the photo once, lets the decoder shrink it (draft), turns it upright, and resizes and packs with the
same settings; it runs in a process that has Pillow loaded already. The product starts a process for each photo, and
that is counted: processor time of the process and its children, and the children's largest memory.
"""

import io
import sys
import time
from statistics import median

import pillow_heif
from PIL import Image, ImageOps

from app.adapters import images, picture_child
from tests.bench.measuring import measured

TIMES = 5
MOST = {"ratio": 1.2, "peak_mib": 160}
TWELVE, FIFTY = (4000, 3000), (8160, 6120)


def pictures() -> dict[str, object]:
    """Twelve megapixels as the figure asks, and what else telephones and bombs may bring."""
    photo = _packed(TWELVE, "JPEG", quality=88)
    found: dict[str, object] = {"goal": MOST, "12 megapixels": {**_beside(photo), **_inspected(photo)}}
    for name, body in (
        ("12 megapixels, HEIC", _packed(TWELVE, "HEIF", quality=50)),
        ("50 megapixels", _packed(FIFTY, "JPEG", quality=75)),
        ("50 megapixels, progressive", _packed(FIFTY, "JPEG", quality=75, progressive=True)),
        ("50 megapixels, PNG", _packed(FIFTY, "PNG", noise=0, compress_level=6)),
        ("50 megapixels, WebP", _packed(FIFTY, "WEBP", quality=40, method=0)),
    ):
        if len(body) > images.LARGEST_IN_PIECES:
            raise RuntimeError(f"{name}: {len(body)} bytes are more than anybody may send")
        spent, peak = measured(lambda body=body: images.prepare(body))
        found[name] = {"bytes": len(body), "cpu_ms": round(spent), "peak_mib": peak, **_inspected(body)}
    return found


def _beside(body: bytes) -> dict[str, object]:
    pairs = [(measured(lambda: images.prepare(body)), measured(lambda: by_hand(body))) for _ in range(TIMES)]
    ours, floor = median(pair[0][0] for pair in pairs), median(pair[1][0] for pair in pairs)
    peak = max(pair[0][1] for pair in pairs)
    ratio = round(median(pair[0][0] / pair[1][0] for pair in pairs), 2)
    return {
        "bytes": len(body),
        "cpu_ms": round(ours),
        "floor_cpu_ms": round(floor),
        "ratio": ratio,
        "peak_mib": peak,
        "holds": ratio <= MOST["ratio"] and peak <= MOST["peak_mib"],
    }


def by_hand(body: bytes) -> list[bytes]:
    """Four widths in three formats."""
    made = []
    with Image.open(io.BytesIO(body)) as source:
        source.draft("RGB", (picture_child.WIDEST, picture_child.WIDEST))
        whole = ImageOps.exif_transpose(source)
        for width in picture_child.WIDTHS:
            size = (width, round(whole.height * width / whole.width))
            shown = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            for kind, options in picture_child.OPTIONS.items():
                packed = io.BytesIO()
                shown.save(packed, kind.upper(), **options)
                made.append(packed.getvalue())
    return made


def _inspected(body: bytes) -> dict[str, float]:
    """What the web process does with it."""
    began = time.process_time()
    images.inspect(body, images.LARGEST_IN_PIECES)
    return {"in_the_web_process_ms": round((time.process_time() - began) * 1000, 2)}


def _packed(size: tuple[int, int], kind: str, *, noise: float = 24, **options: object) -> bytes:
    """Something like a photo: large soft shapes, edges, and a little noise (without it, a drawing)."""
    sys.stderr.write(f"drawing {size[0]} × {size[1]} {kind}\n")
    pillow_heif.register_heif_opener()
    soft = Image.effect_mandelbrot((size[0] // 8, size[1] // 8), (-2.2, -1.2, 0.8, 1.2), 60).resize(size)
    rough = Image.effect_noise((size[0] // 4, size[1] // 4), noise).resize(size)
    seen = Image.merge("RGB", (soft, Image.blend(soft, rough, 0.3), rough))
    body = io.BytesIO()
    seen.save(body, kind, **options)
    return body.getvalue()
