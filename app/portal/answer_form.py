"""What a maker says to a line: yes, yes but, or no and why."""

from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import RadioField, validators

from app.domain.purchasing import answering, figures
from app.domain.purchasing.models import AnswerKind, DeclineReason, RequestLine
from app.web.fields import Dirhams, Seen, WholeNumber, Words, choices_of, one_line, one_of
from app.web.forms import KeyedForm

REASONS = (
    (DeclineReason.NO_STOCK, lazy("I have none left")),
    (DeclineReason.MATERIALS_MISSING, lazy("No materials")),
    (DeclineReason.NO_TIME, lazy("No time")),
    (DeclineReason.PRICE_TOO_LOW, lazy("Price too low")),
    (DeclineReason.DO_NOT_MAKE, lazy("I do not make this")),
    (DeclineReason.OTHER, lazy("Something else")),
)
REASON_ICONS = {
    DeclineReason.NO_STOCK.value: "shelf",
    DeclineReason.MATERIALS_MISSING.value: "loom",
    DeclineReason.NO_TIME.value: "clock",
    DeclineReason.PRICE_TOO_LOW.value: "coins",
    DeclineReason.DO_NOT_MAKE.value: "hand",
    DeclineReason.OTHER.value: "message",
}
LONGEST_NOTE = 500
ONLY_FOR = {
    AnswerKind.CHANGED: ("unit_price", "lead_days", "quantity_ready", "quantity_made", "note"),
    AnswerKind.DECLINED: ("reason", "why_note"),
}


class WordsForm(KeyedForm):
    """A word to the customer."""

    words = Words(lazy("Say a word to the customer"), most=1000, needed=lazy("Write your message first."))


class AnswerForm(KeyedForm):
    """One form of three blocks. What the chosen block does not ask for is not looked at."""

    kind = RadioField(
        lazy("Your answer"),
        choices=choices_of(
            (
                (AnswerKind.AS_ASKED, lazy("Yes")),
                (AnswerKind.CHANGED, lazy("Yes, but…")),
                (AnswerKind.DECLINED, lazy("No")),
            )
        ),
        validate_choice=False,
        validators=[one_of(AnswerKind, lazy("Choose yes, yes but, or no."))],
    )
    unit_price = Dirhams(lazy("Price of one piece"), needed=False)
    quantity_ready = WholeNumber(lazy("Ready now"), most=answering.MOST_PIECES, needed=False)
    quantity_made = WholeNumber(lazy("To be made"), most=answering.MOST_PIECES, needed=False)
    lead_days = WholeNumber(lazy("Ready in how many days?"), most=answering.LONGEST_LEAD, needed=False)
    note = Words(lazy("Say a word"), most=LONGEST_NOTE)
    reason = RadioField(
        lazy("Why not?"),
        choices=choices_of(REASONS),
        filters=[one_line],
        validate_choice=False,
        validators=[validators.Optional(), one_of(DeclineReason, lazy("Choose why not."))],
    )
    why_note = Words(lazy("Say more"), most=LONGEST_NOTE)
    seen = Seen(2)
    reason_icons = REASON_ICONS

    def __init__(self, line: RequestLine, **options: Any) -> None:
        self.as_asked = figures.as_asked(line)
        begun = {**figures.so_far(line)._asdict(), **_given(line)}
        super().__init__(data=begun, seen=figures.shown(line), **options)

    def look_again(self, line: RequestLine) -> None:
        """The page shows the line as it is now, so that is what the next try has seen."""
        self.as_asked = figures.as_asked(line)
        self.seen.show(*figures.shown(line))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for kind, names in ONLY_FOR.items():
            if self.kind.data != kind.value:
                for name in names:
                    self[name].errors = []
        return not self.errors

    def said(self) -> dict[str, Any]:
        """The answer in the rule's words."""
        kind = AnswerKind(self.kind.data)
        said: dict[str, Any] = {"kind": kind, "seen": figures.Shown(*self.seen.numbers)}
        if kind is AnswerKind.DECLINED:
            reason = DeclineReason(self.reason.data) if self.reason.data else None
            return {**said, "reason": reason, "note": self.why_note.data}
        if kind is AnswerKind.AS_ASKED:
            return said
        counted = {name: self[name].data or 0 for name in ("quantity_ready", "quantity_made", "lead_days")}
        return {**said, **counted, "unit_price": self.unit_price.data, "note": self.note.data}


def _given(line: RequestLine) -> dict[str, Any]:
    """The words of the answer given before, in the block they were said in; to a new wish a yes is one tap."""
    answer = line.answer
    if answer is None:
        return {}
    if figures.is_countered(line):
        return {"kind": AnswerKind.AS_ASKED.value, "note": answer.note}
    note = "why_note" if answer.kind is AnswerKind.DECLINED else "note"
    return {"kind": answer.kind.value, "reason": answer.reason, note: answer.note}
