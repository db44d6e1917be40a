"""A variant's price and stock, changed in its maker's name."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor.shelf_forms import StockForm, TermsForm
from app.base import clock
from app.domain.catalogue import ownership, producing, stock, terms
from app.domain.catalogue.models import MovementKind
from app.domain.catalogue.terms import Terms
from app.web.access import person
from app.web.doing import do
from app.web.refusals import changed_meanwhile, status_of


def edit(item_id: int, variant_id: int) -> Response | tuple[str, int]:
    item = producing.item(item_id, for_update=request.method == "POST")
    variant = ownership.variant_of(item, variant_id)
    counting = request.form.get("what") == "stock"
    terms_form = TermsForm(variant, formdata=_sent(not counting))
    stock_form = StockForm(formdata=_sent(counting))
    form = stock_form if counting else terms_form

    def happened() -> None:
        kind = MovementKind(stock_form.kind.data)
        stock.happened(variant, kind, stock_form.number.data, by=person(), at=clock.now(), on_behalf=True)

    def change() -> None:
        seen = Terms(*terms_form.seen.numbers)
        terms.change(variant, terms_form.wanted, seen=seen, by=person(), at=clock.now(), on_behalf=True)

    here = url_for(".shelf", item_id=item_id, variant_id=variant_id)
    said = _("It is written down, in the artisan’s name.")
    done = do(form, happened if counting else change, then=here, said=said)
    if changed_meanwhile(terms_form):
        terms_form.seen.show(*terms.terms_of(variant))
    page = render_template(
        "advisor/catalogue/shelf.html", item=item, variant=variant, terms_form=terms_form, stock_form=stock_form
    )
    return done or (page, status_of(form))


def _sent(is_this_one: bool) -> Any:
    return request.form if request.method == "POST" and is_this_one else None
