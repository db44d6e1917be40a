"""What a word sounds like in any of the shop's alphabets: its consonants, so that zarbia and زربية meet.

Vowels are left out, because Arabic mostly does not write them and nobody writes them twice alike in Latin letters.
"""

import re
from functools import lru_cache

FEWEST = 3
"""Consonants: of fewer, too many words sound alike."""
_SPELLED = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"(.)\1+", r"\1"),  # zellige as zelige
        (r"t?ch|sch|sh", "ş"),
        (r"dj|dg|g(?=[eiy])", "j"),
        (r"[kc]h|x", "x"),
        (r"[gr]h|gu(?=[ei])", "g"),
        (r"ph|v", "f"),
        (r"qu|q|c(?![eiy])", "k"),
        (r"c", "s"),
        (r"([td])h", r"\1"),
        (r"p", "b"),
    )
)
"""What French, Spanish and English spelling makes of sounds, the first that fits."""
_SOUNDS = {
    "b": "بپⴱ",
    "t": "تثطⵜⵟ",
    "j": "جچⵊ",
    "h": "حهⵃⵀ",
    "x": "خⵅ",
    "d": "دذضⴷⴹ",
    "r": "رⵔⵕ",
    "z": "زظⵣⵥ",
    "s": "سصⵙⵚ",
    "ş": "شⵛ",
    "g": "غگⵖⴳ",
    "f": "فⴼ",
    "k": "قكⵇⴽ",
    "l": "لⵍ",
    "m": "مⵎ",
    "n": "نⵏ",
    "": "اوويءعئؤⴰⵉⵓⴻⵡⵢⵄaeiouyw",
}
_LETTERS = str.maketrans({letter: sound for sound, letters in _SOUNDS.items() for letter in letters})
_MUTE_END = re.compile(r"[hه]$")
"""The end of ta marbuta, folded, and of words like zarbiyah."""


@lru_cache(maxsize=50_000)
def sound(root: str) -> str:
    """The consonants of a folded word, in letters of our own. Empty where there are too few to tell."""
    spelled = root
    for written, heard in _SPELLED:
        spelled = written.sub(heard, spelled)
    heard = _MUTE_END.sub("", spelled).translate(_LETTERS)
    return heard if len(heard) >= FEWEST else ""


def alphabet(root: str) -> str:
    """In which letters a word begins."""
    first = root[:1]
    return "arabic" if "\u0600" <= first <= "\u06ff" else "tifinagh" if "\u2d30" <= first <= "\u2d7f" else "latin"
