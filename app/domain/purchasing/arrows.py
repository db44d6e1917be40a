"""The arrows a request moves along, and the one function that moves it.

Whatever happens to a request is a deed: it leads from a state to a state, and only some people may do it.
A deed that is not in the table cannot be done. The events written here replay to the state.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from app.base.errors import N_, Forbidden, Refusal
from app.domain.people.models import Artisan, User
from app.domain.purchasing import events
from app.domain.purchasing.models import PurchaseRequest, RequestEvent, State


class Deed(StrEnum):
    SEND = "send"
    ENTRUST = "entrust"
    ANSWER = "answer"
    DECLINE = "decline"
    OFFER = "offer"
    ASK_CHANGE = "ask_change"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    PREPARE = "prepare"
    SHIP = "ship"
    DELIVER = "deliver"
    TAKE_BACK = "take_back"
    PREPARE_AGAIN = "prepare_again"
    CLOSE = "close"
    PAY = "pay"
    REFUND = "refund"
    READY = "ready"
    CHECK = "check"
    PRAISE = "praise"
    ADDRESS = "address"
    SHOW = "show"
    UNSHOW = "unshow"


class Actor(StrEnum):
    CUSTOMER = "customer"
    ARTISAN = "artisan"
    STAFF = "staff"
    CLOCK = "clock"


class Who(NamedTuple):
    """Who acts: a customer and the clock have no account; ``on_behalf_of`` is the maker whom staff stand in for."""

    actor: Actor
    user: User | None = None
    on_behalf_of: Artisan | None = None


CUSTOMER = Who(Actor.CUSTOMER)
CLOCK = Who(Actor.CLOCK)


class Arrow(NamedTuple):
    deed: Deed
    origin: State | None
    to: State
    actors: frozenset[Actor]


def _arrows(deed: Deed, origins: Iterable[State | None], to: State | None, *actors: Actor) -> list[Arrow]:
    """One arrow from each origin; ``to`` None stays where it is."""
    made = [(origin, to or origin) for origin in origins]
    return [Arrow(deed, origin, goal, frozenset(actors)) for origin, goal in made if goal is not None]


_C, _A, _S, _K = Actor.CUSTOMER, Actor.ARTISAN, Actor.STAFF, Actor.CLOCK
UNDECIDED = (State.SENT, State.ANSWERING, State.OFFERED)
UNSHIPPED = (*UNDECIDED, State.ACCEPTED, State.PREPARING)
SENT_OFF = (State.SHIPPED, State.RETURNED, State.DELIVERED)
FOLLOWED = (State.PREPARING, *SENT_OFF)
ENDED = (State.DECLINED, State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.CANCELLED, State.CLOSED)

ARROWS: dict[tuple[Deed, State | None], Arrow] = {
    (arrow.deed, arrow.origin): arrow
    for arrow in (
        *_arrows(Deed.SEND, [None], State.SENT, _C),
        *_arrows(Deed.ENTRUST, [State.SENT, State.ANSWERING], None, _S),
        *_arrows(Deed.ANSWER, [State.SENT, State.ANSWERING], State.ANSWERING, _A, _S),
        *_arrows(Deed.DECLINE, [State.ANSWERING], State.DECLINED, _A, _S),
        *_arrows(Deed.OFFER, [State.ANSWERING], State.OFFERED, _S),
        *_arrows(Deed.ASK_CHANGE, [State.OFFERED], State.ANSWERING, _C),
        *_arrows(Deed.ACCEPT, [State.OFFERED], State.ACCEPTED, _C),
        *_arrows(Deed.REFUSE, [State.OFFERED], State.REFUSED, _C),
        *_arrows(Deed.EXPIRE, [State.OFFERED], State.EXPIRED, _K),
        *_arrows(Deed.WITHDRAW, UNDECIDED, State.WITHDRAWN, _C),
        *_arrows(Deed.CANCEL, (*UNSHIPPED, State.RETURNED), State.CANCELLED, _S),
        *_arrows(Deed.PREPARE, [State.ACCEPTED], State.PREPARING, _S),
        *_arrows(Deed.SHIP, [State.PREPARING], State.SHIPPED, _S),
        *_arrows(Deed.DELIVER, [State.SHIPPED], State.DELIVERED, _S),
        *_arrows(Deed.TAKE_BACK, [State.SHIPPED], State.RETURNED, _S),
        *_arrows(Deed.PREPARE_AGAIN, [State.RETURNED], State.PREPARING, _S),
        *_arrows(Deed.CLOSE, [State.DELIVERED], State.CLOSED, _S, _K),
        *_arrows(Deed.PAY, (State.ACCEPTED, *FOLLOWED), None, _S),
        *_arrows(Deed.REFUND, (State.ACCEPTED, *FOLLOWED, State.CANCELLED), None, _S),
        *_arrows(Deed.READY, (State.ACCEPTED, State.PREPARING), None, _A, _S),
        *_arrows(Deed.CHECK, [State.PREPARING], None, _S),
        *_arrows(Deed.ADDRESS, (*UNSHIPPED, State.RETURNED), None, _C, _S),
        *_arrows(Deed.PRAISE, (State.DELIVERED, State.CLOSED), None, _C),
        *_arrows(Deed.SHOW, (State.ACCEPTED, State.PREPARING), None, _A, _S),
        *_arrows(Deed.UNSHOW, (State.ACCEPTED, State.PREPARING), None, _A, _S),
        *_arrows(Deed.UNSHOW, (*SENT_OFF, State.CLOSED, State.CANCELLED), None, _S),
    )
}


class NoSuchArrow(Refusal):
    """The request is not in a state from which this can be done."""

    text = N_("This request has moved on in the meantime. Look at it again.")
    status = 409


def allowed(request: PurchaseRequest, deed: Deed, actor: Actor) -> bool:
    """Whether this could be done now, by this kind of person: for showing or hiding a button."""
    arrow = ARROWS.get((deed, request.state))
    return arrow is not None and actor in arrow.actors


def check(state: State | None, deed: Deed, who: Who) -> Arrow:
    """The arrow a deed follows. Raises NoSuchArrow where there is none, Forbidden where it is another's to follow."""
    arrow = ARROWS.get((deed, state))
    if arrow is None:
        raise NoSuchArrow
    if who.actor not in arrow.actors:
        raise Forbidden
    return arrow


def move(request: PurchaseRequest, deed: Deed, who: Who, *, at: datetime, **facts: Any) -> RequestEvent:
    """Do a deed: check it, move the request, write the event. facts: ids and codes, never a person's words."""
    born = deed is Deed.SEND
    origin = None if born else request.state
    arrow = check(origin, deed, who)
    request.state = arrow.to
    request.changed_at = at
    if arrow.to in ENDED and origin not in ENDED:
        request.closed_at = at
    return events.write(
        request,
        RequestEvent(
            at=at,
            deed=deed.value,
            from_state=origin,
            to_state=arrow.to,
            by_customer=who.actor is Actor.CUSTOMER,
            by_id=who.user.id if who.user else None,
            on_behalf_of_id=who.on_behalf_of.id if who.on_behalf_of else None,
            facts=facts,
        ),
    )


def replay(log: Iterable[RequestEvent]) -> State | None:
    """The state that events, oldest first, lead to. Raises ValueError where one does not follow from the last."""
    state: State | None = None
    for event in log:
        arrow = ARROWS.get((Deed(event.deed), state))
        if arrow is None or event.from_state != state or event.to_state != arrow.to:
            raise ValueError(f"{event.deed} does not lead from {state} to {event.to_state}")
        state = arrow.to
    return state
