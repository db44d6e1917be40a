"""Drawn pictures: the same kind and seed give the same picture, today and when these were first drawn."""

import pytest
from PIL import Image

from app.adapters import art

SIDE = 16
NEAR = 3
"""Grey values by which a pixel of the small picture may differ: another release of the drawing library rounds anew."""
FIRST_DRAWN = {
    ("lantern", 7): (
        "64747d7e7f838788877a73736c66615e6c7d8283858a8e8f918b7d77726d6762"
        "7283878a8d91949090968a7d77726b6774868b8f93989b82839b92837d77736e"
        "778a93959a9e9e807e97988b837d78737b8b979c9b8d9c817f8f7b8c8a847f7a"
        "808f9ba09988ab868492748b8f88837d7f8e9ca1989dbca7a6ab8e8e938b8780"
        "7c899aa19199baa4a2a8898a948c87807984969f8d97b9a3a0a78786948a827e"
        "757f929c8f99baa4a1a88a8a90857c766f788c968a8ead9c9aa27a86897b736a"
        "999ca3a99a849d8280916f94a49f9b97adaeb0b09f88947f7e89788d9dacafad"
        "aaabadada89f9b9998989b9fa6ababaaa4a5a7a8aaacadadadadacaba9a7a5a4"
    ),
    ("zouak", 7): (
        "dededee0e1dfdedededee1e0e0dedddddcdde0e3e5e7e0d7d6dce0dfdeddddde"
        "dce0e2e5deb891828187aad0dddddfdfdce0e3db9e6a7b6f717e5d84c6dddfdf"
        "dde1e4a56f7e757687a18c5a84d4dededde1dc8c8187888ea8b0986d6abadcde"
        "dce0d8847d9899abbcaf9a6d63add7dbdce0d9827c9ca7bcbba49d6d61abd5d8"
        "dadeda716fa3b7c0af9fa06354acd5d8d6dbd78480b2c3baa6a3a36f63add7d9"
        "d4d8d48886c0c4b1a7a8a87366add8dad2d5d47074c3beaeaeaeaf6654add6d8"
        "d3d4d27472aaa6a1a1a1a06457aad1d3d3d4cf9272787e655d6a695b6ea6ced1"
        "d0d1d0b69c9797959596959598b4cfd1d0ced0d2cecdcdcdcdcdd1d2d2d0d3d2"
    ),
}
"""What the pictures looked like at the beginning: {(kind, seed): grey values of 16 by 16 pixels}."""


def small(picture: Image.Image) -> bytes:
    return picture.convert("L").resize((SIDE, SIDE)).tobytes()


@pytest.mark.parametrize(("kind", "seed"), FIRST_DRAWN)
def test_a_picture_is_still_the_one_first_drawn(kind: str, seed: int) -> None:
    picture = art.draw(kind, seed)
    assert picture.size == (1200, 1500)
    first = bytes.fromhex(FIRST_DRAWN[kind, seed])
    furthest = max(abs(now - then) for now, then in zip(small(picture), first, strict=True))
    assert furthest <= NEAR, f"differs by up to {furthest} of 255"


def test_another_seed_draws_another_picture() -> None:
    assert small(art.draw("lantern", 8)) != bytes.fromhex(FIRST_DRAWN["lantern", 7])
