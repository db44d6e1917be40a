"""What the team writes on a request."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import DateField, RadioField, SelectField, validators

from app.advisor.request_words import CANCELLED, DECLINED
from app.base import clock
from app.domain.people.models import Artisan
from app.domain.purchasing import addressing, answering, figures, offering, talking
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import AnswerKind, DeclineReason, LineAnswer, PurchaseRequest, RequestLine
from app.web import languages
from app.web.fields import Dirhams, Line, Seen, WholeNumber, Words, choices_of, one_of
from app.web.forms import KeyedForm


class AnswerForm(KeyedForm):
    """An answer in the maker's name."""

    kind = RadioField(
        lazy("What the artisan says"),
        choices=choices_of(
            (
                (AnswerKind.AS_ASKED, lazy("Yes, as asked")),
                (AnswerKind.CHANGED, lazy("Yes, but…")),
                (AnswerKind.DECLINED, lazy("No")),
            )
        ),
        validate_choice=False,
        validators=[one_of(AnswerKind, lazy("Choose yes, yes but, or no."))],
    )
    unit_price = Dirhams(lazy("Price of one piece, in dirhams"), needed=False)
    quantity_ready = WholeNumber(lazy("Ready now"), most=answering.MOST_PIECES, needed=False)
    quantity_made = WholeNumber(lazy("To be made"), most=answering.MOST_PIECES, needed=False)
    lead_days = WholeNumber(lazy("Ready in how many days?"), most=answering.LONGEST_LEAD, needed=False)
    reason = SelectField(
        lazy("If no, why?"),
        choices=[],
        validate_choice=False,
        validators=[one_of(("", *DeclineReason), lazy("Choose why not."))],
    )
    note = Words(lazy("A word of the artisan’s, for the customer"), most=500)
    seen = Seen(2)

    def __init__(self, line: RequestLine, **options: Any) -> None:
        self.as_asked = figures.as_asked(line)
        super().__init__(
            data={**figures.so_far(line)._asdict(), **_given(line.answer)}, seen=figures.shown(line), **options
        )
        self.reason.choices = choices_of([("", "—"), *((reason, _(words)) for reason, words in DECLINED.items())])

    def look_again(self, line: RequestLine) -> None:
        """The page shows the line as it is now, so that is what the next try has seen."""
        self.seen.show(*figures.shown(line))

    def validate(self, extra_validators: Any = None) -> bool:
        """Figures are looked at for *yes, but* alone, the reason for *no* alone."""
        super().validate(extra_validators)
        if self.kind.data != AnswerKind.CHANGED.value:
            for name in ("unit_price", "quantity_ready", "quantity_made", "lead_days"):
                self[name].errors = []
        if self.kind.data != AnswerKind.DECLINED.value:
            self.reason.errors = []
        return not self.errors

    def said(self) -> dict[str, Any]:
        """The answer in the rule's words."""
        kind = AnswerKind(self.kind.data)
        said: dict[str, Any] = {"kind": kind, "note": self.note.data, "seen": figures.Shown(*self.seen.numbers)}
        if kind is AnswerKind.DECLINED:
            return {**said, "reason": DeclineReason(self.reason.data) if self.reason.data else None}
        if kind is AnswerKind.AS_ASKED:
            return said
        counted = {name: self[name].data or 0 for name in ("quantity_ready", "quantity_made", "lead_days")}
        return {**said, **counted, "unit_price": self.unit_price.data}


def _given(answer: LineAnswer | None) -> dict[str, Any]:
    """The words of the answer given before."""
    return {"kind": answer.kind.value, "reason": answer.reason, "note": answer.note} if answer else {}


class OfferForm(KeyedForm):
    """What an offer adds to the answers: the delivery, the last day, a word."""

    delivery_cost = Dirhams(lazy("Packing and delivery, in dirhams"), free=True)
    expires_on = DateField(lazy("Good until"), validators=[validators.InputRequired(lazy("Choose the last day."))])
    note = Words(lazy("A word to the customer"), most=1000)
    seen = Seen()

    def __init__(self, asked: PurchaseRequest, days: int, delivery_cost: int, **options: Any) -> None:
        """days: how long an offer is good. delivery_cost: what the delivery is reckoned to cost, in centimes."""
        expires_on = clock.today() + timedelta(days=days)
        begun = {"expires_on": expires_on, "delivery_cost": delivery_cost, "seen": (asked.version,)}
        super().__init__(**begun, **options)

    def validate_expires_on(self, field: Any) -> None:
        if field.data is not None and not clock.today() <= field.data <= self.last_day:
            raise validators.ValidationError(_(offering.WrongExpiry.text))

    @property
    def last_day_chosen(self) -> date:
        assert self.expires_on.data is not None  # asked of a form that is in order
        return self.expires_on.data

    @property
    def last_day(self) -> date:
        return clock.today() + timedelta(days=offering.LONGEST_DAYS)


class MessageForm(KeyedForm):
    words = Words(lazy("Write to the customer"), most=talking.LONGEST, needed=lazy("Write your message first."))


class CancelForm(KeyedForm):
    reason = RadioField(
        lazy("Why is it cancelled?"),
        choices=choices_of((reason, lazy(words)) for reason, words in CANCELLED.items()),
        validate_choice=False,
        validators=[one_of(CancelReason, lazy("Choose why."))],
    )


class AddressForm(KeyedForm):
    """Where the parcel goes, as the customer said it. The country is theirs to change: it changes the cost."""

    address = Words(lazy("Address"), most=addressing.LONGEST, needed=lazy(addressing.NoAddress.text))
    city = Line(lazy("City"))


class EntrustForm(KeyedForm):
    """Whom a wish that names nobody is given to."""

    artisan = SelectField(lazy("Artisan"), choices=[], validate_choice=False)

    def __init__(self, artisans: list[Artisan], **options: Any) -> None:
        super().__init__(**options)
        self._artisans = {str(artisan.id): artisan for artisan in artisans}
        language = languages.current()
        names = [
            (key, f"{one.known_as(language)}, {one.place.called(language)}") for key, one in self._artisans.items()
        ]
        self.artisan.choices = choices_of([("", _("Choose an artisan")), *names])

    def validate_artisan(self, field: Any) -> None:
        if field.data not in self._artisans:
            raise validators.ValidationError(_("Choose an artisan."))

    @property
    def chosen(self) -> Artisan:
        return self._artisans[str(self.artisan.data)]
