"""What stands on the shelf: pieces come and go as movements, never below what customers were promised.

On hand is always the sum of the movements. A change is recorded, not a new total: it says what happened, and two
phones that count at once do not overwrite each other.
"""

from datetime import datetime
from typing import Protocol

from app.base.errors import N_, Refusal
from app.domain.audit import trail
from app.domain.catalogue.models import Kind, MovementKind, StockMovement, Variant
from app.domain.people.models import User

MOST = 9_999
"""Pieces of one variant on a shelf, at most: more is a slip of the finger."""

COMING = (MovementKind.MADE, MovementKind.RETURNED)
GOING = (MovementKind.DAMAGED, MovementKind.SOLD_ELSEWHERE, MovementKind.SHIPPED)


class AlreadyPromised(Refusal):
    text = N_("Promised to customers: %(promised)d. At least that many must stay.")


class NotThatMany(Refusal):
    text = N_("On the shelf now: %(on_hand)d. No more can be taken off.")


class OnlyOne(Refusal):
    text = N_("This piece is the only one of its kind: there cannot be two.")


class TooMany(Refusal):
    text = N_("That is more than a shelf holds. The most is %(most)d.")


class MadeToOrder(Refusal):
    text = N_("This piece is made to order: it has no shelf.")


class WrongWay(Refusal):
    text = N_("Say how many pieces, 1 or more.")


class ChangedSince(Refusal):
    text = N_("The count has changed since. Look at it again.")
    status = 409


def adjust(
    variant: Variant, change: int, *, kind: MovementKind, by: User, at: datetime, on_behalf: bool = False
) -> StockMovement:
    """Add pieces to the shelf or take some off, never below what customers were promised.

    variant: loaded for update. change: pieces; positive for what comes (made, returned), negative for what goes
    (damaged, sold elsewhere, shipped). on_behalf: an advisor acts for the maker; the trail then says so.
    Raises WrongWay, MadeToOrder, NotThatMany, AlreadyPromised, OnlyOne, TooMany.
    """
    if (kind in COMING and change < 1) or (kind in GOING and change > -1):
        raise WrongWay(field="change")
    return _move(variant, change, kind=kind, by=by, at=at, on_behalf=on_behalf, field="change")


def count(variant: Variant, counted: int, *, by: User, at: datetime, on_behalf: bool = False) -> StockMovement:
    """Say how many there really are. The difference is the movement, even where it is none, and the day is kept.

    counted: pieces on the shelf, those promised to customers among them.
    """
    if counted < 0:
        raise WrongWay(field="counted")
    movement = _move(
        variant,
        counted - variant.on_hand,
        kind=MovementKind.COUNTED,
        by=by,
        at=at,
        on_behalf=on_behalf,
        field="counted",
    )
    variant.counted_at = at
    return movement


def happened(
    variant: Variant, kind: MovementKind, number: int, *, by: User, at: datetime, on_behalf: bool = False
) -> StockMovement:
    """What a person says happened: counted, that this many are there; anything else, that this many came or went.

    number: pieces, 0 or more. Raises what ``count`` and ``adjust`` raise, beside ``number``.
    """
    try:
        if kind is MovementKind.COUNTED:
            return count(variant, number, by=by, at=at, on_behalf=on_behalf)
        change = -number if kind in GOING else number
        return adjust(variant, change, kind=kind, by=by, at=at, on_behalf=on_behalf)
    except Refusal as refusal:
        refusal.field = "number"
        raise


def undo(variant: Variant, movement: StockMovement, latest_id: int, *, by: User, at: datetime) -> StockMovement:
    """Take the last movement back, by its reverse: nothing is ever erased.

    variant: loaded for update. latest_id: the variant's latest movement as it is now. Raises ChangedSince where
    something came after, a first undo included.
    """
    if movement.id != latest_id or movement.kind in (MovementKind.COUNTED, MovementKind.SHIPPED):
        raise ChangedSince()
    return _move(variant, -movement.change, kind=movement.kind, by=by, at=at, on_behalf=False, field="change")


def _move(
    variant: Variant, change: int, *, kind: MovementKind, by: User, at: datetime, on_behalf: bool, field: str
) -> StockMovement:
    check(variant, variant.on_hand + change, field)
    variant.on_hand += change
    movement = StockMovement(change=change, kind=kind, by_id=by.id, on_behalf=on_behalf, at=at)
    variant.movements.add(movement)
    if on_behalf:
        trail.record(
            "stock.adjusted",
            subject="variant",
            subject_id=variant.id,
            by_id=by.id,
            on_behalf_of_id=variant.item.artisan_id,
            at=at,
            facts={"change": change, "kind": kind.value, "on_hand": variant.on_hand},
        )
    return movement


class Shelf(Protocol):
    """What the rule about a shelf has to know of it."""

    kind: Kind
    on_hand: int
    reserved: int

    @property
    def is_stocked(self) -> bool: ...


def check(variant: Shelf, left: int, field: str) -> None:
    """Whether so many may be left. Raises MadeToOrder, NotThatMany, AlreadyPromised, OnlyOne, TooMany."""
    if not variant.is_stocked:
        raise MadeToOrder(field=field)
    if left < 0:
        raise NotThatMany(field=field, on_hand=variant.on_hand)
    if left < variant.reserved:
        raise AlreadyPromised(field=field, promised=variant.reserved)
    if variant.kind is Kind.UNIQUE and left > 1:
        raise OnlyOne(field=field)
    if left > MOST:
        raise TooMany(field=field, most=MOST)
