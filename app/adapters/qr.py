"""QR codes: an address for whoever holds paper in one hand and a telephone in the other."""

import io

import segno

QUIET = 4
"""Modules of white around a code, as readers want it."""
SCALE = 4
"""Pixels a module, so that no printer softens an edge."""


def png(address: str) -> bytes:
    """The code of an address as a picture in black and white. A code that is partly worn can still be read."""
    packed = io.BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(packed, kind="png", scale=SCALE, border=QUIET)
    return packed.getvalue()
