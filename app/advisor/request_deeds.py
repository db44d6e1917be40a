"""How the team does a deed on a request: in one tap, or on a page of its own with a few fields."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import fulfilment_page
from app.advisor.fulfilment_forms import DeliverForm, MoneyForm, PrepareForm, ShipForm
from app.base.errors import Missing
from app.domain.fulfilment import balance
from app.domain.fulfilment.picture_models import WorkPicture
from app.domain.purchasing.models import PurchaseRequest
from app.domain.purchasing.offer_models import OfferLine
from app.web.countries import country_name
from app.web.doing import do
from app.web.forms import Button, KeyedForm
from app.web.refusals import changed_meanwhile, status_of

Answer = Response | tuple[str, int]
ABOUT_MONEY = (MoneyForm, PrepareForm, ShipForm, DeliverForm)
"""What is owed stands above these forms: a parcel may leave with something to collect."""


def tap(asked: PurchaseRequest, deed: Callable[[], Any], said: str) -> Answer:
    """A deed without a field, and back to the request: its page shows only why it was not done."""
    return page(asked, Button(), deed, title=_("This was not done"), said=said)


def page(
    asked: PurchaseRequest,
    form: KeyedForm,
    deed: Callable[[], Any],
    *,
    title: str,
    said: str,
    lead: str = "",
    button: str = "",
    template: str = "advisor/request/deed.html",
    photos: Sequence[WorkPicture] = (),
) -> Answer:
    """A deed on a page of its own, and back to the request. button: what is on it, where the title is no deed.

    photos: that came with the form, which was looked at to receive them: where that found something, nothing is done.
    """
    there = url_for("advisor.request.show", reference=asked.reference)
    done = None if form.errors else do(form, deed, then=there, said=said)
    if done:
        return done
    money = fulfilment_page.money(asked) if isinstance(form, ABOUT_MONEY) else None
    if money and isinstance(form, MoneyForm) and changed_meanwhile(form):
        form.seen.show(money.received, money.refunded)
    told = {"title": title, "lead": lead, "button": button or title, "money": money, "photos": photos}
    country = country_name(asked.country)
    return render_template(template, asked=asked, form=form, country=country, **told), status_of(form)


def line_of(asked: PurchaseRequest, line_id: int) -> OfferLine:
    """A line of the offer that the customer accepted. Raises Missing."""
    offer = balance.accepted_offer(asked)
    found = next((line for line in offer.lines if line.id == line_id), None) if offer else None
    if found is None:
        raise Missing
    return found
