"""Which requests somebody wants to see, as the desk's address says it."""

from dataclasses import dataclass

from flask import request

from app.domain.purchasing.arrows import ENDED
from app.domain.purchasing.desk import Turn
from app.domain.purchasing.models import State
from app.web.access import person
from app.web.addresses import asked_row


@dataclass(frozen=True)
class Wanted:
    """is_over: those that are over instead of those under way. advisor_id: one's own, where only these are wanted."""

    state: State | None
    turn: Turn | None
    is_over: bool
    artisan_id: int | None
    advisor_id: int | None


def asked() -> Wanted:
    """Of the query: ``turn`` (whom it waits for), ``state`` (a state, ``over``, or none: all under way), ``artisan``,
    ``mine``."""
    state = next((one for one in State if one.value == request.args.get("state")), None)
    is_over = request.args.get("state") == "over" or state in ENDED
    turn = next((one for one in Turn if one.value == request.args.get("turn")), None)
    mine = bool(request.args.get("mine"))
    return Wanted(state, None if is_over else turn, is_over, asked_row("artisan"), person().id if mine else None)


def kept() -> dict[str, str]:
    """The filters of the address as they are, for another address."""
    return {name: request.args[name] for name in ("state", "turn", "artisan", "mine") if request.args.get(name)}
