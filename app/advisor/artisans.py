"""Artisans: who makes what, how old their counts are, what waits for them; and acting in their name."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.advisor import artisans_demand, artisans_list, demand_tables, request_words, visits
from app.advisor.invite_form import InviteForm
from app.advisor.shelf_forms import StockForm, TermsForm
from app.base import clock
from app.domain.advice import findings as advice
from app.domain.advice import words as advice_words
from app.domain.catalogue import ownership, terms
from app.domain.catalogue import stock as shelf
from app.domain.catalogue.models import Item, MovementKind, Variant
from app.domain.catalogue.terms import Terms
from app.domain.people import communes, invitations, makers
from app.domain.people.models import Artisan
from app.domain.purchasing import waiting, workshops
from app.domain.purchasing.workshops import OLD_COUNT_DAYS
from app.web import communes_words, languages
from app.web.access import person
from app.web.addresses import asked_row
from app.web.doing import do
from app.web.pictures import first_picture
from app.web.refusals import changed_meanwhile, status_of

blueprint = Blueprint("artisans", __name__)
MOST_ADVICE = 6
Answer = Response | tuple[str, int]


@blueprint.route("/artisans/")
def index() -> str:
    """Filters in the query: ``q`` (a name), ``craft``, ``view`` (all, mine, waiting, old)."""
    everybody, chosen = workshops.all_of_them(), artisans_list.read(request.args)
    views = artisans_list.by_view(artisans_list.narrowed(everybody, chosen), person())
    return render_template(
        "advisor/artisans/index.html",
        workshops=views[chosen.view],
        counts={view: len(found) for view, found in views.items()},
        chosen=chosen,
        views=artisans_list.VIEWS,
        crafts=artisans_list.crafts(everybody),
        days_since=_days_since,
        old=OLD_COUNT_DAYS,
    )


@blueprint.route("/artisans/<int:artisan_id>")
def show(artisan_id: int) -> str:
    artisan, now = makers.to_visit(artisan_id), clock.now()
    language = languages.current()
    pieces = ownership.pieces_to_visit(artisan)
    market, answers = artisans_demand.of(artisan, pieces, now=now)
    return render_template(
        "advisor/artisans/show.html",
        artisan=artisan,
        usual_prices=artisans_demand.usual_prices,
        market=market,
        counts=artisans_demand.counts_of(pieces),
        commune=communes_words.named(commune) if (commune := communes.of(artisan)) else "",
        pieces=[(item, first_picture(item, language), item.text(language)) for item in pieces],
        waiting=waiting.named(artisan),
        answers=answers,
        advice=advice.told_to(artisan, MOST_ADVICE),
        advice_words=advice_words,
        **visits.of_artisan(artisan),
        words=request_words,
        days_since=_days_since,
        old=OLD_COUNT_DAYS,
        keep_url=lambda kind: url_for(".keep", artisan_id=artisan.id, kind=kind),
    )


@blueprint.route("/artisans/<int:artisan_id>/pieces.<kind>")
def keep(artisan_id: int, kind: str) -> Response:
    """Their pieces and what was asked of them, for a spreadsheet."""
    artisan, now = makers.to_visit(artisan_id), clock.now()
    pieces = ownership.pieces_of(artisan)
    market, _answers = artisans_demand.of(artisan, pieces, now=now)
    columns, rows = artisans_demand.table(market, pieces)
    return demand_tables.kept(kind, columns, rows, f"pieces-{artisan.slug}", clock.local(now).date())


@blueprint.route("/artisans/<int:artisan_id>/items/<int:item_id>/stock", methods=["GET", "POST"])
def stock(artisan_id: int, item_id: int) -> Answer:
    """Pieces that came or went, as the maker told it."""
    artisan, item, variant = _acting(artisan_id, item_id)
    form = StockForm()

    def happened() -> None:
        kind = MovementKind(form.kind.data)
        shelf.happened(variant, kind, form.number.data, by=person(), at=clock.now(), on_behalf=True)

    done = do(form, happened, then=_page_of(artisan), said=_("The count is kept."))
    return done or (_piece(artisan, item, variant, form, TermsForm(variant, formdata=None)), status_of(form))


@blueprint.route("/artisans/<int:artisan_id>/items/<int:item_id>/terms", methods=["POST"])
def change_terms(artisan_id: int, item_id: int) -> Answer:
    """Another price, another delay, as the maker told it."""
    artisan, item, variant = _acting(artisan_id, item_id)
    form = TermsForm(variant)

    def change() -> None:
        seen = Terms(*form.seen.numbers)
        terms.change(variant, form.wanted, seen=seen, by=person(), at=clock.now(), on_behalf=True)

    done = do(form, change, then=_page_of(artisan), said=_("The price is kept."))
    if changed_meanwhile(form):
        form.seen.show(*terms.terms_of(variant))
    return done or (_piece(artisan, item, variant, StockForm(formdata=None), form), status_of(form))


@blueprint.route("/artisans/<int:artisan_id>/invite", methods=["GET", "POST"])
def invite(artisan_id: int) -> Answer:
    """Give a maker the key of their workshop."""
    artisan = makers.by_id(artisan_id, for_update=request.method == "POST")
    form = InviteForm(phone=artisan.phone)

    def open_account() -> None:
        invitations.invite_artisan(
            artisan, form.number(), by=person(), at=clock.now(), language=form.language.data or languages.DEFAULT
        )

    said = _("The account is open. An SMS says where the door is.")
    done = do(form, open_account, then=_page_of(artisan), said=said)
    return done or (render_template("advisor/artisans/invite.html", artisan=artisan, form=form), status_of(form))


def _page_of(artisan: Artisan) -> str:
    return url_for(".show", artisan_id=artisan.id)


def _acting(artisan_id: int, item_id: int) -> tuple[Artisan, Item, Variant]:
    """The maker acted for, and the variant the address names, else the piece's first."""
    artisan = makers.by_id(artisan_id)
    item = ownership.of_artisan(artisan, item_id, for_update=request.method == "POST")
    named = "variant" in request.args
    return artisan, item, ownership.variant_of(item, asked_row("variant")) if named else item.main


def _piece(artisan: Artisan, item: Item, variant: Variant, stock_form: StockForm, terms_form: TermsForm) -> str:
    language = languages.current()
    return render_template(
        "advisor/artisans/stock.html",
        artisan=artisan,
        item=item,
        variant=variant,
        text=item.text(language),
        stock_form=stock_form,
        terms_form=terms_form,
        days_since=_days_since,
        picture_shown=first_picture(item, language),
    )


def _days_since(moment: Any) -> int:
    """Whole days on a Casablanca calendar."""
    return (clock.today() - clock.local(moment).date()).days
