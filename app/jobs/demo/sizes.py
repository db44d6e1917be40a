"""Pieces that come in sizes: one variant a size, with the shelf spread over them."""

import re

from app.jobs.demo.content_files import Table

_RANGE = re.compile(r"^(\d\d)–(\d\d)$")
_WORDS = {"fr": "Pointure %s", "ar": "مقاس %s", "en": "Size %s", "es": "Talla %s"}
Size = tuple[str, dict[str, str], int]


def spread(table: Table) -> list[Size]:
    """(short label, label by language, units on the shelf) of each variant; one without a label where size is one.

    A range of shoe sizes ("36–46") is a variant each. What lies on the shelf are the small sizes first: the large
    ones sell out, which is what the demonstration's year tells.
    """
    shoes = _RANGE.match(table["size"]) if table["unit"] == "pair" else None
    if not shoes:
        return [("", {}, table["stock"])]
    sizes = range(int(shoes[1]), int(shoes[2]) + 1)
    shelf = dict.fromkeys(sizes, 0)
    in_small_sizes = [size for size in sizes if size < 42] or list(sizes)
    for unit in range(table["stock"]):
        shelf[in_small_sizes[unit % len(in_small_sizes)]] += 1
    return [(str(size), {language: words % size for language, words in _WORDS.items()}, shelf[size]) for size in sizes]
