"""One offer is accepted by many hands at once: it is accepted once, and everybody else reads the same or why not.

Half of the hands tap the same button again (one form, one key); the others have the page open in tabs of their own.
"""

from collections import Counter
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from app.base import clock
from app.base.database import db, new_key
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import User
from app.domain.purchasing import links
from app.domain.purchasing.arrows import Deed
from app.domain.purchasing.models import RequestEvent, State
from app.domain.purchasing.offer_models import Hold, Offer, OfferState, Reservation
from app.web.security import KEY_COOKIE
from tests import given, invariants
from tests.rushes.crowd import Crowd, transaction

LINES, PIECES = 2, 2
NOTICES = {"acceptance_received": 1, "lines_accepted": LINES, "offer_accepted": 1}
"""Who is told of an acceptance, each once: the customer, each maker, their one advisor."""


@dataclass(frozen=True)
class Rush:
    offers: int
    hands: int


@dataclass(frozen=True)
class Hand:
    """What one sends, and where."""

    reference: str
    token: str
    offer: int
    key: str


@dataclass
class Found:
    """answers: by the status of what was answered. trouble: what is wrong, in words; none is well."""

    offers: int = 0
    accepted: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


def run(crowd: Crowd, rush: Rush) -> Found:
    found, answers = Found(), Counter[str]()
    with transaction(crowd.app):
        advisor = given.advisor().id
    for _ in range(rush.offers):
        offer, hands = _offered(crowd.app, advisor, rush.hands)
        said = Counter(str(outcome.said or outcome.end) for outcome in crowd.at_once(accept, hands))
        answers += said
        if not (set(said) <= {"303", "409"} and 1 <= said["303"] <= rush.hands // 2):
            found.trouble.append(f"offer {offer} was answered {dict(said)}")
        with crowd.app.app_context():
            found.trouble += [f"offer {offer}: {words}" for words in _looked_over(offer, found)]
            db.session.remove()
        found.offers += 1
    found.answers = dict(answers)
    with crowd.app.app_context():
        found.trouble += invariants.broken()
        db.session.remove()
    return found


def accept(app: Flask, hand: Hand) -> int:
    """By the customer's private page. Returns the status."""
    visitor = app.test_client()
    page = f"/fr/requests/{hand.reference}"
    visitor.set_cookie(KEY_COOKIE, hand.token, path=page)
    typed = {"key": hand.key, "seen": str(hand.offer)}
    return visitor.post(f"{page}/accept", data=typed, headers={"Sec-Fetch-Site": "same-origin"}).status_code


def _offered(app: Flask, advisor: int, hands: int) -> tuple[int, list[Hand]]:
    """An offer of lines of makers who differ, and as many hands that would accept it."""
    with transaction(app):
        now, by = clock.now(), db.session.get_one(User, advisor)
        pieces = [given.item(given.artisan(advisor=by), stock=PIECES + 1).main for _ in range(LINES)]
        asked = given.request(*(given.Wanted(piece, PIECES) for piece in pieces), at=now)
        made = given.offer(asked, at=now, by=by)
        shared, token = new_key(), links.token(asked)
        keys = [shared if n % 2 else new_key() for n in range(hands)]
        return made.id, [Hand(asked.reference, token, made.id, key) for key in keys]


def _looked_over(offer_id: int, found: Found) -> list[str]:
    offer = db.session.get_one(Offer, offer_id)
    asked = offer.request_id
    deeds = Counter(db.session.scalars(select(RequestEvent.deed).where(RequestEvent.request_id == asked)))
    told = Counter(
        db.session.scalars(
            select(OutboxMessage.template).where(OutboxMessage.request_id == asked, OutboxMessage.template.in_(NOTICES))
        )
    )
    answers = [line.answer_id for line in offer.lines]
    held = select(func.count(), func.sum(Reservation.quantity)).where(
        Reservation.answer_id.in_(answers), Reservation.state == Hold.LIVE
    )
    taken = select(func.count(DemandSignal.id)).where(
        DemandSignal.request_id == asked, DemandSignal.kind == SignalKind.OFFER_ACCEPTED
    )
    found.accepted += deeds[Deed.ACCEPT]
    checks = {
        f"events {dict(deeds)}": deeds[Deed.ACCEPT] == 1,
        f"it is {offer.state}, its request {offer.request.state}": (offer.state, offer.request.state)
        == (OfferState.ACCEPTED, State.ACCEPTED),
        "a line was not accepted": all(line.accepted for line in offer.lines),
        "its holds changed": tuple(db.session.execute(held).one()) == (LINES, LINES * PIECES),
        f"told {dict(told)}": told == NOTICES,
        "demand counts it otherwise": db.session.scalar(taken) == LINES,
        "a second document": db.session.scalar(select(func.count(Offer.id)).where(Offer.request_id == asked)) == 1,
    }
    return [words for words, well in checks.items() if not well]
