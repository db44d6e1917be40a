"""Being told once, without an account: a piece is back, costs less, or exists at last.

Asking sends one message to confirm; only what is sent from its page counts. Opening an address changes nothing.
"""

from collections.abc import Callable

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.alerts import asking, confirming, findings, forgetting, links
from app.domain.alerts.models import AlertKind
from app.domain.audit import addresses
from app.domain.catalogue import availability, browsing
from app.domain.catalogue.models import Item
from app.storefront import asked
from app.storefront.alert_forms import AlertForm, WordsAlertForm
from app.storefront.alert_words import QUESTIONS, waited_for
from app.storefront.cards import card
from app.web import languages, security
from app.web.forms import once
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("alerts", __name__)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nobody on the way keeps these pages, no other site learns their address, no engine lists them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.route("/notices/<any(stock,price):kind>/<slug>", methods=["GET", "POST"])
def about_item(kind: str, slug: str) -> Response:
    """Ask to be told of one piece. Who waits for one that is there is shown it."""
    item = browsing.by_slug(slug)
    wanted = AlertKind(kind)
    if wanted is AlertKind.STOCK and availability.of_item(item).can_be_asked_for:
        return redirect(url_for("storefront.catalogue.item", slug=slug), 303)
    form = AlertForm()
    sent = _asked(
        form,
        lambda: asking.about_item(
            wanted, item, form.reached(), language=languages.current(), sender=_sender(), at=clock.now()
        ),
    )
    return sent or _page("ask", status_of(form), form=form, question=QUESTIONS[wanted], piece=card(item))


@blueprint.route("/notices/words", methods=["GET", "POST"])
def about_words() -> Response:
    """Ask to be told of the first piece that a search finds."""
    form = WordsAlertForm()
    if request.method == "GET":
        form.words.data = asked.words(request.args.get("q", ""))
    sent = _asked(
        form,
        lambda: asking.about_words(
            form.words.data or "", form.reached(), language=languages.current(), sender=_sender(), at=clock.now()
        ),
    )
    return sent or _page("ask", status_of(form), form=form, question=QUESTIONS[AlertKind.WORDS], piece=None)


@blueprint.get("/notices/asked")
def was_asked() -> Response:
    """What everybody reads who asked, whether or not a message left."""
    return _page("asked", by=request.args.get("by", ""))


@blueprint.route("/notices/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> Response:
    """The link of the first message: a page with one button. The button confirms."""
    alert = links.opened(token, for_update=request.method == "POST")
    if request.method == "POST":
        confirming.confirm(alert, at=clock.now())
        db.session.commit()
        return redirect(url_for(".confirm", token=token), 303)
    return _page("confirm", token=token, alert=alert, waited=waited_for(alert), stop=alert.contact)


@blueprint.route("/stop/<contact>", methods=["GET", "POST"])
@security.asks_first
def stop(contact: str) -> Response:
    """The link of every notice: what the contact waits for, and the button that ends it.

    A mail program presses it by itself (RFC 8058). It says nothing of where it comes from; the link is proof enough.
    """
    if request.method == "POST":
        forgetting.stop(contact, _chosen(request.form.get("alert", "")))
        db.session.commit()
        return redirect(url_for(".stop", contact=contact, done=1), 303)
    waiting = [(alert.id, waited_for(alert)) for alert in findings.of_contact(contact)]
    return _page("stop", contact=contact, waiting=waiting, done="done" in request.args)


@blueprint.get("/notices/<int:item_id>")
def piece(item_id: int) -> Response:
    """A short way to a piece, for an SMS."""
    item = db.session.get(Item, item_id)
    if item is None or item.published_at is None:
        abort(404)
    return redirect(url_for("storefront.catalogue.item", slug=item.slug), 302)


def _asked(form: AlertForm, rule: Callable[[], None]) -> Response | None:
    """Ask once, where the form is sent and in order."""
    if request.method == "POST" and form.validate():
        then = url_for(".was_asked", by=form.channel.data)
        with explained_in(form), once(form.key.data, then=then):
            rule()
            db.session.commit()
            return redirect(then, 303)
    return None


def _page(name: str, status: int = 200, **facts: object) -> Response:
    return make_response(render_template(f"storefront/alerts/{name}.html", **facts), status)


def _sender() -> str:
    return addresses.counted(request.remote_addr)


def _chosen(text: str) -> int | None:
    """The alert a button names; all of them where it names none, or nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
