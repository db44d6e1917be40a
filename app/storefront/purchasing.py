"""My request: the list in the browser, the form, the wish for a piece that is in no catalogue."""

import re
from collections.abc import Mapping

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.errors import N_, Refusal
from app.domain.catalogue.destinations import HOME
from app.domain.catalogue.models import Kind, Variant
from app.domain.people.crafts import that_hold_items
from app.domain.purchasing import sending
from app.domain.purchasing.destinations import NotThere, may_go
from app.domain.purchasing.sending import MOST_LINES, MOST_PIECES, Wanted, Wished
from app.storefront import asked_lines, delivery_estimate, my_list, sending_off
from app.storefront.request_forms import CustomForm, RequestForm, form_for
from app.storefront.tongues import told
from app.web import request_pictures, security
from app.web.addresses import MOST as LARGEST_ID
from app.web.refusals import explain, explained_in, status_of

blueprint = Blueprint("purchasing", __name__)

_FIELD = re.compile(r"qty-(\d{1,10})", re.ASCII)
_TYPED = ("name", "phone", "email", "city", "address", "message")
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)


class PieceGone(Refusal):
    text = N_("A piece of your request is no longer in the shop. It was removed.")


@blueprint.route("/request", methods=["GET", "POST"])
def my_request() -> Response:
    """My list and the form; sending needs no account."""
    if request.method != "POST":
        wanted = my_list.read()
        variants = asked_lines.load(wanted)
        return _page(_filled(wanted, variants), wanted, variants)
    ids, variants = _posted()
    form = form_for(variants)()
    if form.validate() and not _gone(form, ids, variants) and not _kept_here(form, variants):
        with explained_in(form):
            lines = [_wanted(form, variants[id_]) for id_ in variants]
            response = sending_off.to_private_page(sending_off.send(form, lines, form.message.data))
            my_list.keep(response, {})
            return response
    return _page(form, _quantities(form, variants), variants, status_of(form))


@blueprint.post("/request/add")
@security.asks_first
def add() -> Response:
    """Put a piece on the list: fields ``variant`` and ``quantity``."""
    variant = _variant(request.form.get("variant", ""))
    wanted = my_list.read()
    quantity = _count(request.form.get("quantity", "1"))
    if quantity and not security.comes_from_here():
        return _ask_first(variant, quantity)
    full = variant.id not in wanted and len(wanted) >= MOST_LINES
    if quantity is None or full:
        variants = asked_lines.load([*wanted, variant.id][:MOST_LINES])
        form = _filled({**wanted, variant.id: 1}, variants)
        refusal = sending.TooManyLines() if full else sending.WrongQuantity(field=f"qty-{variant.id}")
        explain(form, refusal)
        return _page(form, {**wanted, variant.id: 1}, variants, 422)
    most = 1 if variant.kind is Kind.UNIQUE else MOST_PIECES
    wanted[variant.id] = min(wanted.get(variant.id, 0) + quantity, most)
    response = redirect(url_for(".my_request"), 303)
    my_list.keep(response, wanted)
    return response


@blueprint.post("/request/change")
def change() -> Response:
    """Take another quantity, or remove a piece; whatever else was typed stays on the page."""
    if not _named():
        return _look_again()
    ids, variants = _posted(without=_row(request.form.get("remove", "")))
    form = form_for(variants)()
    for id_ in variants:
        form[f"qty-{id_}"].validate(form)
    wanted = _quantities(form, variants)
    _gone(form, ids, variants)
    response = _page(form, wanted, variants, status_of(form))
    my_list.keep(response, wanted)
    return response


@blueprint.get("/request/add")
@blueprint.get("/request/change")
def changed() -> Response:
    """Where somebody lands who opens the address of a change, or the page of one in another language: on the list."""
    return redirect(url_for(".my_request"), 302)


@blueprint.route("/request/custom", methods=["GET", "POST"])
def custom() -> Response:
    """A wish for a piece that is in no catalogue: a request with one line and no variant."""
    form = CustomForm() if request.method == "POST" else CustomForm(description=request.args.get("q", "")[:200])
    crafts = {craft.id: craft for craft in that_hold_items()}
    form.offer_crafts(crafts.values())
    if request.method != "POST":
        form.channel.data = "sms"
    else:
        form.validate()
        pictures = request_pictures.receive(form, at=clock.now())
        if not form.errors:
            with explained_in(form):
                words, craft = form.description.data or "", crafts.get(form.craft.data)
                wish = Wished(words, form.quantity.data, craft=craft, budget=form.budget.data)
                return sending_off.to_private_page(sending_off.send(form, [wish], None, pictures))
    page = render_template("storefront/purchasing/custom.html", form=form)
    return sending_off.private(make_response(page, status_of(form)))


def _look_again() -> Response:
    """What was typed when there was no piece left, beside the list as it is by now."""
    wanted = my_list.read()
    variants = asked_lines.load(wanted)
    form = form_for(variants)()
    for id_ in variants:
        form[f"qty-{id_}"].data = wanted[id_]
    return _page(form, wanted, variants)


def _ask_first(variant: Variant, quantity: int) -> Response:
    """The page of a piece holds no token, so a browser that says nothing of itself shows this one, which does."""
    line = asked_lines.line(variant, quantity)
    return sending_off.private(make_response(render_template("storefront/purchasing/add.html", line=line)))


def _page(form: RequestForm, wanted: Mapping[int, int], variants: Mapping[int, Variant], status: int = 200) -> Response:
    if form.errors:  # a refusal has undone what was read
        variants = asked_lines.load(variants)
    groups = asked_lines.grouped(variants, wanted)
    goods = asked_lines.total(groups)
    country, pickup = form.country.data or "", form.pickup.data
    page = render_template(
        "storefront/purchasing/my_request.html",
        form=form,
        groups=groups,
        pieces=asked_lines.pieces(groups),
        total=goods,
        delivery=delivery_estimate.of(variants, wanted, goods=goods, country=country, pickup=pickup),
        typed=any(form[name].data for name in _TYPED),
    )
    return sending_off.private(make_response(page, status))


def _filled(wanted: Mapping[int, int], variants: Mapping[int, Variant]) -> RequestForm:
    """An empty form with the quantities of the list."""
    known = {f"qty-{id_}": quantity for id_, quantity in wanted.items() if id_ in variants}
    return form_for(variants)(formdata=None, channel="sms", **known)


def _posted(without: int | None = None) -> tuple[set[int], dict[int, Variant]]:
    """The variants a form names: their ids, and those that exist, in the form's order."""
    ids = [id_ for id_ in _named() if id_ != without][: MOST_LINES + 1]
    found = asked_lines.load(id_ for id_ in ids if id_ <= LARGEST_ID)
    return set(ids), {id_: found[id_] for id_ in ids if id_ in found}


def _named() -> list[int]:
    """The numbers of the pieces a form has lines for."""
    return [int(match[1]) for name in request.form if (match := _FIELD.fullmatch(name or ""))]


def _gone(form: RequestForm, ids: set[int], variants: Mapping[int, Variant]) -> bool:
    """Say that a piece is no longer there, where one is not."""
    if ids <= variants.keys():
        return False
    explain(form, PieceGone())
    return True


def _kept_here(form: RequestForm, variants: Mapping[int, Variant]) -> bool:
    """Say beside each piece that may not go to the chosen country that it may not: all at once, not one by one."""
    country = HOME if form.pickup.data else form.country.data or ""
    kept = {id_: told(sending.titles(one)).text for id_, one in variants.items() if not may_go(one, country)}
    for id_, title in kept.items():
        explain(form, NotThere(field=f"qty-{id_}", title=title))
    return bool(kept)


def _quantities(form: RequestForm, variants: Mapping[int, Variant]) -> dict[int, int]:
    """How many of each, one where what was typed is no number."""
    return {id_: form[f"qty-{id_}"].data or 1 for id_ in variants}


def _wanted(form: RequestForm, variant: Variant) -> Wanted:
    return Wanted(variant, form[f"qty-{variant.id}"].data, form[f"wish-{variant.id}"].data)


def _variant(text: str) -> Variant:
    id_ = _row(text)
    variant = asked_lines.load([id_]).get(id_) if id_ else None
    if variant is None or not sending.for_sale(variant):
        abort(404)
    return variant


def _row(text: str) -> int | None:
    """The number of a row, where it can be one."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= LARGEST_ID else None


def _count(text: str) -> int | None:
    digits = text.strip()
    if not (digits.isdecimal() and len(digits) <= 3 and 1 <= int(digits) <= MOST_PIECES):
        return None
    return int(digits)
