"""One request: who asks, what was answered, what the team does about it."""

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import request_delivery, request_page, request_undelivered
from app.advisor.request_forms import AddressForm, AnswerForm, CancelForm, EntrustForm, MessageForm, OfferForm
from app.base import clock
from app.base.errors import Missing
from app.domain.people import makers
from app.domain.purchasing import addressing, answering, deciding, findings, offering, papers, relinking, talking
from app.domain.purchasing.deciding import CancelReason
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.offer_models import Offer
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button
from app.web.papers import sending
from app.web.refusals import changed_meanwhile, status_of

blueprint = Blueprint("request", __name__, url_prefix="/requests/<reference>")
Answer = Response | tuple[str, int]


@blueprint.route("")
def show(reference: str) -> str:
    return request_page.shown(findings.of_reference(reference))


@blueprint.route("/lines/<int:line_id>", methods=["GET", "POST"])
def answer(reference: str, line_id: int) -> Answer:
    """An answer in the maker's name: recorded as such, and shown so to everybody."""
    asked = findings.of_reference(reference)
    line = _line(asked, line_id)
    form = AnswerForm(line)
    done = do(
        form,
        lambda: answering.answer(line, **form.said(), by=person(), on_behalf=True, at=clock.now()),
        then=_page_of(asked),
        said=_("The answer is kept. It shows that you gave it for the artisan."),
    )
    if changed_meanwhile(form):
        request_page.load(asked)  # a refusal let go of all that was read
        form.look_again(line)
    return done or (
        render_template("advisor/request/answer.html", form=form, **request_page.of_line(line)),
        status_of(form),
    )


@blueprint.route("/lines/<int:line_id>/entrust", methods=["GET", "POST"])
def entrust(reference: str, line_id: int) -> Answer:
    """Ask a maker for a wish that names nobody."""
    asked = findings.of_reference(reference)
    line = _line(asked, line_id)
    form = EntrustForm(makers.who_can_be_asked())
    done = do(
        form,
        lambda: answering.entrust(line, form.chosen, by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The artisan is told that a request waits."),
    )
    return done or (
        render_template("advisor/request/entrust.html", form=form, **request_page.of_line(line)),
        status_of(form),
    )


@blueprint.route("/offer", methods=["GET", "POST"])
def offer(reference: str) -> Answer:
    """Fix the delivery cost and the last day, look at it as the customer will, and send it."""
    asked = findings.of_reference(reference)
    request_page.load(asked)
    reckoned = request_delivery.of(asked)
    form = OfferForm(asked, days=current_app.config["SETTINGS"].offer_days, delivery_cost=reckoned.cost)

    def send() -> None:
        offering.offer(
            asked,
            delivery_cost=form.delivery_cost.data or 0,
            expires_on=form.last_day_chosen,
            note=form.note.data,
            seen=form.seen.numbers[0],
            by=person(),
            at=clock.now(),
        )

    if "look" in request.form:
        form.validate()
        form.seen.show(asked.version)
        return render_template(
            "advisor/request/offer.html", form=form, **request_page.draft_offer(asked, form)
        ), status_of(form)
    done = do(form, send, then=_page_of(asked), said=_("The offer is sent."))
    if changed_meanwhile(form):
        form.seen.show(asked.version)
    return done or (
        render_template("advisor/request/offer.html", form=form, **request_page.draft_offer(asked, form)),
        status_of(form),
    )


@blueprint.route("/offers/<int:number>")
def paper(reference: str, number: int) -> str:
    """An offer as the customer sees it."""
    return render_template("advisor/request/paper.html", **request_page.of_offer(_offer(reference, number)))


@blueprint.route("/papers/<number>/<any(fr, ar, en, es):tongue>.pdf")
def document(reference: str, number: str, tongue: str) -> Response:
    """A numbered paper of this request as PDF, in whatever language it is wanted."""
    return sending.inline(papers.of_number(findings.of_reference(reference), number), tongue)


@blueprint.route("/messages", methods=["POST"])
def write(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = MessageForm()
    done = do(
        form,
        lambda: talking.staff_write(asked, form.words.data or "", by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The message is sent."),
    )
    return done or (request_page.shown(asked, message=form), status_of(form))


@blueprint.route("/undelivered/<int:message_id>/again", methods=["POST"])
def send_again(reference: str, message_id: int) -> Answer:
    """Try a message anew that did not arrive."""
    asked = findings.of_reference(reference)
    form = Button()
    done = do(
        form,
        lambda: request_undelivered.again(asked, message_id, by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The message is on its way again."),
    )
    return done or (request_page.shown(asked, tried=form), status_of(form))


@blueprint.route("/cancel", methods=["GET", "POST"])
def cancel(reference: str) -> Answer:
    asked = findings.of_reference(reference)
    form = CancelForm()
    done = do(
        form,
        lambda: deciding.cancel(asked, CancelReason(form.reason.data), by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The request is cancelled. The customer and the artisans are told."),
    )
    return done or (render_template("advisor/request/cancel.html", asked=asked, form=form), status_of(form))


@blueprint.route("/address", methods=["GET", "POST"])
def address(reference: str) -> Answer:
    """Where the parcel goes, written down as the customer said it."""
    asked = findings.of_reference(reference)
    form = AddressForm(data={"address": asked.address, "city": asked.city})
    done = do(
        form,
        lambda: addressing.note(asked, form.address.data or "", form.city.data or "", by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The address is kept."),
    )
    return done or (render_template("advisor/request/address.html", asked=asked, form=form), status_of(form))


@blueprint.route("/link", methods=["GET", "POST"])
def renew_link(reference: str) -> Answer:
    """End the links given out so far and send a new one."""
    asked = findings.of_reference(reference)
    form = Button()
    done = do(
        form,
        lambda: relinking.renew(asked, by=person(), at=clock.now()),
        then=_page_of(asked),
        said=_("The old links no longer work. The customer receives a new one."),
    )
    return done or (render_template("advisor/request/link.html", asked=asked, form=form), status_of(form))


def _page_of(asked: PurchaseRequest) -> str:
    return url_for(".show", reference=asked.reference)


def _line(asked: PurchaseRequest, line_id: int) -> RequestLine:
    found = next((line for line in asked.lines if line.id == line_id), None)
    if found is None:
        raise Missing
    return found


def _offer(reference: str, number: int) -> Offer:
    asked = findings.of_reference(reference)
    found = next((one for one in findings.offers(asked) if one.number_in_request == number), None)
    if found is None:
        raise Missing
    return found
