"""A purchase request speaks of demand in the transaction of its deeds."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue.models import Item
from app.domain.demand import listening, unmet
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.demand.opportunities import Kind
from app.domain.notices.models import Channel
from app.domain.purchasing import countering
from app.domain.purchasing.countering import Wish
from app.domain.purchasing.models import (
    AnswerKind,
    DeclineReason,
    LineAnswer,
    PurchaseRequest,
    RefusalReason,
    RequestEvent,
    RequestLine,
    State,
)
from app.domain.purchasing.offer_models import Offer, OfferLine
from tests import given
from tests.domain.demand.given import TODAY
from tests.given import NOW


def asked(*items: Item, quantity: int = 4) -> PurchaseRequest:
    request = PurchaseRequest(
        reference="M-1",
        key="k" * 12,
        language="es",
        name="Carmen",
        email="c@example.org",
        channel=Channel.EMAIL,
        country="ES",
        sent_at=NOW,
        changed_at=NOW,
    )
    for position, item in enumerate(items):
        request.lines.append(
            RequestLine(
                position=position,
                variant=item.main,
                artisan_id=item.artisan_id,
                craft_id=item.craft_id,
                quantity=quantity,
                unit_price=item.main.price,
            )
        )
    db.session.add(request)
    db.session.flush()
    return request


def deed(request: PurchaseRequest, name: str, **facts: Any) -> None:
    event = RequestEvent(request_id=request.id, at=NOW, deed=name, to_state=State.SENT, facts=facts)
    request.events.append(event)
    db.session.flush()
    listening.on_request_event(request, event)


def answered(line: RequestLine, kind: AnswerKind, quantity: int = 0, reason: DeclineReason | None = None) -> int:
    answer = LineAnswer(line=line, kind=kind, quantity_ready=quantity, reason=reason, at=NOW, unit_price=26000)
    db.session.add(answer)
    db.session.flush()
    return answer.id


def offered(request: PurchaseRequest, **columns: Any) -> Offer:
    goods = sum(line.quantity * 26000 for line in request.lines)
    offer = Offer(
        request=request,
        number_in_request=1,
        number="2026-1",
        goods=goods,
        delivery_cost=0,
        total=goods,
        ready_on=NOW.date(),
        expires_on=NOW.date(),
        expires_at=NOW,
        sent_at=NOW,
        **columns,
    )
    for line in request.lines:
        offer.lines.append(
            OfferLine(
                line=line,
                answer_id=answered(line, AnswerKind.AS_ASKED, line.quantity),
                position=line.position,
                titles={"fr": "x"},
                quantity=line.quantity,
                unit_price=26000,
                amount=line.quantity * 26000,
                ready_on=NOW.date(),
            )
        )
    db.session.add(offer)
    db.session.flush()
    return offer


def signals() -> list[DemandSignal]:
    return list(db.session.scalars(select(DemandSignal).order_by(DemandSignal.id)))


def test_each_line_sent_is_a_sign_with_its_worth_and_the_country_of_the_form(app: Flask) -> None:
    piece = given.item(price=26000)
    deed(asked(piece), "send")
    (sign,) = signals()
    assert (sign.kind, sign.item_id, sign.quantity, sign.value) == (SignalKind.REQUEST_LINE, piece.id, 4, 104000)
    assert (sign.country, sign.language, sign.visitor) == ("ES", "es", None)


def test_a_piece_described_in_words_is_a_wish(app: Flask) -> None:
    request = asked()
    craft = given.craft()
    request.lines.append(RequestLine(position=0, craft_id=craft.id, description="Un plat\n de 50 cm", quantity=2))
    db.session.flush()
    deed(request, "send")
    (sign,) = signals()
    assert (sign.kind, sign.words, sign.craft_id, sign.quantity) == (
        SignalKind.CUSTOM_WISH,
        "Un plat de 50 cm",
        craft.id,
        2,
    )
    assert sign.value is None, "nobody named a sum"


def test_a_wish_with_a_budget_is_worth_what_the_customer_has_in_mind(app: Flask) -> None:
    request = asked()
    craft = given.craft()
    line = RequestLine(position=0, craft_id=craft.id, description="Un plat", quantity=2, unit_price=30000)
    request.lines.append(line)
    db.session.flush()
    deed(request, "send")
    (wish,) = signals()
    assert (wish.kind, wish.value) == (SignalKind.CUSTOM_WISH, 60000)
    deed(request, "answer", answer_id=answered(line, AnswerKind.DECLINED, reason=DeclineReason.NO_TIME))
    found = [one for one in unmet.ranked(now=NOW + timedelta(hours=1)) if one.craft_id == craft.id]
    assert [(one.kind, one.count, one.asked) for one in found] == [(Kind.DECLINED, 1, 0)], "one wish, one opportunity"
    wish.value = None
    db.session.flush()
    (without,) = [one for one in unmet.ranked(now=NOW + timedelta(hours=1)) if one.craft_id == craft.id]
    assert (without.value, without.low, without.high) == (found[0].value, found[0].low, found[0].high)


def test_a_decline_keeps_its_reason_and_counts_once(app: Flask) -> None:
    request = asked(given.item())
    answer = answered(request.lines[0], AnswerKind.DECLINED, reason=DeclineReason.MATERIALS_MISSING)
    deed(request, "answer", answer_id=answer)
    deed(request, "decline", answer_id=answer)
    (sign,) = signals()
    assert (sign.kind, sign.reason, sign.quantity, sign.value) == (SignalKind.DECLINE, "materials_missing", 4, 104000)


def test_fewer_pieces_than_asked_for_is_a_reduction_by_what_is_missing(app: Flask) -> None:
    request = asked(given.item())
    deed(request, "answer", answer_id=answered(request.lines[0], AnswerKind.CHANGED, 3))
    (sign,) = signals()
    assert (sign.kind, sign.quantity, sign.value) == (SignalKind.REDUCTION, 1, 26000)


def test_an_answer_as_asked_is_no_sign(app: Flask) -> None:
    request = asked(given.item())
    deed(request, "answer", answer_id=answered(request.lines[0], AnswerKind.AS_ASKED, 4))
    assert signals() == []


def test_accepting_some_lines_takes_those_and_refuses_the_others(app: Flask) -> None:
    request = asked(given.item(), given.item())
    offer = offered(request)
    offer.lines[0].accepted, offer.lines[1].accepted = True, False
    deed(request, "accept", offer_id=offer.id)
    assert [(s.kind, s.value, s.reason) for s in signals()] == [
        (SignalKind.OFFER_ACCEPTED, 104000, None),
        (SignalKind.OFFER_REFUSED, 104000, None),
    ]


def test_a_refused_offer_keeps_the_customers_reason_on_each_line(app: Flask) -> None:
    request = asked(given.item(), given.item())
    deed(request, "refuse", offer_id=offered(request, refusal_reason=RefusalReason.DELAY).id)
    assert [(s.kind, s.reason) for s in signals()] == [(SignalKind.OFFER_REFUSED, "delay")] * 2


def wish_in(request: PurchaseRequest, quantity: int = 2) -> RequestLine:
    line = RequestLine(position=9, craft_id=given.craft().id, description="Un grand plat", quantity=quantity)
    request.lines.append(line)
    db.session.flush()
    return line


def change(offer: Offer, wishes: dict[int, Wish], *, needed_by: date | None = None, words: bool = False) -> None:
    proposal = countering.write(offer, wishes, needed_by=needed_by, has_words=words, at=NOW)
    deed(offer.request, "ask_change", offer_id=offer.id, proposal_id=proposal.id)


def asked_for() -> list[tuple[object, ...]]:
    return [(s.item_id, s.quantity, s.value, s.reason) for s in signals() if s.kind is SignalKind.CHANGE_ASKED]


def test_a_change_of_figures_is_a_sign_of_its_lines_with_the_first_of_them(app: Flask) -> None:
    first, second, third = given.item(), given.item(), given.item()
    offer = offered(asked(first, second, third))
    lines = offer.lines
    change(offer, {lines[0].id: Wish(2, 20000), lines[2].id: Wish(quantity=9)}, needed_by=TODAY, words=True)
    assert asked_for() == [(first.id, 2, 40000, "price"), (third.id, 9, 234000, "quantity")]
    assert len(signals()) == 2


def test_a_change_of_the_day_is_a_sign_of_every_line(app: Flask) -> None:
    first, second = given.item(), given.item()
    change(offered(asked(first, second)), {}, needed_by=TODAY)
    assert asked_for() == [(first.id, 4, 104000, "delay"), (second.id, 4, 104000, "delay")]


def test_a_change_in_words_alone_has_no_reason(app: Flask) -> None:
    item = given.item()
    change(offered(asked(item)), {}, words=True)
    assert asked_for() == [(item.id, 4, 104000, None)]


def test_a_change_of_the_time_before_proposals_is_a_sign_of_every_line(app: Flask) -> None:
    item = given.item()
    offer = offered(asked(item))
    deed(offer.request, "ask_change", offer_id=offer.id)
    assert asked_for() == [(item.id, 4, 104000, None)]


@pytest.mark.parametrize(
    ("name", "facts", "reason"),
    [
        ("cancel", {"reason": "cannot_supply"}, "do_not_make"),
        ("cancel", {"reason": "customer_asked"}, "other"),
        ("cancel", {"reason": "no_answer"}, "other"),
        ("withdraw", {}, "other"),
        ("expire", {}, "other"),
        ("decline", {}, "other"),
    ],
)
def test_a_wish_that_ends_without_an_answer_is_declined_once(
    app: Flask, name: str, facts: dict[str, str], reason: str
) -> None:
    request = asked(given.item())
    wish = wish_in(request)
    deed(request, name, **facts)
    (sign,) = signals()
    assert (sign.kind, sign.craft_id, sign.quantity, sign.reason) == (SignalKind.DECLINE, wish.craft_id, 2, reason)


@pytest.mark.parametrize("reason", ["mistake", "not_paid"])
def test_a_wish_ended_by_mistake_or_never_paid_was_not_turned_away(app: Flask, reason: str) -> None:
    request = asked()
    wish_in(request)
    deed(request, "cancel", reason=reason)
    assert signals() == []


@pytest.mark.parametrize("name", ["cancel", "withdraw", "decline"])
def test_a_wish_that_was_declined_is_not_declined_again_when_its_request_ends(app: Flask, name: str) -> None:
    request = asked()
    answer = answered(wish_in(request), AnswerKind.DECLINED, reason=DeclineReason.NO_TIME)
    deed(request, "answer", answer_id=answer)
    db.session.expire(request.lines[0])
    deed(request, name, answer_id=answer, reason="cannot_supply")
    assert [(sign.kind, sign.reason) for sign in signals()] == [(SignalKind.DECLINE, "no_time")]


def test_a_wish_that_was_promised_and_cannot_be_supplied_is_turned_away_after_all(app: Flask) -> None:
    request = asked(given.item())
    answered(wish_in(request, 5), AnswerKind.CHANGED, 3)
    db.session.expire(request.lines[1])
    deed(request, "withdraw")
    assert signals() == [], "it was the customer who changed their mind"
    deed(request, "cancel", reason="cannot_supply")
    (sign,) = signals()
    assert (sign.kind, sign.quantity, sign.value, sign.reason) == (SignalKind.DECLINE, 3, 78000, "other")


def test_other_deeds_are_no_sign(app: Flask) -> None:
    request = asked(given.item())
    for name in ("offer", "withdraw", "expire", "cancel", "ask_change"):
        deed(request, name)
    assert signals() == []
