"""What the team does once a customer said yes: money, preparing, checks, parcels, the customer's word."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from app.advisor import fulfilment_page, request_deeds, request_words
from app.advisor.fulfilment_forms import (
    CheckForm,
    DeliverForm,
    PaymentForm,
    PrepareForm,
    RefundForm,
    ReturnForm,
    ShipForm,
)
from app.advisor.request_deeds import Answer
from app.base import clock
from app.base.errors import Missing
from app.domain.fulfilment import paying, praising, preparing, shipping
from app.domain.purchasing import findings
from app.domain.purchasing.models import PurchaseRequest
from app.web import work_pictures
from app.web.access import person

blueprint = Blueprint("fulfilment", __name__, url_prefix="/requests/<reference>")


@blueprint.route("/payment", methods=["GET", "POST"])
def receive(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = PaymentForm(fulfilment_page.money(asked))
    return request_deeds.page(
        asked,
        form,
        lambda: paying.receive(asked, **form.said(), **_now()),
        title=_("Record a payment"),
        said=_("The payment is recorded. The customer is told."),
    )


@blueprint.route("/refund", methods=["GET", "POST"])
def give_back(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = RefundForm(fulfilment_page.money(asked))
    return request_deeds.page(
        asked,
        form,
        lambda: paying.give_back(asked, **form.said(), **_now()),
        title=_("Record a refund"),
        said=_("The refund is recorded. The customer is told."),
    )


@blueprint.route("/prepare", methods=["GET", "POST"])
def prepare(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = PrepareForm(fulfilment_page.money(asked))
    return request_deeds.page(
        asked,
        form,
        lambda: preparing.prepare(asked, deposit_share=fulfilment_page.deposit_share(), **form.said(), **_now()),
        title=_("Let the artisans begin"),
        lead=_("Each artisan receives an SMS. The customer is told too."),
        said=_("The artisans are told that they can begin."),
    )


@blueprint.route("/prepare-again", methods=["POST"])
def prepare_again(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    return request_deeds.tap(
        asked,
        lambda: preparing.prepare_again(asked, **_now()),
        _("The parcel can be sent once more, after a new check."),
    )


@blueprint.route("/accepted/<int:line_id>/ready", methods=["POST"])
def say_ready(reference: str, line_id: int) -> Answer:
    """In the maker's name: shown so to everybody."""
    asked = findings.of_reference(reference)
    line = request_deeds.line_of(asked, line_id)
    return request_deeds.tap(
        asked,
        lambda: preparing.say_ready(line, **_now()),
        _("The pieces are ready. It shows that you said so for the artisan."),
    )


@blueprint.route("/accepted/<int:line_id>/check", methods=["GET", "POST"])
def look_at(reference: str, line_id: int) -> Answer:
    asked = findings.of_reference(reference)
    line = request_deeds.line_of(asked, line_id)
    form = CheckForm()
    form.validate_on_submit()
    photos = work_pictures.receive(form, by=person(), at=clock.now())
    return request_deeds.page(
        asked,
        form,
        lambda: preparing.look_at(line, **form.said(), pictures=photos, by=person(), at=clock.now()),
        title=_("Check: %(piece)s", piece=request_words.title_of(line.line)),
        button=_("Record the check"),
        lead=_("The artisan sees photos of what goes back, the customer of what passes: no face, no address."),
        photos=photos,
        said=_("The check is recorded."),
    )


@blueprint.route("/ship", methods=["GET", "POST"])
def ship(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = ShipForm()
    return request_deeds.page(
        asked,
        form,
        lambda: shipping.ship(asked, **form.said(), **_now()),
        title=_("Send the parcel"),
        lead=_("The pieces leave the shelf. The customer receives the tracking number."),
        said=_("The parcel is on its way. The customer is told."),
        template="advisor/request/ship.html",
    )


@blueprint.route("/deliver", methods=["GET", "POST"])
def deliver(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = DeliverForm()
    return request_deeds.page(
        asked,
        form,
        lambda: shipping.deliver(asked, **form.said(), **_now()),
        title=_("The parcel has arrived"),
        button=_("Record the delivery"),
        said=_("The delivery is recorded. The customer is asked for a word."),
    )


@blueprint.route("/return", methods=["GET", "POST"])
def take_back(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = ReturnForm()
    return request_deeds.page(
        asked,
        form,
        lambda: shipping.take_back(asked, **form.said(), **_now()),
        title=_("The parcel has come back"),
        button=_("Record the return"),
        lead=_("The pieces are on the shelf again, reserved for this customer."),
        said=_("The return is recorded. The customer is told."),
    )


@blueprint.route("/word/publish", methods=["POST"])
def publish(reference: str) -> Answer:
    asked = _with_word(reference)
    return request_deeds.tap(
        asked, lambda: praising.look(asked, publish=True, **_now()), _("Everybody can read the word now.")
    )


@blueprint.route("/word/keep-back", methods=["POST"])
def keep_back(reference: str) -> Answer:
    asked = _with_word(reference)
    return request_deeds.tap(
        asked, lambda: praising.look(asked, publish=False, **_now()), _("The word stays with the team.")
    )


def _now() -> dict[str, Any]:
    """By whom and when, as every rule wants to know it."""
    return {"by": person(), "at": clock.now()}


def _with_word(reference: str) -> PurchaseRequest:
    """A request about which its customer left a word."""
    asked = findings.of_reference(reference)
    if praising.of(asked) is None:
        raise Missing
    return asked
