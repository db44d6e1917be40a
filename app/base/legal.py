"""What a paper must say of the cooperative by law, and how each number is checked before anybody prints it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Legal:
    """Empty: not set, and then not printed. ice, fiscal, patente and rib are digits alone."""

    name: str = ""
    address: str = ""
    ice: str = ""
    fiscal: str = ""
    register: str = ""
    patente: str = ""
    rib: str = ""
    bank: str = ""


NOTHING = Legal()
DEMO = Legal(
    name="Coopérative Maalem des artisans de la région de Tanger",
    address="Maison de l’artisan, rue de la Kasbah, 90000 Tanger",
    ice="001234567000062",
    fiscal="12345678",
    register="12345 Tanger",
    patente="50123456",
    rib="999640000123456789012385",
    bank="Banque de démonstration, Tanger",
)
"""Nobody's numbers, with true keys: no bank has the code 999."""


class Field(NamedTuple):
    """read: what is kept of what was written; None where it is wrong."""

    name: str
    setting: str
    read: Callable[[str], str | None]
    expected: str


def _words(most: int) -> Callable[[str], str | None]:
    return lambda written: written if len(written) <= most else None


def _digits(least: int, most: int) -> Callable[[str], str | None]:
    return lambda written: written if re.fullmatch(rf"[0-9]{{{least},{most}}}", written, re.ASCII) else None


def ice(written: str) -> str | None:
    """Identifiant commun de l’entreprise: nine digits for the enterprise, four for its establishment, two for control.

    The whole is divisible by 97. The authority publishes no rule; this one is read off numbers in use by
    python-stdnum (``stdnum.ma.ice``, its issue 226): ISO 7064 mod 97-10 with the remainder 0 in place of 1.
    """
    number = re.sub(r"[ .]", "", written)
    right = re.fullmatch(r"[0-9]{15}", number, re.ASCII) and int(number) and int(number) % 97 == 0
    return number if right else None


def rib(written: str) -> str | None:
    """Relevé d’identité bancaire: three digits for the bank, three for the town, sixteen for the account, two for
    the key.

    The key is 97 less the remainder, by 97, of the first 22 digits followed by 00: from 01 to 97.
    """
    number = re.sub(r"[ .-]", "", written)
    if not re.fullmatch(r"[0-9]{24}", number, re.ASCII):
        return None
    return number if int(number[22:]) == 97 - int(number[:22]) * 100 % 97 else None


def parts_of_rib(number: str) -> tuple[str, ...]:
    """Bank, town, account, key, as banks write it apart. number: its 24 digits."""
    return number[:3], number[3:6], number[6:22], number[22:]


FIELDS = (
    Field("name", "LEGAL_NAME", _words(120), "the full name of the cooperative, 120 characters at most"),
    Field("address", "LEGAL_ADDRESS", _words(200), "the address of its seat on one line, 200 characters at most"),
    Field("ice", "LEGAL_ICE", ice, "the 15 digits of the ICE, with its control digits as they were given"),
    Field("fiscal", "LEGAL_IF", _digits(6, 10), "the digits of the identifiant fiscal, 6 to 10 of them"),
    Field("register", "LEGAL_RC", _words(60), "the number in the register and its court, such as 12345 Tanger"),
    Field("patente", "LEGAL_PATENTE", _digits(6, 10), "the digits of the taxe professionnelle, 6 to 10 of them"),
    Field("rib", "LEGAL_RIB", rib, "the 24 digits of the RIB, the last two its key"),
    Field("bank", "LEGAL_BANK", _words(80), "the name of the bank, 80 characters at most"),
)
