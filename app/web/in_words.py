"""Sums in French words, as the foot of a paper repeats them: what is written out cannot be altered by a stroke."""

_SMALL = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_MILLION = 1_000_000
MOST = 1000 * _MILLION - 1


def number(value: int) -> str:
    """A whole number below a thousand million: soixante et onze, quatre-vingts, deux cent mille."""
    if not 0 <= value <= MOST:
        raise ValueError(f"{value}: nobody pays this")
    millions, thousands, rest = value // _MILLION, value // 1000 % 1000, value % 1000
    words = []
    if millions:
        words.append(f"{_hundreds(millions)} million{'s' * (millions > 1)}")
    if thousands:  # mille is no noun: it takes neither un before it nor an s, and what counts it loses its own
        words.append("mille" if thousands == 1 else f"{_hundreds(thousands, counted=True)} mille")
    if rest or not words:
        words.append(_hundreds(rest))
    return " ".join(words)


def dirhams(centimes: int) -> str:
    """mille trois cent soixante-quinze dirhams et cinquante centimes"""
    whole, rest = divmod(centimes, 100)
    small = f"{number(rest)} centime{'s' * (rest > 1)}"
    if not whole and rest:
        return small
    of = "de " if whole and whole % _MILLION == 0 else ""  # un million de dirhams
    said = f"{number(whole)} {of}dirham{'s' * (whole > 1)}"
    return f"{said} et {small}" if rest else said


def _hundreds(value: int, *, counted: bool = False) -> str:
    """Below a thousand. counted: mille follows, and cent and vingt stay without their s."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _tens(rest, counted=counted)
    cent = "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent{'s' * (not rest and not counted)}"
    return f"{cent} {_tens(rest, counted=counted)}" if rest else cent


def _tens(value: int, *, counted: bool) -> str:
    if value < len(_SMALL):
        return _SMALL[value]
    tens, unit = divmod(value, 10)
    if tens in (7, 9):  # counted on from sixty and from eighty
        unit += 10
    if not unit:
        return _TENS[tens] + "s" * (tens == 8 and not counted)
    joint = " et " if unit in (1, 11) and tens < 8 else "-"
    return _TENS[tens] + joint + _SMALL[unit]
