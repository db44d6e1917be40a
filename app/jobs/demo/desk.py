"""What lies on the desks today: open requests, sent, answered, offered and accepted through the real rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from app.base import clock
from app.base.database import new_key
from app.domain.catalogue.models import Item, Kind, Variant
from app.domain.people.models import User
from app.domain.purchasing import answering, arrows, deciding, findings, offering, sending, talking
from app.domain.purchasing.arrows import Actor, Deed, Who
from app.domain.purchasing.models import AnswerKind, DeclineReason, PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.sending import Contact, Wanted, Wished
from app.jobs.demo.content_files import custom, read
from app.jobs.demo.customers import Customer, street
from app.jobs.demo.people import FIRST
from app.jobs.demo.plans import DELIVERY, FARTHEST, OFFER_DAYS, Planner
from app.jobs.demo.world import World

HALF, SOMETIMES = 0.5, 0.25


class Open(NamedTuple):
    """So many requests that have come so far. days: how long ago they were sent, the newest and the oldest."""

    times: int
    deeds: tuple[Deed, ...]
    days: tuple[float, float]


OPEN = (
    Open(6, (), (0.1, 2.6)),
    Open(8, (Deed.ANSWER,), (1, 4)),
    Open(10, (Deed.ANSWER, Deed.OFFER), (3, 8)),
    Open(2, (Deed.ANSWER, Deed.OFFER, Deed.ASK_CHANGE), (3, 6)),
    Open(9, (Deed.ANSWER, Deed.OFFER, Deed.ACCEPT), (6, 12)),
    Open(6, (Deed.ANSWER, Deed.OFFER, Deed.ACCEPT, Deed.PREPARE), (8, 15)),
)


class Waiting(NamedTuple):
    """A line that waits for one of the two artisans whose sign-ins are printed. name: the customer's."""

    slug: str
    name: str
    quantity: int
    hours: float
    wish: str | None = None


WAITING = (
    Waiting("mendil-raye-rouge", "Claire Fabre", 2, 20, "C’est pour une table de 2 m. Est-ce que le rouge déteint ?"),
    Waiting("serviette-tissee-70", "Hôtel Bab El Marsa", 6, 44),
    Waiting("mendil-bleu-chefchaouen", "Marta Jiménez", 1, 6, "¿Lo hay también de 220 cm?"),
    Waiting("tagine-rif-damier", "سعاد المرابط", 1, 9, "هل يمكن استعماله على النار؟"),
    Waiting("coupe-claire-damier", "Boutique Le Figuier", 3, 31),
)
"""For Rahma three, for Aïcha two."""


def fill(world: World) -> None:
    """Lines that wait for an answer first, because they must not find the shelf promised to others."""
    desk = _Desk(world)
    for line in WAITING:
        desk.keep_waiting(line)
    desk.wish_for_nobody()
    for kind in OPEN:
        for number in range(kind.times):
            desk.open(kind, number)


class _Desk:
    def __init__(self, world: World) -> None:
        self.world, self.dice = world, world.dice
        self.planner = Planner(world)
        self.by_name = {customer.name: customer for customer in self.planner.customers}

    def keep_waiting(self, line: Waiting) -> None:
        variant = self.world.items[line.slug].main
        self._send(self.by_name[line.name], [Wanted(variant, line.quantity, line.wish)], self._hours_ago(line.hours))

    def wish_for_nobody(self) -> None:
        """A piece that is in no catalogue, for an advisor to entrust to somebody."""
        customer = self.by_name["Nuria Soler"]
        wish = custom("basketry")[customer.language]
        self._send(customer, [Wished(wish, 2, self.world.crafts["basketry"])], self._hours_ago(15))

    def open(self, kind: Open, number: int) -> None:
        """One request, brought as far as ``kind`` says, its deeds spread over the time since it was sent."""
        sent = self.world.ago(self.dice.uniform(*kind.days))
        pause = (self.world.now - sent) / (len(kind.deeds) + 1) * 0.95
        half_answered = kind.deeds == (Deed.ANSWER,) and number % 3 == 0
        lines = [Wanted(variant, self._quantity(variant)) for variant in self._variants(2 if half_answered else None)]
        customers = self.planner.customers_for([line.variant for line in lines])
        request = self._send(self.dice.choice(customers), lines, sent)
        for step, deed in enumerate(kind.deeds, start=1):
            self._do(deed, request, sent + pause * step, half_answered)

    def _do(self, deed: Deed, request: PurchaseRequest, at: datetime, half: bool) -> None:
        match deed:
            case Deed.ANSWER:
                self._answer(request.lines[:1] if half else request.lines, at)
            case Deed.OFFER:
                self._offer(request, at)
            case Deed.ASK_CHANGE:
                words = self.dice.choice(read("letters")["changes"][request.language])
                deciding.ask_change(self._offer_of(request), words, at=at)
            case Deed.ACCEPT:
                deciding.accept(self._offer_of(request), at=at)
            case Deed.PREPARE:
                arrows.move(request, deed, Who(Actor.STAFF, self._advisor(request)), at=at)

    def _send(self, customer: Customer, lines: Sequence[Wanted | Wished], at: datetime) -> PurchaseRequest:
        contact = Contact(
            name=customer.name,
            channel=customer.channel,
            country=customer.country,
            email=customer.email,
            phone=customer.phone,
            city=customer.city,
            address=street(customer, self.dice) if self.dice.random() < HALF else None,
        )
        words = read("letters")["messages"][customer.language]
        message = self.dice.choice(words) if self.dice.random() < HALF else None
        return sending.send(contact, lines, key=new_key(), language=customer.language, message=message, at=at)

    def _answer(self, lines: list[RequestLine], at: datetime) -> None:
        """As asked where the shelf or the weeks allow it, else what there is, else no."""
        for number, line in enumerate(lines):
            assert line.artisan is not None and line.variant is not None
            maker, by = line.artisan, line.artisan.user or self._advisor(line.request)
            moment = at + timedelta(minutes=7 * number)
            can = line.quantity if line.variant.can_be_made else min(line.quantity, line.variant.available)
            facts: dict[str, Any] = {"by": by, "on_behalf": maker.user is None, "at": moment}
            if can <= 0:
                answering.answer(line, kind=AnswerKind.DECLINED, reason=DeclineReason.NO_STOCK, **facts)
            elif can < line.quantity:
                answering.answer(line, kind=AnswerKind.CHANGED, quantity_ready=can, quantity_made=0, **facts)
            else:
                answering.answer(line, kind=AnswerKind.AS_ASKED, lead_days=line.variant.lead_days, **facts)
            if self.dice.random() < SOMETIMES:
                self._talk(line, moment)

    def _talk(self, line: RequestLine, at: datetime) -> None:
        assert line.artisan is not None
        question, reply = self.dice.choice(read("letters")["talks"])[line.request.language]
        talking.customer_writes(line.request, question, at=at - timedelta(minutes=5))
        by = line.artisan.user or self._advisor(line.request)
        talking.artisan_writes(line.request, line.artisan, reply, by=by, at=at)

    def _offer(self, request: PurchaseRequest, at: datetime) -> None:
        expires_on = clock.local(at).date() + timedelta(days=OFFER_DAYS)
        cost = DELIVERY.get(request.country, FARTHEST)
        offering.offer(request, delivery_cost=cost, expires_on=expires_on, by=self._advisor(request), at=at)

    def _offer_of(self, request: PurchaseRequest) -> Offer:
        offer = findings.open_offer(request)
        assert offer is not None
        return offer

    def _advisor(self, request: PurchaseRequest) -> User:
        maker = request.lines[0].artisan
        return (maker.advisor if maker else None) or self.world.advisor

    def _variants(self, count: int | None) -> list[Variant]:
        """Pieces somebody could promise today, none of those whose makers have their own waiting lines."""
        count = count or self.dice.choices((1, 2, 3), (60, 30, 10))[0]
        today = clock.local(self.world.now).date()
        fitting = (variant for item in self.planner.wanted(today) if (variant := self._to_be_had(item)))
        return list(islice(fitting, count))

    def _to_be_had(self, item: Item) -> Variant | None:
        if item.artisan.slug in FIRST:
            return None
        return next((variant for variant in item.variants if variant.available > 0 or variant.can_be_made), None)

    def _quantity(self, variant: Variant) -> int:
        return 1 if variant.kind is Kind.UNIQUE else self.dice.choice((1, 1, 1, 2, 2, 3))

    def _hours_ago(self, hours: float) -> datetime:
        return self.world.now - timedelta(hours=hours)
