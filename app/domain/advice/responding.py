"""What an artisan does with advice: opens it, will follow it, cannot, has done it; and the advisor's check."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.base import clock
from app.base.errors import N_, Refusal
from app.domain.advice import comparing, done_photos, following_up
from app.domain.advice.models import CannotReason, Response, ResponseState
from app.domain.advice.picture_models import AdvicePicture
from app.domain.audit import trail
from app.domain.people.models import User

S = ResponseState
ARROWS: dict[ResponseState, frozenset[ResponseState]] = {
    S.SENT: frozenset({S.OPENED, S.ACCEPTED, S.DECLINED, S.DONE, S.WITHDRAWN}),
    S.OPENED: frozenset({S.ACCEPTED, S.DECLINED, S.DONE, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.DONE, S.DECLINED, S.WITHDRAWN}),
    S.DECLINED: frozenset({S.ACCEPTED, S.DECLINED, S.DONE}),
    S.DONE: frozenset({S.CHECKED, S.ACCEPTED}),
    S.CHECKED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
"""Where a response can go. A *no* can become a *yes*, or have another reason; *done* can be taken back until an advisor
has seen it, and an advisor who finds that it is not done yet sends it back."""
FARTHEST_DAYS = 366


class NotNow(Refusal):
    text = N_("This advice is closed. Nothing more is asked of you.")
    status = 409


class SaidDone(Refusal):
    text = N_("You said: it is done")
    status = 409


class NotDone(Refusal):
    text = N_("Only what the artisan says is done can be checked.")
    status = 409


class NotPromised(Refusal):
    text = N_("A day can be chosen once you have said that you will do it.")
    status = 409


class NoSuchDay(Refusal):
    text = N_("Choose a day between today and one year from now.")


class SaysNotWhat(Refusal):
    text = N_("Say in a sentence what is still missing.")


def opened(response: Response, *, at: datetime) -> bool:
    """Note that the artisan has seen it, the first time. True where that changed anything."""
    if response.opened_at is not None or response.state is S.WITHDRAWN:
        return False
    response.opened_at = at
    if response.state is S.SENT:
        response.state = S.OPENED
    return True


def accept(response: Response, *, promised_on: date | None, at: datetime) -> None:
    """*I will.* promised_on: by when; the advice's own date where the artisan names none. Raises NotNow, SaidDone."""
    if response.state is S.ACCEPTED:
        return
    _still_to_do(response)
    _will(response, promised_on, at)
    following_up.no_longer(response)


def take_back(response: Response, *, at: datetime) -> None:
    """*It is not done yet*, of what they said was done. Raises NotNow.

    The weeks that began with *done* stay the ones compared: only an advisor opens others.
    """
    if response.state is S.ACCEPTED:
        return
    if response.state is not S.DONE:
        raise NotNow
    _will(response, None, at)


def promise(response: Response, day: date, *, at: datetime) -> None:
    """By when, of what an artisan said they will do. Raises NotPromised, NoSuchDay."""
    if response.state is not S.ACCEPTED:
        raise NotPromised
    today = clock.local(at).date()
    if not today <= day <= today + timedelta(days=FARTHEST_DAYS):
        raise NoSuchDay(field="day")
    response.promised_on = day


def decline(response: Response, *, reason: CannotReason, note: str | None, at: datetime) -> None:
    """*I cannot*, with a reason that leads on: a visit, a training wish, materials together. Said again, the last
    reason counts. Raises NotNow, SaidDone."""
    _still_to_do(response)
    _move(response, S.DECLINED, at)
    response.reason = reason
    response.note = note
    response.promised_on = None
    following_up.lead_on(response, at=at)


def done(response: Response, pictures: Sequence[AdvicePicture] = (), *, at: datetime) -> None:
    """*It is done.* An advisor looks at it before it counts. pictures: sent by the artisan, of nothing yet.

    Said again, it adds photos. Raises NotNow, what ``done_photos.place`` raises.
    """
    if response.state is not S.DONE:
        _move(response, S.DONE, at)
        response.reason, response.returned = None, None
        response.done_at = at
        following_up.no_longer(response)
    done_photos.place(pictures, response)


def check(response: Response, *, by: User, at: datetime) -> None:
    """The advisor has seen that it is done. Raises NotDone."""
    if response.state is not S.DONE:
        raise NotDone
    response.state = S.CHECKED
    response.checked_at = at
    response.checked_by_id = by.id


def send_back(response: Response, words: str, *, by: User, at: datetime) -> None:
    """The advisor has seen that it is not done yet, and says what is missing. Raises NotDone, SaysNotWhat."""
    if response.state is not S.DONE:
        raise NotDone
    if not words:
        raise SaysNotWhat(field="words")
    response.state = S.ACCEPTED
    response.returned = words
    response.done_at = None
    comparing.let_go(response)
    about, facts = response.recommendation_id, {"response": response.id}
    trail.record("advice.sent_back", subject="recommendation", subject_id=about, by_id=by.id, at=at, facts=facts)


def _still_to_do(response: Response) -> None:
    """An old page, perhaps on another telephone, offers what was answered meanwhile."""
    if response.state is S.DONE:
        raise SaidDone


def _will(response: Response, promised_on: date | None, at: datetime) -> None:
    _move(response, S.ACCEPTED, at)
    response.reason, response.note = None, None
    response.promised_on = promised_on or response.recommendation.due_on
    response.done_at = None


def _move(response: Response, state: ResponseState, at: datetime) -> None:
    if state not in ARROWS[response.state]:
        raise NotNow
    response.state = state
    response.answered_at = at
    response.opened_at = response.opened_at or at
