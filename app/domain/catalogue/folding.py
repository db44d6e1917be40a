"""Words as they are compared: without accents, marks and habits of spelling."""

import unicodedata

_SAME = str.maketrans(
    {
        "ٱ": "ا",  # alef wasla; the other alefs lose their marks below
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ک": "ك",
        "ڭ": "ك",
        "ـ": None,  # tatweel
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "ı": "i",
        "ⵯ": None,  # the Tifinagh labialisation mark
    }
)
_SILENT = ("Mn", "Me", "Cf")


def fold(text: str) -> str:
    """The words of a text, in lower case and Latin digits, without marks, one space between them.

    Alef, ya and ta marbuta are each written one way; harakat, tatweel and accents are gone. Whatever is neither
    a letter nor a digit only parts words, so the result can be given to an index as it is.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(spread.translate(_LETTERS).split())


class _Letters(dict[int, str | None]):
    """What becomes of each sign, learned as they come: a whole catalogue is folded when it is imported."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        self[code] = kept = _SAME[code] if code in _SAME else _letter(sign)
        return kept


def _letter(sign: str) -> str | None:
    category = unicodedata.category(sign)
    if category in _SILENT:
        return None
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return sign if sign.isalpha() else " "


_LETTERS = _Letters()


def roots(text: str) -> list[str]:
    """The folded words, each without what only a plural or an Arabic article adds: babouches as babouche."""
    return [_root(word) for word in fold(text).split()]


def _root(word: str) -> str:
    for article in ("وال", "بال", "ال", "لل"):
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    return word[:-1] if len(word) > 3 and word.isascii() and word[-1] in "sx" and word.isalpha() else word


SMALL = frozenset(
    fold(
        "a au aux avec d de del des du e el en et for from in l la las le les los of ou para por pour sur the to"
        " un una une with y con من في على مع و"
    ).split()
)
"""Words that say nothing by themselves; they are left out where others stand beside them."""
