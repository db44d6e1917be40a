"""The shelves and the pieces: all of them, those of one craft, and the page of one."""

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from app.domain.catalogue import browsing, items
from app.domain.catalogue.facets import Shelf
from app.domain.catalogue.shelves import opened
from app.storefront import asked, piece_drawn, shelves, signals
from app.storefront.machines.lists import listing as told_list
from app.storefront.piece_page import PiecePage
from app.storefront.tongues import told
from app.web import languages

blueprint = Blueprint("catalogue", __name__)

BESIDE = 4
"""Pieces of the same workshop under a piece, and as many that are like it."""


@blueprint.route("/items/")
def everything() -> str:
    listing = shelves.listing(Shelf(), asked.read(request.args), shelves.ALL)
    signals.note_list(listing)
    return render_template(
        "storefront/catalogue/everything.html",
        listing=listing,
        for_machines=told_list(_("All pieces"), listing),
    )


@blueprint.route("/crafts/<slug>")
def listing(slug: str) -> str:
    with opened() as here:
        craft = here.craft(slug)
    names = shelves.ALL if craft.children else shelves.OF_CRAFT
    shelf = Shelf(crafts=(craft.id, *(child.id for child in craft.children)))
    found = shelves.listing(shelf, asked.read(request.args), names)
    signals.note_list(found, craft)
    return render_template(
        "storefront/catalogue/listing.html",
        craft=craft,
        story=told(craft.story),
        listing=found,
        for_machines=told_list(craft.called(languages.current()), found),
    )


@blueprint.route("/items/<slug>")
def item(slug: str) -> str | tuple[str, int]:
    try:
        piece, same, like, total = browsing.around(slug, limit=BESIDE)
    except items.Gone as gone:
        return render_template("storefront/catalogue/gone.html"), gone.status
    page = PiecePage(
        piece,
        chosen=request.args.get("photo", ""),
        share=current_app.config["SETTINGS"].cooperative_share,
        sku=request.args.get("variant", ""),
    )
    shown = piece_drawn.of(page)
    signals.note_view(shown.view)
    return render_template(
        "storefront/catalogue/item.html",
        slug=piece.slug,
        shown=shown,
        around=piece_drawn.around(piece, same, like, total),
    )
