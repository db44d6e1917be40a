"""Who asks for things in the demonstration."""

import re
import unicodedata
from random import Random
from typing import NamedTuple

from app.domain.notices.models import Channel
from app.jobs.demo.content_files import read


class Customer(NamedTuple):
    """An invented person or shop. country: ISO code; phone: E.164, from a range that is nobody's."""

    name: str
    country: str
    city: str
    language: str
    email: str
    phone: str | None
    channel: Channel


def everybody() -> list[Customer]:
    return [_customer(number, *row) for number, row in enumerate(read("letters")["customers"])]


def street(customer: Customer, dice: Random) -> str:
    return str(dice.choice(read("letters")["streets"][customer.country]))


def _customer(number: int, name: str, country: str, city: str, language: str) -> Customer:
    by_phone = country == "MA" and number % 2 == 0
    return Customer(
        name=name,
        country=country,
        city=city,
        language=language,
        email=f"{_ascii(name) or f'client{number}'}@example.org",
        phone=f"+212612{9000 + number:06d}" if country == "MA" else None,
        channel=Channel.SMS if by_phone else Channel.EMAIL,
    )


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", plain.lower()).strip(".")
