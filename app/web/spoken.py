"""Words of a request in another language, as they stand beside the original on every page that shows it."""

from collections.abc import Callable
from typing import NamedTuple

from app.domain.purchasing import translating
from app.domain.purchasing.models import PurchaseRequest
from app.web import languages


class Spoken(NamedTuple):
    """A translation. language: its name in itself."""

    text: str
    language: str
    lang: str
    dir: str


def beside(asked: PurchaseRequest, about: str, mask: Callable[[str], str] = str) -> list[Spoken]:
    """The translations of some words of a request. mask: what is taken out before this reader sees them."""
    return [
        Spoken(mask(one.body), languages.NAMES[one.language], one.language, languages.direction(one.language))
        for one in translating.of(asked, about)
    ]
