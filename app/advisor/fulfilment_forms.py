"""What the team writes down once a customer said yes: money, checks, parcels."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, RadioField, validators

from app.advisor.fulfilment_words import FAULTS, RETURNS, VERDICTS
from app.base import clock
from app.domain.fulfilment.balance import Balance
from app.domain.fulfilment.models import Fault, ReturnReason, Verdict
from app.domain.purchasing.document_models import PaymentWay
from app.web.fields import Day, Dirhams, Line, Seen, Words, choices_of, one_line, one_of
from app.web.forms import KeyedForm
from app.web.papers.naming import WAYS
from app.web.work_pictures import WorkPhotosForm

LONGEST_NOTE = 500


class MoneyForm(KeyedForm):
    """A sum, how and when it moved. ways: those there are. seen: what had come and gone when its page was shown."""

    ways: Iterable[PaymentWay] = PaymentWay

    amount = Dirhams(lazy("Sum, in dirhams"))
    way = RadioField(lazy("How"), validate_choice=False)
    paid_on = Day(
        lazy("On"), wrong=lazy("Choose the day."), validators=[validators.DataRequired(lazy("Choose the day."))]
    )
    reference = Line(lazy("Reference of the bank or of the receipt"), most=80)
    seen = Seen(2, needed=False)

    def __init__(self, amount: int, balance: Balance, **options: Any) -> None:
        moved = (balance.received, balance.refunded)
        super().__init__(amount=amount or None, paid_on=clock.today(), seen=moved, **options)
        self.way.choices = choices_of((way, lazy(WAYS[way])) for way in self.ways)
        self.way.validators = [one_of(self.ways, lazy("Choose how the money moved."))]

    def said(self) -> dict[str, Any]:
        assert isinstance(self.paid_on.data, date)  # asked of a form that is in order
        return {
            "amount": self.amount.data,
            "way": PaymentWay(self.way.data),
            "paid_on": self.paid_on.data,
            "reference": self.reference.data,
            "seen": self.seen.numbers,
        }


class PaymentForm(MoneyForm):
    more = BooleanField(lazy("The customer paid more than what is due"))

    def __init__(self, balance: Balance, **options: Any) -> None:
        super().__init__(balance.deposit_due or balance.still_due, balance, **options)

    def said(self) -> dict[str, Any]:
        return {**super().said(), "more": self.more.data}


class RefundForm(MoneyForm):
    """Nobody gives money back at a door."""

    ways = (PaymentWay.TRANSFER, PaymentWay.AT_THE_COOPERATIVE)

    def __init__(self, balance: Balance, **options: Any) -> None:
        super().__init__(balance.to_refund, balance, **options)


class PrepareForm(KeyedForm):
    """waived is asked for only where a deposit is missing."""

    waived = BooleanField(lazy("Begin without the deposit"))

    def __init__(self, balance: Balance, **options: Any) -> None:
        super().__init__(**options)
        if not balance.deposit_due:
            del self.waived

    def said(self) -> dict[str, Any]:
        return {"waived": "waived" in self and self.waived.data}


class CheckForm(WorkPhotosForm):
    """What was seen, with photos of it where they say more."""

    needed = False
    verdict = RadioField(
        lazy("What did you see?"),
        choices=choices_of((verdict, lazy(words)) for verdict, words in VERDICTS.items()),
        validate_choice=False,
        validators=[one_of(Verdict, lazy("Say whether everything is right."))],
    )
    fault = RadioField(
        lazy("If it goes back: why?"),
        choices=choices_of((fault, lazy(words)) for fault, words in FAULTS.items()),
        filters=[one_line],
        validate_choice=False,
        validators=[validators.Optional(), one_of(Fault, lazy("Choose what is wrong."))],
    )
    note = Words(lazy("A word to the artisan"), most=LONGEST_NOTE)

    def said(self) -> dict[str, Any]:
        fault = Fault(self.fault.data) if self.fault.data else None
        return {"verdict": Verdict(self.verdict.data), "fault": fault, "note": self.note.data}


class ShipForm(KeyedForm):
    carrier = Line(lazy("Carrier"), most=80, needed=lazy("Say who carries the parcel."))
    tracking = Line(lazy("Tracking number"), most=120)

    def said(self) -> dict[str, Any]:
        return {"carrier": self.carrier.data or "", "tracking": self.tracking.data}


class DeliverForm(KeyedForm):
    cash = Dirhams(lazy("Cash received on delivery, in dirhams"), needed=False, free=True)

    def said(self) -> dict[str, Any]:
        return {"cash": self.cash.data or 0}


class ReturnForm(KeyedForm):
    reason = RadioField(
        lazy("Why did it come back?"),
        choices=choices_of((reason, lazy(words)) for reason, words in RETURNS.items()),
        validate_choice=False,
        validators=[one_of(ReturnReason, lazy("Choose why."))],
    )

    def said(self) -> dict[str, Any]:
        return {"reason": ReturnReason(self.reason.data)}
