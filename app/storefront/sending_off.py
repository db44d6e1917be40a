"""A request leaves the browser: sent once and not too often, and its customer led to their private page."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.audit import addresses
from app.domain.people import throttles
from app.domain.purchasing import picturing, sending
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.sending import Wanted, Wished
from app.domain.purchasing.talk_models import RequestPicture
from app.storefront import private_key
from app.storefront.request_forms import CustomForm, RequestForm
from app.web import languages


def send(
    form: RequestForm | CustomForm,
    lines: Sequence[Wanted | Wished],
    message: str | None,
    pictures: Sequence[RequestPicture] = (),
) -> PurchaseRequest:
    """Send it once, and not too often: every request makes the cooperative write to whoever is named in it.

    pictures: of the first line.
    """
    contact, at = form.contact(), clock.now()
    sent = sending.send(
        contact,
        lines,
        key=form.key.data or "",
        language=languages.current(),
        message=message,
        needed_by=form.needed_by.data,
        at=at,
    )
    if sent.sent_at == at:
        reached = contact.phone or contact.email or ""
        sender = addresses.counted(request.remote_addr)
        throttles.take([(throttles.REQUESTS, reached), (throttles.REQUESTS_FROM_ADDRESS, sender)], at=at)
        picturing.place(pictures, sent, line=sent.lines[0])
    db.session.commit()
    return sent


def to_private_page(sent: PurchaseRequest) -> Response:
    """The page of a request that was just sent, and the key to it."""
    response = redirect(url_for("storefront.private.show", reference=sent.reference), 303)
    private_key.hand_over(response, sent)
    return private(response)


def private(response: Response) -> Response:
    """What a visitor chose and typed is kept by nobody on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
