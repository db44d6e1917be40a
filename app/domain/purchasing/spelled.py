"""Phone numbers that somebody wrote in words, in whole or in part, in the languages people write us in."""

import re

_WORDS = (
    "zéro zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " vingt vingts trente quarante cinquante soixante septante octante nonante"
    " oh one two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double"
    " cero uno dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince veinte treinta cuarenta"
    " cincuenta sesenta setenta ochenta noventa"
    " صفر واحد اثنان اثنين جوج ثلاثة تلاتة أربعة اربعة ربعة خمسة ستة سبعة ثمانية تمنية تسعة تسعود عشرة"
)
_WORD = rf"\b(?:{'|'.join(sorted(set(_WORDS.split()), key=len, reverse=True))})\b"
_PART = rf"(?:{_WORD}|\d{{1,4}})"
_APART = r"[\s,;.\-\u2010-\u2015]{1,3}(?:(?:et|and|y)\s)?"
_RUN = re.compile(rf"{_PART}(?:{_APART}{_PART}){{2,}}", re.I)
_SAID = re.compile(_WORD, re.I)
_FEWEST_WORDS, _FEWEST = 3, 7
"""*Deux cent quarante-deux* is a price; what has seven parts, three of them words, is dialled."""


def numbers(text: str, instead: str) -> str:
    """A text with something else in the place of its numbers."""
    return _RUN.sub(lambda run: instead if _is_dialled(run[0]) else run[0], text)


def _is_dialled(run: str) -> bool:
    words = len(_SAID.findall(run))
    return words >= _FEWEST_WORDS and words + sum(character.isdigit() for character in run) >= _FEWEST
