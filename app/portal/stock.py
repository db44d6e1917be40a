"""My pieces: how many stand on the shelf, one tap for one movement, and a page a piece for the rest."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.catalogue import ownership, photos, publishing, stock, terms
from app.domain.catalogue.models import Item, MovementKind, Variant
from app.domain.catalogue.terms import Terms
from app.portal.rooms import workshop
from app.portal.stock_forms import StockForm, TapForm, TermsForm
from app.portal.units import count_word, unit_word
from app.web import languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.forms import Button, once
from app.web.pictures import Picture, first_picture, picture_of
from app.web.refusals import explained_in, status_of

blueprint = Blueprint("stock", __name__)
Deed = Callable[..., None]
TAPPED = {1: MovementKind.MADE, -1: MovementKind.SOLD_ELSEWHERE}


@blueprint.route("/items/")
def index() -> str:
    return _shelf()


@blueprint.route("/items/<int:item_id>/variants/<int:variant_id>/tap", methods=["POST"])
def tap(item_id: int, variant_id: int) -> Response | tuple[str, int]:
    """One piece more was made, one piece less was sold elsewhere."""
    item = ownership.owned_by(person(), item_id, for_update=True)
    variant = ownership.variant_of(item, variant_id)
    form = TapForm()
    if form.validate_on_submit():
        back = url_for(".index", _anchor=f"piece-{variant_id}")
        with explained_in(form), once(form.key_of_button, then=back, user_id=person().id):
            movement = stock.adjust(variant, form.change, kind=TAPPED[form.change], by=person(), at=clock.now())
            db.session.commit()
            return redirect(url_for(".index", changed=movement.id, _anchor=f"piece-{variant_id}"), 303)
    return _shelf(refused={variant_id: form.all_errors}), status_of(form)


@blueprint.route("/items/<int:item_id>/variants/<int:variant_id>/undo/<int:movement_id>", methods=["POST"])
def undo(item_id: int, variant_id: int, movement_id: int) -> Response | tuple[str, int]:
    """The last tap was a slip: take it back by its reverse."""
    item = ownership.owned_by(person(), item_id, for_update=True)
    variant = ownership.variant_of(item, variant_id)
    movement = ownership.movement_of(variant, movement_id)
    form = Button()
    if form.validate_on_submit():
        back = url_for(".index", _anchor=f"piece-{variant_id}")
        with explained_in(form), once(form.key.data, then=back, user_id=person().id):
            stock.undo(variant, movement, ownership.latest_movement(variant), by=person(), at=clock.now())
            db.session.commit()
            return redirect(back, 303)
    return _shelf(refused={variant_id: form.all_errors}), status_of(form)


@blueprint.route("/items/<int:item_id>/stock", methods=["GET", "POST"])
def adjust(item_id: int) -> Response | tuple[str, int]:
    """What happened to a piece: made, sold elsewhere, damaged, returned, or counted."""
    item = ownership.owned_by(person(), item_id, for_update=request.method == "POST")
    variant = _chosen(item)
    form = StockForm()
    if form.validate_on_submit():
        there = url_for(".adjust", item_id=item_id, variant=variant.id)
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            kind = MovementKind(form.kind.data)
            stock.happened(variant, kind, form.number.data, by=person(), at=clock.now())
            db.session.commit()
            return redirect(url_for(".adjust", item_id=item_id, variant=variant.id, done="stock"), 303)
    return _piece(item, variant, form, TermsForm(variant, formdata=None)), status_of(form)


@blueprint.route("/items/<int:item_id>/terms", methods=["POST"])
def change_terms(item_id: int) -> Response | tuple[str, int]:
    """Another price, another delay."""
    item = ownership.owned_by(person(), item_id, for_update=True)
    variant = _chosen(item)
    form = TermsForm(variant)
    if form.validate_on_submit():
        there = url_for(".adjust", item_id=item_id, variant=variant.id, done="terms")
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            seen = Terms(*form.seen.numbers)
            terms.change(variant, form.wanted, seen=seen, by=person(), at=clock.now())
            db.session.commit()
            return redirect(there, 303)
    if status_of(form) == 409:
        form.seen.show(*terms.terms_of(variant))
    return _piece(item, variant, StockForm(formdata=None), form), status_of(form)


@blueprint.route("/items/<int:item_id>/pause", methods=["POST"])
def pause(item_id: int) -> Response | tuple[str, int]:
    """Off sale for a while."""
    return _sell(item_id, publishing.pause)


@blueprint.route("/items/<int:item_id>/resume", methods=["POST"])
def resume(item_id: int) -> Response | tuple[str, int]:
    """On sale again."""
    return _sell(item_id, partial(publishing.resume, exception=current_app.config["SETTINGS"].food_exception))


def _sell(item_id: int, deed: Deed) -> Response | tuple[str, int]:
    item = ownership.owned_by(person(), item_id, for_update=True)
    form = Button()
    if form.validate_on_submit():
        there = url_for(".adjust", item_id=item_id, done="selling")
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            deed(item, by=person(), at=clock.now())
            db.session.commit()
            return redirect(there, 303)
    variant = _chosen(item)
    return _piece(item, variant, StockForm(formdata=None), TermsForm(variant, formdata=None), form), status_of(form)


def _chosen(item: Item) -> Variant:
    """The variant the address names, else the first."""
    return ownership.variant_of(item, asked_row("variant")) if "variant" in request.args else item.main


def _shelf(refused: dict[int, list[str]] | None = None) -> str:
    """The list. refused: what to say beside a variant, by its id."""
    items = ownership.pieces_of(workshop())
    language = languages.current()
    pictures = _pictures(items)
    return render_template(
        "portal/stock/index.html",
        pieces=[(item, pictures.get(item.id), item.text(language)) for item in items],
        refused=refused or {},
        unreadable=photos.unreadable(items),
        undoable=_undoable(items),
        unit_word=unit_word,
        new_form=lambda: TapForm(formdata=None),
    )


def _pictures(items: list[Item]) -> dict[int, Picture]:
    """What each piece looks like, by its id; where no photo is approved yet, the one its maker sent."""
    language = languages.current()
    sent = photos.of(item for item in items if item.photo_set is None)
    shown = {
        item.id: picture_of(next(iter(sent[item.id].photos), None), language)
        if item.id in sent
        else first_picture(item, language)
        for item in items
    }
    return {item_id: picture for item_id, picture in shown.items() if picture}


def _undoable(items: list[Item]) -> dict[int, tuple[int, int]]:
    """The movement the address says was just made, where it is still its variant's last: {variant: (id, change)}."""
    changed = asked_row("changed")
    if changed is None or request.method != "GET":
        return {}
    movement = ownership.last_movement_among(items, changed)
    return {movement.variant_id: (movement.id, movement.change)} if movement else {}


def _piece(
    item: Item,
    variant: Variant,
    stock_form: StockForm,
    terms_form: TermsForm,
    selling_form: Button | None = None,
) -> str:
    language = languages.current()
    counted = variant.counted_at
    return render_template(
        "portal/stock/adjust.html",
        item=item,
        variant=variant,
        text=item.text(language),
        count_word=count_word,
        unit_word=unit_word,
        picture_shown=_pictures([item]).get(item.id),
        counted_days=(clock.today() - clock.local(counted).date()).days if counted else None,
        stock_form=stock_form,
        terms_form=terms_form,
        selling_form=selling_form or Button(formdata=None),
        done=request.args.get("done") if request.method == "GET" else None,
    )
