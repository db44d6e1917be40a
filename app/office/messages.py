"""Messages that could not be delivered: to whom, why, and sending them again."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base import clock
from app.base.errors import N_
from app.domain.audit import trail
from app.domain.notices import delivering
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.people import findings
from app.domain.purchasing.findings import references
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button
from app.web.refusals import status_of

blueprint = Blueprint("messages", __name__, url_prefix="/messages")

CHANNELS = {Channel.EMAIL: N_("E-mail"), Channel.SMS: N_("SMS")}
ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "sign_in_code": N_("Sign-in code"),
        "invited_artisan": N_("Invitation"),
        "invited_staff": N_("Invitation"),
        "new_password": N_("New password"),
        "password_changed": N_("Password changed"),
        "advice_sent": N_("Advice"),
    }
)
"""What a message is about, where it is not about a customer's request."""


@blueprint.route("/")
def index() -> str:
    return _page(Button(formdata=None))


@blueprint.route("/<int:message_id>/again", methods=["POST"])
def send_again(message_id: int) -> Response | tuple[str, int]:
    message, form = delivering.to_change(message_id), Button()

    def again() -> None:
        now = clock.now()
        delivering.again(message, now)
        trail.record("message.sent_again", subject="message", subject_id=message_id, by_id=person().id, at=now)

    done = do(form, again, then=url_for(".index"), said=_("The message is on its way again."))
    return done or (_page(form), status_of(form))


def _page(form: Button) -> str:
    messages = delivering.troubled()
    return render_template(
        "office/messages/index.html",
        messages=messages,
        references=references(_known(message.request_id for message in messages)),
        people=findings.names(_known(message.user_id for message in messages)),
        subject_of=_about,
        channels=CHANNELS,
        given_up=Delivery.FAILED,
        form=form,
        once=lambda: Button(formdata=None),
    )


def _about(message: OutboxMessage) -> str:
    return str(_(ABOUT[message.template])) if message.template in ABOUT else str(_("A customer’s request"))


def _known(ids: Iterable[int | None]) -> set[int]:
    return {id_ for id_ in ids if id_ is not None}
