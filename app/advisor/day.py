"""The day list: what wants to be done today about requests. Another thing to do is another line in GROUPS."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import gettext as _

from app.advisor import calling
from app.advisor.calling import Call, Reason
from app.base.errors import N_
from app.domain.fulfilment import next_steps
from app.domain.fulfilment.next_steps import Next
from app.domain.purchasing.desk import Place, Turn


class Step(NamedTuple):
    """What is to be done next, and where."""

    words: str
    url: str


class Row(NamedTuple):
    """calls: whom to call; empty where something else is to be done."""

    place: Place
    step: Step | None
    calls: Sequence[Call] = ()


class Day(NamedTuple):
    """All that is under way, late ones first. steps: by request, what the team does next once its customer said yes.

    calls: by request, whom to call; such a request stands in that group alone. without_address: those who wait for it
    and can only be written to. reminded: whoever waits since before then was reminded by the clock.
    """

    places: Sequence[Place]
    steps: dict[int, Next]
    calls: dict[int, list[Call]]
    without_address: list[Place]
    reminded: datetime

    @property
    def others(self) -> list[Place]:
        """Those about whom nobody is to be called."""
        return [place for place in self.places if place.request.id not in self.calls]


class Group(NamedTuple):
    """rows: those of all that is under way that belong here, the most pressing first. more: what shows all of them on
    the desk, as its address says it.
    """

    name: str
    title: str
    rows: Callable[[Day], Iterable[Row]]
    more: dict[str, str]


def of(places: Sequence[Place], now: datetime) -> list[tuple[Group, list[Row]]]:
    """Each group with something to do, in the order in which it wants to be done. places: late ones first."""
    chosen = current_app.config["SETTINGS"]
    steps = next_steps.of([place.request for place in places], deposit_share=chosen.deposit_share)
    calls, reminded = calling.of(places, steps, now), now - timedelta(hours=chosen.reminder_hours)
    day = Day(places, steps, calls, calling.without_number(places, steps, now), reminded)
    found = [(group, list(group.rows(day))) for group in GROUPS]
    return [(group, rows) for group, rows in found if rows]


def _ours(day: Day) -> Iterable[Row]:
    for place in day.places:
        reference = place.request.reference
        if place.turn is Turn.OFFER_TO_MAKE:
            yield Row(place, Step(_("Prepare the offer"), url_for("advisor.request.offer", reference=reference)))
        elif place.turn is Turn.MAKER_TO_CHOOSE:
            line = next(line for line in place.request.lines if line.artisan_id is None)
            url = url_for("advisor.request.entrust", reference=reference, line_id=line.id)
            yield Row(place, Step(_("Choose the artisan"), url))
    for place in day.without_address:
        yield Row(place, Step(_("Ask for the address"), _messages(place)))


def _to_call(day: Day) -> Iterable[Row]:
    for place in day.places:
        calls = day.calls.get(place.request.id)
        if calls:
            yield Row(place, _after_the_call(place, calls[0]), calls)


def _after_the_call(place: Place, call: Call) -> Step:
    """Where to write down what was said."""
    if call.artisan_id is not None:
        return _answer_for(place)
    if call.reason is Reason.ADDRESS:
        return Step(_("Write the address down"), url_for("advisor.request.address", reference=place.request.reference))
    return Step(_("See the request"), url_for(SHOW, reference=place.request.reference))


def _unanswered(day: Day) -> Iterable[Row]:
    """Those who were reminded, and those who have no number: the others are called."""
    for place in day.others:
        if place.turn is Turn.ARTISANS and (place.late or place.since <= day.reminded):
            yield Row(place, _answer_for(place))


def _answer_for(place: Place) -> Step:
    line = next((line for line in place.request.lines if line.answer is None), place.request.lines[0])
    url = url_for("advisor.request.answer", reference=place.request.reference, line_id=line.id)
    return Step(_("Answer for the artisan"), url)


def _ending(day: Day) -> Iterable[Row]:
    """Those whose customer has no number."""
    ending = [place for place in day.others if place.turn is Turn.CUSTOMER and place.late and place.offer]
    for place in sorted(ending, key=lambda one: one.offer.expires_at if one.offer else one.since):
        yield Row(place, Step(_("Write to the customer"), _messages(place)))


def _messages(place: Place) -> str:
    return url_for(SHOW, reference=place.request.reference, _anchor="messages")


def _after_a_yes(step: Next, words: str, endpoint: str) -> Callable[[Day], Iterable[Row]]:
    """Requests of which this is the next step, with a button that leads to it."""

    def rows(day: Day) -> Iterable[Row]:
        asked_for = {place.request.id for place in day.without_address}
        for place in day.others:
            if day.steps.get(place.request.id) is step and place.request.id not in asked_for:
                yield Row(place, Step(_(words), url_for(endpoint, reference=place.request.reference)))

    return rows


SHOW = "advisor.request.show"
WORKSHOP, SETTLING = {"turn": Turn.WORKSHOP.value}, {"turn": Turn.TO_SETTLE.value}
GROUPS = (
    Group("ours", N_("Waits for us"), _ours, {}),
    Group("call", N_("To call"), _to_call, {}),
    Group("late", N_("Artisans who have not answered"), _unanswered, {"turn": Turn.ARTISANS.value}),
    Group("ending", N_("Offers that end soon"), _ending, {"turn": Turn.CUSTOMER.value}),
    Group(
        "begin",
        N_("Paid: the artisans can begin"),
        _after_a_yes(Next.BEGIN, N_("Let the artisans begin"), "advisor.fulfilment.prepare"),
        WORKSHOP,
    ),
    Group("check", N_("To be checked"), _after_a_yes(Next.CHECK, N_("Check"), SHOW), WORKSHOP),
    Group("ship", N_("To send"), _after_a_yes(Next.SHIP, N_("Send the parcel"), "advisor.fulfilment.ship"), WORKSHOP),
    Group("back", N_("Parcels that came back"), _after_a_yes(Next.CAME_BACK, N_("Decide"), SHOW), SETTLING),
    Group("settle", N_("Arrived, and not settled"), _after_a_yes(Next.SETTLE, N_("See the money"), SHOW), SETTLING),
)
