"""Phone numbers as people type them, and as they are kept: E.164.

Tighter than libphonenumber, which also takes ``=0612345678``, ``0612345678x123`` and ``;ext=9``: here a number is
digits, Latin or Eastern, with the separators people write. Nothing else.
"""

import re

import phonenumbers

from app.base.errors import N_, Refusal

HOME = "MA"
_LONGEST = 40
_EASTERN = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_UNSEEN = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060, 0xFEFF))
_SPACES = re.compile(r"[\u00a0\u2007\u202f\t]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_PAIRS = re.compile(r"(?<=\d)(?=(?:\d\d)+$)")
_SHAPE = re.compile(r"\+?[0-9(][0-9 ().\-/]*", re.ASCII)


class NotAPhone(Refusal):
    text = N_("Write a phone number with the country code, for example +33 6 12 34 56 78.")


def parse(text: str, country: str = HOME) -> str:
    """A number in E.164 (+212612345678). country: where a number without a country code belongs. Raises NotAPhone."""
    plain = text.strip().translate(_EASTERN).translate(_UNSEEN)
    plain = _DASHES.sub("-", _SPACES.sub(" ", plain)).strip()
    if len(text) > _LONGEST or not _SHAPE.fullmatch(plain):
        raise NotAPhone
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException as unreadable:
        raise NotAPhone from unreadable
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NotAPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """A kept number as people read it: +212 612-345678."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def shown_here(e164: str) -> str:
    """As people in Morocco write it: 06 12 34 56 78. A number from elsewhere keeps its country code."""
    written = shown(e164)
    country, _space, rest = written.partition(" ")
    digits = "".join(sign for sign in rest if sign.isdigit())
    return _PAIRS.sub(" ", f"0{digits}") if country == "+212" and len(digits) == 9 else written
