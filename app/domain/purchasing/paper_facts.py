"""What a paper says, as plain values that no later change reaches: names, lines, sums, days, the numbers of the law.

They hold words in every language there is, and none of how a paper words or lays them out: that is ``web/papers``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.domain.people.models import Artisan
from app.domain.purchasing import letterhead
from app.domain.purchasing.document_models import PaymentWay

Facts = dict[str, Any]


def about(reference: str, country: str, language: str, offer: str) -> Facts:
    """What every paper of a request begins with. language: the customer's. offer: its number, if there is one."""
    return {
        "house": letterhead.today(),
        "language": language,
        "reference": reference,
        "country": country,
        "offer": offer,
    }


def line(line_id: int, titles: dict[str, str], maker: Artisan | None, *, quantity: int, of: int, price: int) -> Facts:
    """quantity: how many are meant here, of how many that were offered. price: of one, in centimes."""
    return {
        "line_id": line_id,
        "titles": titles,
        "maker": {"fr": maker.known_as("fr"), "ar": maker.known_as("ar")} if maker else {},
        "quantity": quantity,
        "of": of,
        "unit_price": price,
    }


def offered(line: Facts, *, ready_on: date, to_make: int) -> Facts:
    """A line of a pro forma. to_make: how many are still to be made, where others are ready."""
    amount = line["quantity"] * line["unit_price"]
    return {**line, "amount": amount, "ready_on": ready_on.isoformat(), "to_make": to_make}


def pro_forma(lines: Iterable[Facts], *, goods: int, delivery: int, ready_on: date, expires_on: date) -> Facts:
    return {
        "lines": list(lines),
        "goods": goods,
        "delivery": delivery,
        "total": goods + delivery,
        "ready_on": ready_on.isoformat(),
        "expires_on": expires_on.isoformat(),
    }


def delivery(lines: Iterable[Facts], *, carrier: str, to_collect: int) -> Facts:
    """to_collect: centimes that whoever delivers takes in cash. The parcel's number leads to a door: it is personal."""
    return {"lines": list(lines), "carrier": carrier, "to_collect": to_collect}


def money(amount: int, way: PaymentWay, on: date, *, owed: int | None) -> Facts:
    """A sum that moved. owed: what was accepted in all, with the delivery, where something was."""
    return {"amount": amount, "way": PaymentWay(way).value, "paid_on": on.isoformat(), "owed": owed}
