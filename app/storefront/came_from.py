"""Which search a piece was opened from: the browser says the page before, and pages stay the same for everybody.

The address of a piece says nothing of it, so that it stays clean and its page is kept in memory once. Our pages let
browsers name them in full to ourselves and only our host to others (``Referrer-Policy`` in ``web/security``): what
was typed never leaves. Where a browser names no page at all (a privacy setting, an extension), or the link is opened
from the history or passed on, the search is not known: such clicks are lost, and only they are.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from app.domain.demand.signals import Search, clean_words
from app.storefront import asked
from app.web.languages import LOCALES

LONGEST = 2_000
_SEARCH = re.compile(f"/({'|'.join(LOCALES)})/search")


def search(page: str, host: str) -> Search | None:
    """The search of ours whose page a visitor comes from. page: which their browser names, if any. host: ours, as their
    browser asked for it."""
    if "/search?" not in page or len(page) > LONGEST:  # most pages
        return None
    return _read(page, host)


@lru_cache(maxsize=256)
def _read(page: str, host: str) -> Search | None:
    """Many come from the same page."""
    try:
        before = urlsplit(page)
    except ValueError:
        return None
    is_ours = _SEARCH.fullmatch(before.path) if before.netloc == host else None
    typed = parse_qs(before.query).get("q") if is_ours else None
    words = clean_words(asked.words(typed[0])) if typed else ""
    return Search(words, is_ours[1]) if is_ours and words else None
