"""Contacts taken out of free text before makers read it.

Makers never see a customer's contacts: the cooperative ships and writes. Phone numbers in whatever digits, with
whatever stands between them, e-mails, handles, links and street addresses become three dots.
"""

import re

from app.domain.purchasing import spelled

HIDDEN = "•••"

_UNSEEN = "\u200c\u200d\ufe0f\u20e3"
_NOWHERE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
"""Unseen, and of no use in a word of any of our languages: only what is to be hidden is parted by them."""
_BETWEEN = rf"[\s{_UNSEEN}.\-()\[\]{{}}<>/\\_·•,;:+=#'’\"*~|\u2010-\u2015\u2212٫٬،]"
_DIGIT = r"[\d⁰¹²³⁴-⁹₀-₉①-⑨⓪⑴-⑼❶-❾⓿➀-➈➊-➒⓵-⓽]"
_DATE = re.compile(r"(?:\d{1,2}[./\-]\d{1,2}[./\-]20\d\d|20\d\d-\d{2}-\d{2})(?=\s|$)")
_NUMBER = re.compile(rf"(?<!\d)[+＋]?{_BETWEEN}?{_DIGIT}(?:{_BETWEEN}{{0,3}}{_DIGIT}){{7,}}")

_AT = r"(?:@|＠|\s?[(\[{]\s?(?:at|a|à|arobase|chez|arroba)\s?[)\]}]\s?|\s(?:arobase|arroba)\s)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|point|punto)\s?[)\]}]\s?|\s(?:dot|point|punto)\s)"
_NAME = r"(?<![\w.+\-])[\w.+\-]++"
_EMAIL = re.compile(
    rf"{_NAME}\s?{_AT}\s?[\w\-]+(?:{_DOT}[\w\-]+)+"
    rf"|{_NAME}\s(?:at|chez|a|à)\s[\w\-]+\s(?:dot|point|punto)\s(?:com|net|org|fr|ma|es)\b"
    rf"|{_NAME}\s+(?:(?:sur|chez|on|at|en|à)\s+)?(?:gmail|hotmail|yahoo|outlook|icloud|protonmail)\b(?:\.\w+)?",
    re.I,
)
_ENDINGS = (
    "com|net|org|fr|ma|es|me|eu|uk|de|be|ch|ca|nl|pt|dz|tn|io|co|ly|gg|info|shop|store|online|site|link|app|dev|biz|xyz"
)
_HOST = r"(?<![\w\-])(?<![\w\-]\.)[\w\-]+(?:\.[\w\-]+)*"
_LINK = re.compile(rf"(?:[a-z]{{2,9}}://|www\.)\S+|{_HOST}\.(?:{_ENDINGS})\b(?:/\S*)?|{_HOST}\.[a-z]{{2,24}}/\S+", re.I)
_HANDLE = re.compile(r"(?<!\w)[@＠](?:[\w.]{2,}|\s[^\W\d][\w.]+)")
_NETWORK = re.compile(
    r"\b(insta(?:gram)?|ig|snap(?:chat)?|telegram|tik ?tok|facebook|fb|messenger|whats ?app|signal|skype"
    r"|واتساب|واتس|إنستغرام|انستغرام|انستا|فيسبوك|تلغرام|سناب)\b"
    r"(\s*(?:[:=\-→>]|[-=]>)\s*|\s+(?:est|c['’]est|is|es|هو)\s+)\S+",
    re.I,
)
_REST = r"[^\n.;!?،؛]{1,80}"
_ADDRESS = re.compile(
    r"\b\d{1,4}\s*(?:bis|ter|,)?\s*,?\s*(?:rue|avenue|av|bd|boulevard|impasse|chemin|place|allée|allee|quai|route|cours"
    rf"|calle|avenida|plaza|paseo)\b{_REST}"
    rf"|\b(?:rue|boulevard|avenue|calle|avenida)\s+(?:d[eu]s?\b|de la\b|del\b|[A-ZÉÈ]){_REST}"
    r"|\b\d{1,5}\s+(?:[\w'’]+\s+){1,4}(?:street|st|road|rd|avenue|ave|lane|drive|square)\b"
    rf"|(?:شارع|زنقة|زقاق|درب|إقامة|عمارة|حي)\s+{_REST}",
    re.I,
)


def contacts(text: str | None) -> str:
    """A text as a maker may read it."""
    masked = _NOWHERE.sub("", text or "")
    for found in (_EMAIL, _LINK, _HANDLE):
        masked = found.sub(HIDDEN, masked)
    masked = _NETWORK.sub(lambda match: f"{match[1]} {HIDDEN}", masked)
    masked = _ADDRESS.sub(HIDDEN, masked)
    masked = spelled.numbers(masked, HIDDEN)
    return _NUMBER.sub(_unless_a_date, masked)


def holds_link(text: str) -> bool:
    """Whether something in a text leads to a page of the Web."""
    return _LINK.search(text) is not None


def _unless_a_date(match: re.Match[str]) -> str:
    """Days are not contacts, but a number behind a day is."""
    whole = match[0]
    date = _DATE.match(whole.strip())
    rest = whole.strip()[date.end() :] if date else whole
    if date and sum(character.isdigit() for character in rest) < 8:
        return whole
    return (" " if whole[:1].isspace() else "") + HIDDEN
