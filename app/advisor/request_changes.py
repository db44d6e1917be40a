"""What a customer asked to change, and what changed since the last offer: figures beside each other."""

from typing import NamedTuple

from flask_babel import gettext as _

from app.advisor import request_words
from app.domain.purchasing import countering, findings
from app.domain.purchasing.counter_models import CounterLine
from app.domain.purchasing.models import AnswerKind, PurchaseRequest
from app.domain.purchasing.offer_models import Offer
from app.web.words import money, number


class Change(NamedTuple):
    """A line in the last offer, as it is wished, as it is answered now; in words, empty where there is nothing."""

    title: str
    before: str
    wished: str
    now: str

    @property
    def is_one(self) -> bool:
        return self.before != self.now


class Changes(NamedTuple):
    """number: of the last offer."""

    number: str
    lines: list[Change]


def since_last_offer(asked: PurchaseRequest) -> Changes | None:
    """Of each line that was offered or is promised now; None where no offer was made before."""
    last: Offer | None = next(iter(findings.offers(asked)), None)
    if last is None:
        return None
    offered = {line.line_id: line for line in last.lines}
    found = []
    for line in asked.lines:
        before, answer = offered.get(line.id), line.answer
        promised = answer is not None and answer.kind is not AnswerKind.DECLINED
        if before is None and not promised:
            continue
        wish = line.counter if line.counter and line.counter.proposal.offer_id == last.id else None
        found.append(
            Change(
                request_words.title_of(line),
                figures(before.quantity, before.unit_price) if before else str(_("Not offered")),
                figures(wish.quantity, wish.unit_price) if wish and wish.differs else "",
                figures(answer.quantity, answer.unit_price or 0) if answer and promised else str(_("Declined")),
            )
        )
    return Changes(last.number, found)


def wished(line_counter: CounterLine | None) -> str:
    """What is wished of a line by now, where it differs from what was offered."""
    return figures(line_counter.quantity, line_counter.unit_price) if line_counter and line_counter.differs else ""


def asked_before(offer: Offer) -> dict[int, int]:
    """How many of each line were asked for when an offer was made."""
    return {line.line_id: (countering.before(line) or line.line).quantity for line in offer.lines}


def figures(quantity: int, unit_price: int) -> str:
    """3 × 240 MAD."""
    return f"{number(quantity)}{request_words.TIMES}{money(unit_price)}"
