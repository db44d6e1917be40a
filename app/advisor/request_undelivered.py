"""Messages about a request that did not arrive: who was not told, of what, and how else they can be reached."""

from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from flask_babel import gettext as _

from app.base.errors import N_, Missing
from app.domain.audit import trail
from app.domain.notices import delivering
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.people import findings
from app.domain.people.models import Artisan, User
from app.domain.purchasing.models import PurchaseRequest
from app.web import languages

ABOUT = MappingProxyType(
    {
        "request_sent": N_("the request has arrived"),
        "request_declined": N_("nobody can make it"),
        "offer_ready": N_("the offer is ready"),
        "offer_ends_soon": N_("the offer ends soon"),
        "offer_expired": N_("the offer has ended"),
        "acceptance_received": N_("the acceptance has arrived"),
        "request_cancelled": N_("the request is cancelled"),
        "cooperative_wrote": N_("the cooperative wrote"),
        "new_link": N_("the new link to their page"),
        "lines_waiting": N_("pieces wait for an answer"),
        "lines_still_wait": N_("pieces still wait for an answer"),
        "lines_accepted": N_("the pieces are accepted"),
        "lines_refused": N_("the pieces are not wanted any more"),
        "lines_withdrawn": N_("the request is over"),
        "change_asked_maker": N_("a change is asked for"),
        "customer_wrote_maker": N_("the customer wrote"),
    }
)
"""What it was to say; of another message it is only known that it is about the request."""


class Undelivered(NamedTuple):
    """artisan: the maker it was for. is_customers: it was for the customer; else, without a maker, for the team."""

    message: OutboxMessage
    name: str
    about: str
    artisan: Artisan | None
    is_customers: bool
    by_sms: bool
    is_given_up: bool


def of(asked: PurchaseRequest) -> list[Undelivered]:
    """The latest first. Those given up wait for somebody of the team, the others are still tried."""
    messages = delivering.troubled(request_id=asked.id)
    team = findings.names({message.user_id for message in messages if message.user_id})
    makers = {line.artisan.id: line.artisan for line in asked.lines if line.artisan}
    return [_told(message, asked, list(makers.values()), team) for message in messages]


def again(asked: PurchaseRequest, message_id: int, *, by: User, at: datetime) -> None:
    """Try one anew. Raises Missing where it is not about this request, NotFailed where it is on its way."""
    message = delivering.to_change(message_id)
    if message.request_id != asked.id:
        raise Missing
    delivering.again(message, at)
    trail.record("message.sent_again", subject="message", subject_id=message.id, by_id=by.id, at=at)


def _told(message: OutboxMessage, asked: PurchaseRequest, makers: list[Artisan], team: dict[int, str]) -> Undelivered:
    artisan = next((one for one in makers if _is_for(message, one)), None)
    is_customers = artisan is None and message.user_id is None
    name = artisan.known_as(languages.current()) if artisan else team.get(message.user_id or 0, "")
    about = ABOUT.get(message.template)
    return Undelivered(
        message=message,
        name=(asked.name or str(_("The customer"))) if is_customers else name,
        about=str(_(about)) if about else "",
        artisan=artisan,
        is_customers=is_customers,
        by_sms=message.channel is Channel.SMS,
        is_given_up=message.state is Delivery.FAILED,
    )


def _is_for(message: OutboxMessage, artisan: Artisan) -> bool:
    """By the account where the maker has one, else by the number it was sent to."""
    if message.user_id is not None:
        return message.user_id == artisan.user_id
    return message.channel is Channel.SMS and message.recipient == artisan.phone
