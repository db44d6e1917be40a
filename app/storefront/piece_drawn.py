"""The page of a piece, drawn once for each choice of photo and size, and what stands around it once for the pieces that
stand there (``drawn``)."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from flask import get_template_attribute, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.catalogue import availability
from app.domain.catalogue.models import Item
from app.domain.demand.signals import Sign
from app.storefront import signals
from app.storefront.cards import cards
from app.storefront.drawn import Drawn
from app.storefront.machines.piece import piece as told_piece
from app.storefront.makers import maker_facts
from app.storefront.piece_page import PiecePage
from app.web import languages
from app.web.destinations import kept_from
from app.web.words import listed, shortened


class DrawnPiece(NamedTuple):
    """title and about: of the page. head: what it says to programs. main: all that is about the piece alone.

    view: what is noted when somebody opens it.
    """

    title: str
    about: str
    head: Markup
    main: Markup
    view: Sign


KEPT = Drawn[DrawnPiece](1_000)
"""Some thirty kilobytes each."""
AROUND = Drawn[Markup](1_000)
"""Half as much."""


def of(page: PiecePage) -> DrawnPiece:
    return KEPT.once(page.item, languages.current(), *page.choice, draw=partial(_draw, page))


def around(item: Item, same: Sequence[Item], like: Sequence[Item], total: int) -> Markup:
    """same: others of its workshop, which shows so many in all. like: pieces of other workshops that are like it."""
    draw = partial(_draw_around, item, same, like, total)
    return AROUND.once(item, languages.current(), tuple(same), tuple(like), total, draw=draw)


def _draw_around(item: Item, same: Sequence[Item], like: Sequence[Item], total: int) -> Markup:
    shelves = render_template(
        "storefront/catalogue/_around.html", item=item, same=cards(same), like=cards(like), total=total
    )
    return Markup(shelves)  # noqa: S704  # the template escapes


def _draw(page: PiecePage) -> DrawnPiece:
    item = page.item
    title = listed([page.title.text, item.artisan.known_as(languages.current())])
    about = shortened(page.summary)
    head = get_template_attribute("storefront/_for_machines.html", "head")
    main = render_template(
        "storefront/catalogue/_piece.html", page=page, item=item, kept_from=kept_from(item), facts=maker_facts
    )
    return DrawnPiece(
        title=title,
        about=about,
        head=head(f"{title}. {_('Maalem')}", about, told_piece(page)),
        main=Markup(main),  # noqa: S704  # the template escapes
        view=signals.view_of(item, can_be_had=availability.of_item(item).can_be_asked_for),
    )
