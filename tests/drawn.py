"""Picture files for tests, as a telephone would send them."""

import io
from typing import Any

from PIL import Image


def jpeg(width: int = 600, height: int = 800, colour: str = "teal") -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(body, "JPEG")
    return body.getvalue()


def file(body: bytes | None = None, name: str = "IMG_0001.jpg") -> tuple[Any, str]:
    """A file field's value for the test client."""
    return io.BytesIO(jpeg() if body is None else body), name
