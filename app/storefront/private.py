"""A customer's private page: opened by the secret link, followed and decided on without an account."""

from collections.abc import Callable

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.fulfilment import forgetting, praising, work_photos
from app.domain.purchasing import addressing, deciding, findings, links, papers, picturing, talking
from app.domain.purchasing.deciding import OfferReplaced
from app.domain.purchasing.models import PurchaseRequest, RefusalReason
from app.domain.purchasing.offer_models import Offer
from app.domain.purchasing.private_pictures import find
from app.storefront import private_forms, private_key, private_page
from app.storefront.private_forms import (
    AddressForm,
    ChangeForm,
    ConfirmForm,
    Forms,
    MessageForm,
    OfferForm,
    PraiseForm,
    RefusalForm,
    SomeForm,
)
from app.web import languages, private_pictures, request_pictures
from app.web.forms import KeyedForm, once
from app.web.papers import sending
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("private", __name__, url_prefix="/requests")
DEEDS = "accept, accept_some, ask_change, refuse, withdraw, write, praise, address, erase"


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nobody on the way keeps these pages, no other site learns their address, no engine lists them."""
    response.headers.setdefault("Cache-Control", "no-store")
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


@blueprint.get(f"/<reference>/<any({DEEDS}):_deed>")
def shown(reference: str, _deed: str) -> Response:
    """A deed's address opened again, after changing the language for example: back to the page."""
    private_key.opened(reference)
    return redirect(url_for(".show", reference=reference), 302)


@blueprint.get("/<reference>/papers/<number>.pdf")
def paper(reference: str, number: str) -> Response:
    """A paper of this request, in the language of the page."""
    return sending.inline(papers.of_number(private_key.opened(reference), number), languages.current())


@blueprint.post("/<reference>/accept")
def accept(reference: str) -> Response:
    asked, form = private_key.opened(reference), OfferForm()
    return _do(asked, form, "accept", lambda: deciding.accept(_offer(asked, form), at=clock.now()))


@blueprint.post("/<reference>/accept_some")
def accept_some(reference: str) -> Response:
    asked, form = private_key.opened(reference), SomeForm()
    return _do(asked, form, "some", lambda: deciding.accept(_offer(asked, form), form.lines.data, at=clock.now()))


@blueprint.post("/<reference>/ask_change")
def ask_change(reference: str) -> Response:
    """Other figures, another day, a few words: a new offer is made, this one is over."""
    asked = private_key.opened(reference)
    form = private_forms.change_form(findings.open_offer(asked))()

    def ask() -> None:
        words, day, wishes = form.words.data or "", form.needed_by.data, form.wishes()
        deciding.ask_change(_offer(asked, form), words, wishes=wishes, needed_by=day, at=clock.now())

    return _do(asked, form, "change", ask)


@blueprint.post("/<reference>/refuse")
def refuse(reference: str) -> Response:
    asked, form = private_key.opened(reference), RefusalForm()
    return _do(
        asked,
        form,
        "refusal",
        lambda: deciding.refuse(_offer(asked, form), RefusalReason(form.reason.data), at=clock.now()),
    )


@blueprint.post("/<reference>/withdraw")
def withdraw(reference: str) -> Response:
    asked, form = private_key.opened(reference), ConfirmForm()
    return _do(asked, form, "withdraw", lambda: deciding.withdraw(asked, at=clock.now()))


@blueprint.post("/<reference>/write")
def write(reference: str) -> Response:
    asked, form = private_key.opened(reference), MessageForm()
    form.validate()
    pictures = request_pictures.receive(form, at=clock.now())
    if form.errors:
        return _page(asked, form, "message")

    def say() -> None:
        message = talking.customer_writes(asked, form.words.data or "", at=clock.now())
        picturing.place(pictures, asked, message=message)

    return _do(asked, form, "message", say)


@blueprint.get("/<reference>/pictures/<key>/<int:width>")
def picture(reference: str, key: str, width: int) -> Response:
    """A picture the customer sent, for themselves."""
    return private_pictures.opened(picturing.of(private_key.opened(reference), key), width)


@blueprint.get("/<reference>/work/<key>/<int:width>")
def work(reference: str, key: str, width: int) -> Response:
    """A photo of the pieces at work."""
    seen = work_photos.seen_by_customer(private_key.opened(reference))
    return private_pictures.opened(find(seen, key), width)


@blueprint.post("/<reference>/praise")
def praise(reference: str) -> Response:
    asked, form = private_key.opened(reference), PraiseForm()
    return _do(asked, form, "praise", lambda: praising.say(asked, form.words.data or "", at=clock.now()))


@blueprint.post("/<reference>/address")
def address(reference: str) -> Response:
    """Where the pieces go, said or changed until they leave."""
    asked, form = private_key.opened(reference), AddressForm()
    return _do(asked, form, "address", lambda: addressing.give(asked, form.goal(asked), at=clock.now()))


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
    forms = private_forms.fresh(asked, view.offer)
    if tried is not None:
        _put_back(forms, tried, name, decides=view.may_decide)
    page = render_template("storefront/purchasing/private.html", view=view, forms=forms, tried=tried)
    return make_response(page, status_of(tried) if tried is not None else 200)


def _put_back(forms: Forms, tried: KeyedForm, name: str, *, decides: bool) -> None:
    """What was typed stays; where nothing can be decided any more, words that asked for a change can be a message.

    The page shows the offer that counts now, so that is what the next try has seen.
    """
    if isinstance(tried, SomeForm):
        tried.lines.choices = forms.some.lines.choices
    if isinstance(tried, OfferForm):
        tried.seen.data = forms.accept.seen.data
    if isinstance(tried, AddressForm):
        tried.offer_countries()
    if isinstance(tried, ChangeForm) and not decides:
        forms.message.words.data = tried.words.data
    setattr(forms, name, tried)


def _offer(asked: PurchaseRequest, form: OfferForm) -> Offer:
    """The offer that waits for a word, and that the form's page showed. Raises OfferReplaced where it is another."""
    offer = findings.open_offer(asked)
    if offer is None or not form.is_about(offer):
        raise OfferReplaced
    return offer
