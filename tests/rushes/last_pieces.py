"""Everybody answers a request for the last pieces at once: what there was is promised, and never one more.

In every other round the makers say a plain yes to a piece that can be made too: what is on the shelf is promised from
it, the rest is work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from app.base.database import db
from app.domain.catalogue.models import Kind, Variant
from app.domain.purchasing import answering
from app.domain.purchasing.models import AnswerKind, LineAnswer, RequestLine
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Reservation
from tests import given, invariants
from tests.rushes.crowd import DONE, Crowd, ends_of, transaction

FROM_THE_SHELF = {"quantity_ready": 1, "quantity_made": 0}
Promise = dict[str, int]


@dataclass(frozen=True)
class Rush:
    rounds: int
    answers: int
    pieces: int


@dataclass
class Found:
    """promised and made: pieces of all rounds. trouble: what is wrong, in words; none is well."""

    rounds: int = 0
    promised: int = 0
    refused: int = 0
    made: int = 0
    trouble: list[str] = field(default_factory=list)


def run(crowd: Crowd, rush: Rush) -> Found:
    found = Found()
    for number in range(rush.rounds):
        plain = bool(number % 2)
        variant, lines = _wanted(crowd.app, rush, Kind.READY_THEN_MADE if plain else Kind.READY)
        ends = ends_of(crowd.at_once(answer, [(line, {} if plain else FROM_THE_SHELF) for line in lines]))
        with crowd.app.app_context():
            found.trouble += [f"round {number}: {words}" for words in _looked_over(variant, ends, rush, found)]
            db.session.remove()
        found.rounds += 1
    with crowd.app.app_context():
        found.trouble += invariants.broken()
    return found


def answer(app: Flask, part: tuple[int, Promise]) -> None:
    """The line's own maker says yes."""
    line_id, promise = part
    with transaction(app):
        line = db.session.get_one(RequestLine, line_id)
        assert line.artisan and line.artisan.user
        answering.answer(line, kind=AnswerKind.AS_ASKED, by=line.artisan.user, at=given.NOW, **promise)


def _wanted(app: Flask, rush: Rush, kind: Kind) -> tuple[int, list[int]]:
    """A piece with so many left, and a request for one of it from each customer."""
    with transaction(app):
        piece = given.item(kind=kind, stock=rush.pieces).main
        lines = [given.request(given.Wanted(piece, 1)).lines[0].id for _ in range(rush.answers)]
        return piece.id, lines


def _looked_over(variant_id: int, ends: dict[str, int], rush: Rush, found: Found) -> Iterator[str]:
    variant = db.session.get_one(Variant, variant_id)
    held = _sum(Reservation, variant_id)
    made = _sum(CapacityBooking, variant_id)
    told = select(func.sum(LineAnswer.quantity_ready)).join(LineAnswer.line)
    told = told.where(LineAnswer.live, RequestLine.variant_id == variant_id)
    promised = db.session.scalar(told) or 0
    found.promised += held
    found.made += made
    found.refused += ends.get("NotEnoughReady", 0)
    left = rush.answers - rush.pieces
    if {held, promised, variant.reserved, variant.on_hand} != {rush.pieces}:
        yield f"{promised} promised, {held} held, {variant.reserved} reserved of {variant.on_hand}"
    expected = {DONE: rush.answers} if variant.can_be_made else {DONE: rush.pieces, "NotEnoughReady": left}
    if ends != expected:
        yield f"answers ended {ends}"
    if made != (left if variant.can_be_made else 0):
        yield f"{made} to be made"
    yield from invariants.of_stock()


def _sum(kind: type[Reservation] | type[CapacityBooking], variant_id: int) -> int:
    held = select(func.sum(kind.quantity)).where(kind.variant_id == variant_id, kind.state == Hold.LIVE)
    return db.session.scalar(held) or 0
