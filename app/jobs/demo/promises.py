"""What makers promised in the past, and the shelf behind it: answers, reservations, bookings, movements."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.base import clock
from app.domain.catalogue.models import Kind, MovementKind, StockMovement, Variant
from app.domain.people.models import Artisan
from app.domain.purchasing import capacity
from app.domain.purchasing.models import AnswerKind, DeclineReason, LineAnswer
from app.domain.purchasing.offer_models import CapacityBooking, Hold, Reservation
from app.jobs.demo.content_files import custom, read
from app.jobs.demo.pile import Pile, Row
from app.jobs.demo.plans import Asked
from app.jobs.demo.weeks import Weeks
from app.jobs.demo.world import World

REASONS = {
    DeclineReason.NO_TIME: 6,
    DeclineReason.NO_STOCK: 5,
    DeclineReason.MATERIALS_MISSING: 3,
    DeclineReason.PRICE_TOO_LOW: 2,
    DeclineReason.DO_NOT_MAKE: 2,
    DeclineReason.OTHER: 1,
}


@dataclass
class Promise:
    """An answer and what is held for it. Rows can be changed until they are written."""

    line: Row
    answer: Row
    variant: Variant | None
    maker: Artisan
    holds: list[Row] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        return int(self.answer["quantity_ready"] + self.answer["quantity_made"])

    @property
    def amount(self) -> int:
        return self.quantity * int(self.answer["unit_price"])


class Promises:
    """Gives and ends promises. The shelf ends as it is today, because what was shipped was made before."""

    def __init__(self, world: World, pile: Pile) -> None:
        self.world, self.pile = world, pile
        self.dice = world.dice
        self.weeks = Weeks()

    def give(self, line: Row, asked: Asked, maker: Artisan, *, declined: bool, fewer: bool, at: datetime) -> Promise:
        """A maker's answer. fewer: the customer asked for one piece less."""
        kind = AnswerKind.DECLINED if declined else self._kind(fewer)
        quantity = 0 if declined else max(1, asked.quantity - fewer)
        ready, made = self._split(asked.variant, quantity)
        price = asked.variant.price if asked.variant else custom(asked.craft)["price"]
        if kind is AnswerKind.CHANGED and asked.variant and not fewer:
            price = round(price * self.dice.choice((0.95, 1.1, 1.15)) / 500) * 500
        today = clock.local(at).date()
        shares = self.weeks.book(maker, asked.variant, made, today) if made else []
        lead = (asked.variant.lead_days if asked.variant else 12) if made else self.dice.choice((0, 0, 1, 2))
        ready_on = None if declined else capacity.ready_on(shares, today, lead)
        answer = self.pile.add(
            LineAnswer,
            line_id=line["id"],
            kind=kind,
            quantity_ready=ready,
            quantity_made=made,
            unit_price=None if declined else price,
            lead_days=(ready_on - today).days if ready_on else 0,
            ready_on=ready_on,
            reason=(asked.declined or self._reason()) if declined else None,
            note=self._note(kind, maker),
            by_id=maker.user_id or maker.advisor_id,
            on_behalf=maker.user_id is None,
            at=at,
            live=True,
        )
        promise = Promise(line, answer, asked.variant, maker)
        self._hold(promise, ready, shares, at)
        return promise

    def end(self, promise: Promise, state: Hold, at: datetime) -> None:
        """Release or ship what is held. Doing it twice changes nothing.

        What was set aside and not bought is sold at the market some days later.
        """
        for hold in promise.holds:
            if hold["state"] is Hold.LIVE:
                hold["state"], hold["ended_at"] = state, at
                if state is Hold.RELEASED and "week" not in hold:
                    sold = min(at + timedelta(days=self.dice.uniform(1, 9)), self.world.now - timedelta(hours=1))
                    self._move(promise, -hold["quantity"], MovementKind.SOLD_ELSEWHERE, sold)

    def ship(self, promises: list[Promise], at: datetime) -> None:
        """The movement settles the hold. Pieces to be made came on the shelf the evening before."""
        for promise in promises:
            self.end(promise, Hold.SHIPPED, at)
            if promise.variant is not None:
                if made := promise.answer["quantity_made"]:
                    self._move(promise, made, MovementKind.MADE, at - timedelta(hours=15))
                self._move(promise, -promise.quantity, MovementKind.SHIPPED, at)

    def take_back(self, promises: list[Promise], at: datetime) -> None:
        """A parcel came back and was looked through: the pieces were no longer fit to be sold."""
        for promise in promises:
            if promise.variant is not None:
                self._move(promise, promise.quantity, MovementKind.RETURNED, at)
                self._move(promise, -promise.quantity, MovementKind.DAMAGED, at + timedelta(minutes=20))

    def _kind(self, fewer: bool) -> AnswerKind:
        changed = fewer or self.dice.random() < 0.2
        return AnswerKind.CHANGED if changed else AnswerKind.AS_ASKED

    def _split(self, variant: Variant | None, quantity: int) -> tuple[int, int]:
        if variant is None or variant.kind is Kind.MADE_TO_ORDER:
            return 0, quantity
        if variant.kind is Kind.READY_THEN_MADE:
            ready = self.dice.randint(0, quantity)
            return ready, quantity - ready
        return quantity, 0

    def _hold(self, promise: Promise, ready: int, shares: list[capacity.Share], at: datetime) -> None:
        common = {"answer_id": promise.answer["id"], "state": Hold.LIVE, "at": at, "ended_at": None}
        if ready and promise.variant is not None:
            self._move(promise, ready, MovementKind.MADE, at - timedelta(hours=2))
            promise.holds.append(self.pile.add(Reservation, variant_id=promise.variant.id, quantity=ready, **common))
        for week, quantity in shares:
            booked = {"artisan_id": promise.maker.id, "variant_id": promise.variant.id if promise.variant else None}
            promise.holds.append(self.pile.add(CapacityBooking, week=week, quantity=quantity, **booked, **common))

    def _move(self, promise: Promise, change: int, kind: MovementKind, at: datetime) -> None:
        assert promise.variant is not None
        self.pile.add(
            StockMovement,
            variant_id=promise.variant.id,
            change=change,
            kind=kind,
            by_id=promise.maker.user_id or promise.maker.advisor_id,
            on_behalf=promise.maker.user_id is None,
            at=at,
        )

    def _note(self, kind: AnswerKind, maker: Artisan) -> str | None:
        notes = read("letters")["notes"].get(kind.value)
        if notes is None or self.dice.random() < 0.5:
            return None
        spoken = maker.user.language if maker.user else "fr"
        return str(self.dice.choice(notes["ar" if spoken == "ar" else "fr"]))

    def _reason(self) -> DeclineReason:
        return self.dice.choices(list(REASONS), list(REASONS.values()))[0]
