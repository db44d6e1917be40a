"""A maker changes the count of a shelf at the moment a customer's line is answered from it: both happened.

Every fifth pair wants the same last piece: one of the two is refused, and the other happened.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from flask import Flask

from app.base.database import db
from app.domain.catalogue import ownership, stock
from app.domain.catalogue.models import Item, MovementKind, Variant
from app.domain.people.models import User
from tests import given, invariants
from tests.rushes import last_pieces
from tests.rushes.crowd import DONE, Crowd, Outcome, transaction

FIRST, ASKED = 100, 2
EDITS = (
    (MovementKind.MADE, 3),
    (MovementKind.SOLD_ELSEWHERE, 1),
    (MovementKind.COUNTED, 7),
    (MovementKind.DAMAGED, 2),
)
"""What the maker says. Counted: so many more than were there, in one figure for all."""
LAST_PIECE = 5


@dataclass(frozen=True)
class Rush:
    """shelves: with a pair each, all at once."""

    pairs: int
    shelves: int


@dataclass(frozen=True)
class Pair:
    """line: to be answered. edit: what its maker says of the shelf meanwhile. on_hand, reserved: before both."""

    item: int
    variant: int
    maker: int
    line: int
    quantity: int
    edit: tuple[MovementKind, int]
    on_hand: int
    reserved: int
    is_last: bool


class Left(NamedTuple):
    on_hand: int
    reserved: int


@dataclass
class Found:
    """lost: pairs after which the shelf is not what both made it. trouble: in words; none is well."""

    pairs: int = 0
    refused: int = 0
    lost: int = 0
    trouble: list[str] = field(default_factory=list)


def run(crowd: Crowd, rush: Rush) -> Found:
    found = Found()
    with transaction(crowd.app):
        items = [given.item(stock=FIRST).id for _ in range(rush.shelves)]
    number = 0
    while found.pairs < rush.pairs:
        pairs = _paired(crowd.app, items[: rush.pairs - found.pairs], number)
        outcomes = crowd.at_once(act, [(pair, edits) for pair in pairs for edits in (True, False)])
        with crowd.app.app_context():
            for place, pair in enumerate(pairs):
                _look(found, pair, outcomes[2 * place], outcomes[2 * place + 1])
            found.trouble += invariants.of_stock()
            db.session.remove()
        found.pairs += len(pairs)
        number += 1
    with crowd.app.app_context():
        found.trouble += invariants.broken()
        db.session.remove()
    return found


def act(app: Flask, part: tuple[Pair, bool]) -> None:
    """One half of a pair."""
    pair, edits = part
    if not edits:
        last_pieces.answer(app, (pair.line, {"quantity_ready": pair.quantity, "quantity_made": 0}))
        return
    with transaction(app):
        by = db.session.get_one(User, pair.maker)
        variant = ownership.variant_of(ownership.owned_by(by, pair.item, for_update=True), pair.variant)
        stock.happened(variant, *pair.edit, by=by, at=given.NOW)


def _paired(app: Flask, items: list[int], number: int) -> list[Pair]:
    """For each shelf a line to answer and something to say of it."""
    pairs = []
    with transaction(app):
        for place, item_id in enumerate(items):
            item = db.session.get_one(Item, item_id)
            variant, by = item.main, item.artisan.user
            assert by is not None
            is_last = (number + place) % LAST_PIECE == LAST_PIECE - 1
            if is_last:
                stock.count(variant, variant.reserved + 1, by=by, at=given.NOW)
            elif variant.available < FIRST:
                stock.count(variant, variant.reserved + FIRST, by=by, at=given.NOW)
            kind, count = (MovementKind.SOLD_ELSEWHERE, 1) if is_last else EDITS[(number + place) % len(EDITS)]
            said = variant.on_hand + count if kind is MovementKind.COUNTED else count
            asked = 1 if is_last else ASKED
            line = given.request(given.Wanted(variant, asked)).lines[0]
            shelf = (variant.on_hand, variant.reserved)
            pairs.append(Pair(item.id, variant.id, by.id, line.id, asked, (kind, said), *shelf, is_last))
    return pairs


def _look(found: Found, pair: Pair, edited: Outcome, answered: Outcome) -> None:
    kept = db.session.get_one(Variant, pair.variant)
    ends = (edited.end, answered.end)
    if pair.is_last:
        found.refused += 1
        well = ends in ((DONE, "NotEnoughReady"), ("AlreadyPromised", DONE))
    else:
        well = ends == (DONE, DONE)
    if not well:
        found.trouble.append(f"{pair.edit} and an answer ended {ends}")
    expected = _left(pair, edited=edited.end == DONE, answered=answered.end == DONE)
    if (kept.on_hand, kept.reserved) != expected:
        found.lost += 1
        found.trouble.append(f"{kept.on_hand} on hand, {kept.reserved} reserved, not {expected}, after {pair}")


def _left(pair: Pair, *, edited: bool, answered: bool) -> Left:
    kind, number = pair.edit
    after = number if kind is MovementKind.COUNTED else pair.on_hand + (-number if kind in stock.GOING else number)
    return Left(after if edited else pair.on_hand, pair.reserved + pair.quantity * answered)
