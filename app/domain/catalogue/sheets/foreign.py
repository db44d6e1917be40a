"""What the tables of other shops have in common: markup, tags that may be crafts or materials, SKUs that lack."""

import hashlib
import html
import re
from collections.abc import Iterable

import nh3

from app.domain.catalogue.folding import fold
from app.domain.catalogue.sheets.known import Known

_BREAK = re.compile(r"(?i)<(?:br|/p|/li|/div|/h[1-6]|/tr)\b[^>]*>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
LONGEST_SKU = 40
FACETS = {"material": "materials", "technique": "techniques", "colour": "colours"}


def plain(markup: str) -> str:
    """What is read of a text in HTML: paragraphs stay apart, scripts and styles are gone."""
    text = html.unescape(nh3.clean(_BREAK.sub("\n", markup), tags=set()))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def craft_among(names: Iterable[str], known: Known) -> str:
    """The first that is the name of a craft of ours, as its slug; empty where none is."""
    for name in names:
        found = known.crafts.read(name)
        if found is not None:
            return known.crafts.write(found, "fr")
    return ""


def facets_among(names: Iterable[str], known: Known) -> dict[str, str]:
    """Which of our materials, techniques and colours are named so, by key of their columns."""
    said = list(names)
    found: dict[str, str] = {}
    for kind, key in FACETS.items():
        things = known.facets[kind]
        called = dict.fromkeys(things.write(one, "fr") for name in said if (one := things.read(name)) is not None)
        if called:
            found[key] = ", ".join(called)
    return found


def sku_of(*parts: str) -> str:
    """A SKU where the other shop has none: the same for the same piece, every time."""
    made = "-".join(fold(part).replace(" ", "-") for part in parts if fold(part))
    made = "".join(sign for sign in made if sign.isalnum() or sign == "-")
    if 0 < len(made) <= LONGEST_SKU:
        return made
    return f"{made[: LONGEST_SKU - 11]}-{hashlib.sha256(made.encode()).hexdigest()[:10]}".lstrip("-")
