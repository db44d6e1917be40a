"""The letters of an SMS. One outside their alphabet (GSM 03.38) leaves 70 characters to a part instead of 160."""

import unicodedata

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
_INSTEAD = {"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
_INSTEAD |= {"…": "...", "–": "-", "—": "-", "œ": "oe", "Œ": "Oe"}


def spared(text: str) -> str:
    """The text in that alphabet, where that only costs it signs over letters and typography; else as it is."""
    plain = "".join(map(_plain, text))
    return plain if set(plain) <= _ALPHABET else text


def _plain(character: str) -> str:
    if character in _ALPHABET:
        return character
    return _INSTEAD.get(character) or unicodedata.normalize("NFKD", character)[0]
