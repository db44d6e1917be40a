"""What followed a customer's yes in the past: deposits and payments, checks, parcels, refunds, papers, a word."""

from datetime import timedelta

from app.base import clock
from app.domain.fulfilment import balance
from app.domain.fulfilment.models import (
    CustomerWord,
    Fault,
    Journey,
    Payment,
    QualityCheck,
    Refund,
    ReturnReason,
    Shipment,
    Verdict,
    WordState,
)
from app.domain.purchasing.arrows import CUSTOMER, Deed
from app.domain.purchasing.document_models import DocumentKind, PaymentWay
from app.jobs.demo.content_files import read
from app.jobs.demo.documents import OnPaper
from app.jobs.demo.pile import Row

DEPOSIT = 300
CARRIERS = ("Amana", "Barid Al-Maghrib", "Aramex")
MENDED = 0.08
"""How many pieces went back to their maker once."""
SPOKEN = 0.45
"""How many customers left a word."""


class Delivered(OnPaper):
    """A story that goes on after a yes. paid: centimes, of what is owed."""

    paid = 0
    parcel: Row | None = None
    receipts: list[Row]

    def follow(self, deed: Deed, accepted: list[Row]) -> None:
        """What goes with a deed of the team. accepted: the lines of the offer that the customer took."""
        match deed:
            case Deed.PREPARE:
                self._pay(balance.deposit(self.owed, DEPOSIT))
                self._move(deed, self._staff, waived=False)
            case Deed.SHIP:
                self._check(accepted)
                self._send(accepted)
                self._move(deed, self._staff)
            case Deed.DELIVER:
                self._arrive(Journey.DELIVERED)
                self._move(deed, self._staff)
            case Deed.TAKE_BACK:
                self._arrive(Journey.RETURNED)
                self._move(deed, self._staff, reason=ReturnReason.NOT_COLLECTED.value)
            case Deed.CLOSE:
                self._pay(self.owed - self.paid)
                self._move(deed, self._staff)
                self._praise(accepted)
            case _:
                self._move(deed, self._staff)

    def refund(self) -> None:
        """A request that was given up: what was paid goes back."""
        if self.paid:
            made = self._money(Refund, self.paid)
            self._move(Deed.REFUND, self._staff, refund_id=made["id"])
            self._money_on_paper(DocumentKind.REFUND, made, receipts=self.receipts)
            self.paid = 0

    def _pay(self, amount: int) -> None:
        if amount > 0:
            made = self._money(Payment, amount)
            self.paid += amount
            self._move(Deed.PAY, self._staff, payment_id=made["id"])
            self.receipts.append(self._money_on_paper(DocumentKind.RECEIPT, made))

    def _money(self, kind: type[Payment] | type[Refund], amount: int) -> Row:
        """At the door only for a parcel that has come; from abroad always by transfer."""
        at_home = [PaymentWay.TRANSFER, PaymentWay.AT_THE_COOPERATIVE]
        if self.parcel is not None and kind is Payment:
            at_home.append(PaymentWay.ON_DELIVERY)
        return self.pile.add(
            kind,
            request_id=self.request["id"],
            amount=amount,
            way=self.dice.choice(at_home) if self.plan.customer.country == "MA" else PaymentWay.TRANSFER,
            reference=None,
            paid_on=clock.local(self.at).date(),
            at=self.at,
            by_id=self._advisor.id,
        )

    def _check(self, accepted: list[Row]) -> None:
        """Each line was ready and looked at before it left; some once more."""
        for line in accepted:
            looks = [Verdict.RETURNED, Verdict.PASSED] if self.dice.random() < MENDED else [Verdict.PASSED]
            for verdict in looks:
                self._move(Deed.READY, self._staff, line_id=line["line_id"], quantity=0)
                made = self.pile.add(
                    QualityCheck,
                    line_id=line["id"],
                    verdict=verdict,
                    fault=Fault.FLAW if verdict is Verdict.RETURNED else None,
                    note=None,
                    at=self.at,
                    by_id=self._advisor.id,
                )
                facts = {"line_id": line["line_id"], "check_id": made["id"], "verdict": verdict.value}
                self._move(Deed.CHECK, self._staff, **facts, reason=made["fault"].value if made["fault"] else None)

    def _send(self, accepted: list[Row]) -> None:
        self.parcel = self.pile.add(
            Shipment,
            request_id=self.request["id"],
            carrier=self.dice.choice(CARRIERS),
            tracking=f"RR{self.dice.randint(10**8, 10**9 - 1)}MA",
            journey=Journey.ON_ITS_WAY,
            return_reason=None,
            sent_at=self.at,
            sent_by_id=self._advisor.id,
            ended_at=None,
        )
        self._parcel_on_paper(self.parcel, accepted, to_collect=self.owed - self.paid)

    def _arrive(self, journey: Journey) -> None:
        assert self.parcel is not None  # nothing arrives that was not sent
        self.parcel["journey"], self.parcel["ended_at"] = journey, self.at
        self.parcel["return_reason"] = ReturnReason.NOT_COLLECTED if journey is Journey.RETURNED else None

    def _praise(self, accepted: list[Row]) -> None:
        """A word of the customer's, which an advisor let others read."""
        if self.dice.random() > SPOKEN:
            return
        language = self.plan.customer.language
        body = self.dice.choice(read("letters")["praise"][language])
        makers = sorted(
            {line["artisan_id"] for line in self.lines if line["id"] in {one["line_id"] for one in accepted}}
        )
        said = [
            self.pile.add(
                CustomerWord,
                request_id=self.request["id"],
                artisan_id=maker,
                country=self.plan.customer.country,
                body=body,
                language=language,
                state=WordState.PUBLISHED,
                at=self.at,
                looked_at=min(self.at + timedelta(hours=5), self.world.now),
                looked_by_id=self._advisor.id,
            )
            for maker in makers
        ]
        self._move(Deed.PRAISE, CUSTOMER, word_id=said[0]["id"])
