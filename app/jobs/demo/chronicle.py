"""Requests of the past, written as the rules would have left them: along the arrows, with their events and offers.

The rules themselves build the open requests (``desk``). These here ended long ago; they are written in bulk, and a
test holds all of it against the invariants.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from app.base import clock
from app.domain.purchasing import arrows
from app.domain.purchasing.arrows import CLOCK, CUSTOMER, Actor, Deed, Who
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import Author
from app.domain.purchasing.offer_models import Hold, Offer, OfferLine, OfferState
from app.jobs.demo import calendar
from app.jobs.demo.content_files import read
from app.jobs.demo.deliveries import Delivered
from app.jobs.demo.documents import Documents
from app.jobs.demo.pile import Pile, Row
from app.jobs.demo.plans import DELIVERY, FARTHEST, OFFER_DAYS, Plan
from app.jobs.demo.promises import Promise, Promises
from app.jobs.demo.world import World

PAUSES: Mapping[Deed, tuple[float, float]] = {
    Deed.ENTRUST: (0.1, 0.4),
    Deed.ANSWER: (0.2, 2.2),
    Deed.DECLINE: (0.0, 0.01),
    Deed.OFFER: (0.2, 1.5),
    Deed.ASK_CHANGE: (0.4, 2.5),
    Deed.ACCEPT: (0.3, 5),
    Deed.REFUSE: (0.5, 6),
    Deed.EXPIRE: (0, 0),
    Deed.WITHDRAW: (0.4, 2.5),
    Deed.CANCEL: (1, 5),
    Deed.PREPARE: (0.3, 1.5),
    Deed.SHIP: (1, 3),
    Deed.DELIVER: (2, 6),
    Deed.CLOSE: (3, 9),
    Deed.TAKE_BACK: (3, 6),
}
"""Days from one deed to the next: at least, at most."""
_CUSTOMERS = (Deed.ASK_CHANGE, Deed.ACCEPT, Deed.REFUSE, Deed.WITHDRAW)
_UNANSWERED = 0.6
"""How many of those who take a request back do it before anybody has answered."""


class Chronicle:
    """Writes plans to a pile, in the order they were sent."""

    def __init__(self, world: World, pile: Pile) -> None:
        self.world, self.pile = world, pile
        self.promises = Promises(world, pile)
        self.documents = Documents(pile)

    def tell(self, plans: Iterable[Plan]) -> None:
        for plan in plans:
            _Telling(self, plan).tell()
        self.documents.number()


class _Telling(Delivered):
    """One request while it is told, deed by deed."""

    def __init__(self, chronicle: Chronicle, plan: Plan) -> None:
        super().__init__(chronicle.world, chronicle.pile, plan)
        self.promises, self.documents = chronicle.promises, chronicle.documents
        self.left = len(plan.deeds) + 2 * len(plan.lines)
        self.offered, self.receipts = [], []
        self.promised: dict[int, Promise] = {}

    def tell(self) -> None:
        deeds = list(self.plan.deeds)
        self._move(Deed.SEND, CUSTOMER)
        if not (deeds[0] is Deed.WITHDRAW and self.dice.random() < _UNANSWERED):
            self._answer_all()
        for deed in deeds:
            self._pass(deed)
            self._do(deed)
        self.request["state"], self.request["changed_at"] = self.state, self.at
        if self.state in arrows.ENDED:
            self.request["closed_at"] = self.at
        self._talk()

    def _do(self, deed: Deed) -> None:
        match deed:
            case Deed.OFFER:
                self._make_offer()
            case Deed.ASK_CHANGE:
                self._ask_change()
            case Deed.ANSWER:
                self._answer(self.lines[0], fewer=True)
            case Deed.ACCEPT | Deed.REFUSE:
                self._decide(deed)
            case Deed.EXPIRE:
                self._expire()
            case Deed.WITHDRAW | Deed.CANCEL:
                self._give_up(deed)
            case _:
                self.follow(deed, [line for line in self.offered if line["accepted"]])
                if deed is Deed.SHIP:
                    self.promises.ship(self._accepted(), self.at)
                elif deed is Deed.TAKE_BACK:
                    self.promises.take_back(self._accepted(), self.at)

    # what makers answered

    def _answer_all(self) -> None:
        for line in self.lines:
            if line["artisan_id"] is None:
                self._entrust(line)
            self._pass(Deed.ANSWER)
            self._answer(line)

    def _entrust(self, line: Row) -> None:
        able = [artisan for artisan in self.world.artisans.values() if artisan.crafts[0].id == line["craft_id"]]
        line["artisan_id"] = self.dice.choice(able).id
        self._pass(Deed.ENTRUST)
        self._move(Deed.ENTRUST, self._staff, line_id=line["id"], artisan_id=line["artisan_id"])

    def _answer(self, line: Row, *, fewer: bool = False) -> None:
        asked = self.plan.lines[line["position"]]
        declined = self.plan.deeds[0] is Deed.DECLINE or (line["position"] > 0 and self.dice.random() < 0.2)
        if earlier := self.promised.get(line["id"]):
            earlier.answer["live"] = False
            self.promises.end(earlier, Hold.RELEASED, self.at)
        maker = self._maker(line)
        given = self.promises.give(line, asked, maker, declined=declined, fewer=fewer, at=self.at)
        self.promised[line["id"]] = given
        answer = given.answer
        who = Who(Actor.ARTISAN, maker.user) if maker.user else Who(Actor.STAFF, maker.advisor, maker)
        facts = {"line_id": line["id"], "answer_id": answer["id"], "kind": answer["kind"], "reason": answer["reason"]}
        self._move(Deed.ANSWER, who, **facts)

    # what was offered, and what became of it

    def _make_offer(self) -> None:
        given = [promise for promise in self.promised.values() if promise.quantity]
        today = clock.local(self.at).date()
        goods = sum(promise.amount for promise in given)
        delivery = DELIVERY.get(self.plan.customer.country, FARTHEST)
        expires_on = today + timedelta(days=OFFER_DAYS)
        self.offer = self.pile.add(
            Offer,
            request_id=self.request["id"],
            number_in_request=2 if self.offer else 1,
            number="",
            state=OfferState.SENT,
            goods=goods,
            delivery_cost=delivery,
            total=goods + delivery,
            ready_on=max(promise.answer["ready_on"] for promise in given),
            expires_on=expires_on,
            expires_at=clock.end_of_day(expires_on),
            note=None,
            sent_at=self.at,
            sent_by_id=self._advisor.id,
            decided_at=None,
            refusal_reason=None,
        )
        self.offered = [
            self.pile.add(
                OfferLine,
                offer_id=self.offer["id"],
                line_id=promise.line["id"],
                answer_id=promise.answer["id"],
                position=position,
                titles=promise.line["titles"],
                quantity=promise.quantity,
                unit_price=promise.answer["unit_price"],
                amount=promise.amount,
                ready_on=promise.answer["ready_on"],
                accepted=None,
            )
            for position, promise in enumerate(given)
        ]
        self._offer_on_paper(self.offer, [promise.answer for promise in given])
        self._move(Deed.OFFER, self._staff, offer_id=self.offer["id"])

    def _ask_change(self) -> None:
        assert self.offer is not None
        words = self.dice.choice(read("letters")["changes"][self.plan.customer.language])
        self._say(Author.CUSTOMER, words, self.plan.customer.language, self.at)
        self._end_offer(OfferState.REPLACED)
        self._move(Deed.ASK_CHANGE, CUSTOMER, offer_id=self.offer["id"])

    def _decide(self, deed: Deed) -> None:
        """The customer's word. Of an offer with several lines some are now and then left out."""
        assert self.offer is not None
        for line in self.offered:
            leave_out = line["position"] > 0 and self.dice.random() < 0.12
            line["accepted"] = deed is Deed.ACCEPT and not leave_out
        refused = [line["line_id"] for line in self.offered if not line["accepted"]]
        for line_id in refused:
            self.promises.end(self.promised[line_id], Hold.RELEASED, self.at)
        if deed is Deed.REFUSE:
            assert self.plan.refused is not None
            self.offer["refusal_reason"] = self.plan.refused
            self._end_offer(OfferState.REFUSED)
            self._move(deed, CUSTOMER, offer_id=self.offer["id"], reason=self.plan.refused.value)
        else:
            self._end_offer(OfferState.ACCEPTED)
            accepted = [line["line_id"] for line in self.offered if line["accepted"]]
            self._move(deed, CUSTOMER, offer_id=self.offer["id"], line_ids=accepted, refused_line_ids=refused)
            taken = sum(line["amount"] for line in self.offered if line["accepted"])
            self.owed = taken + self.offer["delivery_cost"]

    def _expire(self) -> None:
        assert self.offer is not None
        self.at = self.offer["expires_at"] + timedelta(hours=1)
        self._end_offer(OfferState.EXPIRED)
        self._release_all()
        self._move(Deed.EXPIRE, CLOCK, offer_id=self.offer["id"])

    def _give_up(self, deed: Deed) -> None:
        if self.offer is not None and self.offer["state"] is OfferState.SENT:
            self._end_offer(OfferState.WITHDRAWN)
        self._release_all()
        if deed is Deed.WITHDRAW:
            self._move(deed, CUSTOMER)
        else:
            reason = self.dice.choice((CancelReason.CUSTOMER_ASKED, CancelReason.NOT_PAID, CancelReason.NO_ANSWER))
            self._move(deed, self._staff, reason=reason.value)
            self.refund()

    def _end_offer(self, state: OfferState) -> None:
        assert self.offer is not None
        self.offer["state"], self.offer["decided_at"] = state, self.at

    def _release_all(self) -> None:
        for promise in self.promised.values():
            self.promises.end(promise, Hold.RELEASED, self.at)

    def _accepted(self) -> list[Promise]:
        return [self.promised[line["line_id"]] for line in self.offered if line["accepted"]]

    # time

    def _pass(self, deed: Deed) -> None:
        """Let the time pass that comes before a deed, never beyond the moment of loading."""
        least, most = PAUSES[deed]
        self.left -= 1
        later = self.at + timedelta(days=self.dice.uniform(least, most))
        if deed is Deed.SHIP:
            later = max([later, *(clock.end_of_day(promise.answer["ready_on"]) for promise in self._accepted())])
        elif deed not in (*_CUSTOMERS, Deed.DECLINE, Deed.EXPIRE):
            later = max(self.at, calendar.in_office_hours(later))
        latest = self.world.now - timedelta(hours=2 + max(self.left, 0))
        self.at = max(self.at, min(later, latest))
