"""What the delivery of an offer is reckoned to cost, before an advisor fixes it."""

from dataclasses import dataclass

from flask import current_app

from app.advisor import request_words
from app.domain.catalogue.models import Variant
from app.domain.purchasing import delivery
from app.domain.purchasing.models import AnswerKind, PurchaseRequest
from app.web import zones
from app.web.words import weight


@dataclass(frozen=True)
class Estimate:
    """cost: centimes. weight and zone: in words; zone is empty where the customer collects the pieces.

    unweighed: the pieces that nobody has weighed, and that were taken for a kilogram each.
    """

    cost: int
    weight: str
    zone: str
    unweighed: list[str]


@dataclass(frozen=True)
class _Promised:
    variant: Variant | None
    quantity: int


def of(asked: PurchaseRequest) -> Estimate:
    """Of what was promised so far; its pieces are loaded."""
    lines = [(line, line.answer) for line in asked.lines if line.answer and line.answer.kind is not AnswerKind.DECLINED]
    pieces = [_Promised(line.variant, answer.quantity) for line, answer in lines]
    table = current_app.config["SETTINGS"].delivery
    return Estimate(
        cost=delivery.estimate(table, pieces, country=asked.country, pickup=asked.pickup),
        weight=weight(delivery.weighed(pieces).grams),
        zone="" if asked.pickup else zones.name(delivery.zone_of(asked.country)),
        unweighed=[request_words.title_of(line) for line, _answer in lines if delivery.weight_of(line.variant) is None],
    )
