"""A customer's private page: opened by the secret link, followed and decided on without an account."""

from collections.abc import Callable

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.purchasing import deciding, findings, forgetting, links, talking
from app.domain.purchasing.deciding import OfferReplaced
from app.domain.purchasing.models import PurchaseRequest, RefusalReason
from app.domain.purchasing.offer_models import Offer
from app.storefront import private_forms, private_key, private_page
from app.storefront.private_forms import ChangeForm, ConfirmForm, Forms, MessageForm, RefusalForm, SomeForm
from app.web.forms import KeyedForm, once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("private", __name__, url_prefix="/requests")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nobody on the way keeps these pages, no other site learns their address, no engine lists them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/open/<token>")
def open_link(token: str) -> Response:
    """The secret link: gives this browser the key to one page, and leads there. Changes nothing."""
    asked = links.open(token, at=clock.now())
    if asked is None:
        abort(404)
    response = redirect(url_for(".show", reference=asked.reference), 303)
    private_key.hand_over(response, asked)
    return response


@blueprint.get("/<reference>")
def show(reference: str) -> Response:
    return _page(private_key.opened(reference))


@blueprint.get("/<reference>/<any(accept, accept_some, ask_change, refuse, withdraw, write, erase):_deed>")
def shown(reference: str, _deed: str) -> Response:
    """A deed's address opened again, after changing the language for example: back to the page."""
    private_key.opened(reference)
    return redirect(url_for(".show", reference=reference), 302)


@blueprint.post("/<reference>/accept")
def accept(reference: str) -> Response:
    asked, form = private_key.opened(reference), ConfirmForm()
    return _do(asked, form, "accept", lambda: deciding.accept(_offer(asked), at=clock.now()))


@blueprint.post("/<reference>/accept_some")
def accept_some(reference: str) -> Response:
    asked, form = private_key.opened(reference), SomeForm()
    return _do(asked, form, "some", lambda: deciding.accept(_offer(asked), form.lines.data, at=clock.now()))


@blueprint.post("/<reference>/ask_change")
def ask_change(reference: str) -> Response:
    asked, form = private_key.opened(reference), ChangeForm()
    return _do(asked, form, "change", lambda: deciding.ask_change(_offer(asked), form.words.data or "", at=clock.now()))


@blueprint.post("/<reference>/refuse")
def refuse(reference: str) -> Response:
    asked, form = private_key.opened(reference), RefusalForm()
    return _do(
        asked,
        form,
        "refusal",
        lambda: deciding.refuse(_offer(asked), RefusalReason(form.reason.data), at=clock.now()),
    )


@blueprint.post("/<reference>/withdraw")
def withdraw(reference: str) -> Response:
    asked, form = private_key.opened(reference), ConfirmForm()
    return _do(asked, form, "withdraw", lambda: deciding.withdraw(asked, at=clock.now()))


@blueprint.post("/<reference>/write")
def write(reference: str) -> Response:
    asked, form = private_key.opened(reference), MessageForm()
    return _do(asked, form, "message", lambda: talking.customer_writes(asked, form.words.data or "", at=clock.now()))


@blueprint.post("/<reference>/erase")
def erase(reference: str) -> Response:
    """Take the customer out of the request. The page ends with it."""
    asked, form = private_key.opened(reference), ConfirmForm()
    farewell = url_for(".erased")
    response = _do(asked, form, "erase", lambda: forgetting.erase(asked, at=clock.now()), then=farewell)
    if response.location == farewell:
        private_key.take_away(response, reference)
    return response


@blueprint.get("/erased")
def erased() -> str:
    """What somebody reads who had their details erased."""
    return render_template("storefront/purchasing/erased.html")


def _do(
    asked: PurchaseRequest, form: KeyedForm, name: str, deed: Callable[[], object], then: str | None = None
) -> Response:
    """Do what a form asks, once, and go back to the page; where it cannot be done, say so on the page.

    name: the form's among ``Forms``, so that what was typed stays.
    """
    goal = then or url_for(".show", reference=asked.reference)
    if form.validate():
        with explained_in(form), once(form.key.data, then=goal):
            deed()
            db.session.commit()
            return redirect(goal, 303)
    return _page(asked, form, name)


def _page(asked: PurchaseRequest, tried: KeyedForm | None = None, name: str = "") -> Response:
    view = private_page.of(asked)
    forms = private_forms.fresh(view.offer)
    if tried is not None:
        _put_back(forms, tried, name)
    page = render_template("storefront/purchasing/private.html", view=view, forms=forms, tried=tried)
    return make_response(page, status_of(tried) if tried is not None else 200)


def _put_back(forms: Forms, tried: KeyedForm, name: str) -> None:
    if isinstance(tried, SomeForm):
        tried.lines.choices = forms.some.lines.choices
    setattr(forms, name, tried)


def _offer(asked: PurchaseRequest) -> Offer:
    """The offer that waits for a word. Raises OfferReplaced where none does."""
    offer = findings.open_offer(asked)
    if offer is None:
        raise OfferReplaced
    return offer
