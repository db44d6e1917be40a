"""Countries as people call them."""

from babel import Locale
from flask_babel import get_locale

FALLBACK = Locale("fr")


def country_name(code: str) -> str:
    """A country by its two letters, in the reader's language, in French where that language has no name for it."""
    here = get_locale() or FALLBACK
    return here.territories.get(code) or FALLBACK.territories.get(code) or code
