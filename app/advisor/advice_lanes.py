"""The board's lanes: one a state, what waits longest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from app.base.errors import N_
from app.domain.advice import findings
from app.domain.advice.models import AdviceState, Priority, Recommendation, Response, ResponseState
from app.domain.people.models import User

RANK = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}


@dataclass
class Lane:
    """name: a msgid. cards: a recommendation, and the response the card is about (None for a draft)."""

    slug: str
    name: str
    cards: list[tuple[Recommendation, Response | None]] = field(default_factory=list)


OF_STATE = {
    ResponseState.SENT: "sent",
    ResponseState.OPENED: "sent",
    ResponseState.ACCEPTED: "yes",
    ResponseState.DONE: "done",
    ResponseState.CHECKED: "done",
    ResponseState.DECLINED: "no",
}


def by_view(recommendations: list[Recommendation], me: User, now: datetime) -> dict[str, list[Recommendation]]:
    """What each view shows."""
    silent = [one for one in recommendations if any(findings.is_silent(response, now) for response in one.responses)]
    mine = [one for one in recommendations if one.author_id == me.id]
    return {"all": recommendations, "mine": mine, "silent": silent, "table": recommendations}


def lanes(recommendations: Iterable[Recommendation]) -> list[Lane]:
    """Drafts, sent, accepted, done, declined: advice to several artisans has a card for each.

    Each begins with what is most important; of that sent and accepted with what waits longest, done with what is to be
    checked.
    """
    board = {
        "draft": Lane("draft", N_("Drafts")),
        "sent": Lane("sent", N_("Advice sent")),
        "yes": Lane("yes", N_("Advice accepted")),
        "done": Lane("done", N_("Advice done")),
        "no": Lane("no", N_("Advice declined")),
    }
    for recommendation in recommendations:
        if recommendation.state is AdviceState.DRAFT:
            board["draft"].cards.append((recommendation, None))
        for response in recommendation.responses:
            if response.state in OF_STATE:
                board[OF_STATE[response.state]].cards.append((recommendation, response))
    board["sent"].cards.sort(key=lambda card: card[1].sent_at if card[1] else card[0].created_at)
    board["yes"].cards.sort(key=lambda card: (card[1] and card[1].promised_on) or date.max)
    board["done"].cards.sort(key=lambda card: card[1] is not None and card[1].state is ResponseState.CHECKED)
    for lane in board.values():
        lane.cards.sort(key=lambda card: RANK[card[0].priority])
    return list(board.values())
