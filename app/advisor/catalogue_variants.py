"""The sizes and colours of an item: one more, what is said of each, their order, and the end of one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor.variant_forms import AddVariantForm, EditVariantForm
from app.base import clock
from app.base.errors import Missing
from app.domain.catalogue import ownership, producing, put_away, variants
from app.domain.catalogue.models import Item, Variant
from app.web import languages
from app.web.access import person
from app.web.doing import do
from app.web.forms import Button
from app.web.pictures import picture_of
from app.web.refusals import status_of

MOVES = {"earlier": -1, "later": 1}
Answer = Response | tuple[str, int]


def add(item_id: int) -> Answer:
    item = producing.item(item_id, for_update=request.method == "POST")
    form = AddVariantForm(item)
    done = do(
        form,
        lambda: variants.add(
            item,
            form.particulars,
            counted=form.counted.data,
            first_called=form.first_called,
            by=person(),
            at=clock.now(),
        ),
        then=_there(item_id),
        said=_("It is offered beside the others."),
    )
    return done or (_page(item, form), status_of(form))


def edit(item_id: int, variant_id: int) -> Answer:
    item, variant = _one(item_id, variant_id)
    form = EditVariantForm(item, variant)

    def change() -> None:
        variants.change(variant, form.particulars, seen=form.seen.numbers[0], by=person(), at=clock.now())

    done = do(form, change, then=_there(item_id), said=_("What you said of it is kept."))
    if form.errors:
        form.seen.show(variant.version)
    return done or (_page(item, form, variant), status_of(form))


def move(item_id: int, variant_id: int, way: str) -> Response:
    item, variant = _one(item_id, variant_id)
    return _do(item, lambda: variants.move(variant, MOVES[way], by=person(), at=clock.now()), _("The order is kept."))


def take_away(item_id: int, variant_id: int) -> Response:
    item, variant = _one(item_id, variant_id)
    name = variant.called(languages.current()) or variant.sku
    vanished: list[bool] = []

    def said() -> str:
        if vanished[-1]:
            return str(_("%(name)s is gone: nobody had asked for it.", name=name))
        return str(_("%(name)s is put away: requests for it keep their line.", name=name))

    def leave() -> None:
        vanished.append(put_away.take_away(variant, by=person(), at=clock.now()))

    return _do(item, leave, said)


def bring_back(item_id: int, variant_id: int) -> Response:
    item = producing.item(item_id, for_update=True)
    variant = next((one for one in put_away.of(item) if one.id == variant_id), None)
    if variant is None:
        raise Missing
    return _do(item, lambda: put_away.bring_back(item, variant, by=person(), at=clock.now()), _("It is offered again."))


def _do(item: Item, deed: Any, said: Any) -> Response:
    """A button of the item's own page: what stands in its way is said there."""
    form, here = Button(), _there(item.id)
    done = do(form, deed, then=here, said=said)
    if done is None:
        for sentence in form.all_errors:
            flash(sentence, "bad")
    return done or redirect(here, 303)


def _one(item_id: int, variant_id: int) -> tuple[Item, Variant]:
    item = producing.item(item_id, for_update=request.method == "POST")
    return item, ownership.variant_of(item, variant_id)


def _there(item_id: int) -> str:
    return url_for(".item", item_id=item_id, _anchor="variants")


def _page(item: Item, form: AddVariantForm | EditVariantForm, variant: Variant | None = None) -> str:
    language = languages.current()
    kept = item.photo_set.photos if item.photo_set else []
    return render_template(
        "advisor/catalogue/variant.html",
        form=form,
        item=item,
        variant=variant,
        pictures={str(photo.id): picture_of(photo, language) for photo in kept},
        own_names=languages.NAMES,
    )
