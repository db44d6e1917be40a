"""The wish list: pieces somebody keeps without an account, and the address that shows them to somebody else."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.catalogue import availability, browsing
from app.domain.catalogue.models import Item
from app.domain.purchasing.sending import MOST_LINES
from app.storefront import kept, my_list, signals
from app.storefront.cards import Card, card
from app.web import security
from app.web.addresses import asked_row

blueprint = Blueprint("wishes", __name__)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """What a visitor chose is kept by nobody on the way, and no engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/wishes")
def mine() -> Response:
    """My pieces; ?removed=7 offers to put one back, ?full says that no more fit."""
    removed = asked_row("removed")
    return _page(undo=_piece(removed) if removed else None, place=asked_row("place") or 1, full="full" in request.args)


@blueprint.post("/wishes/add")
@security.asks_first
def add() -> Response:
    """Keep a piece: fields ``item`` and, to put one back where it stood, ``place``, from 1."""
    ids, piece = kept.read(), _piece(_number(request.form.get("item", "")))
    if piece is None:
        abort(404)
    if not security.comes_from_here():
        return make_response(render_template("storefront/wishes/add.html", card=card(piece), item_id=piece.id))
    is_new = piece.id not in ids
    if is_new and len(ids) >= kept.MOST:
        return redirect(url_for(".mine", full=1), 303)
    if is_new:
        ids.insert(min((_number(request.form.get("place", "")) or 1) - 1, len(ids)), piece.id)
        if not request.form.get("place"):
            signals.note_wish(piece)
    return _to_list(ids)


@blueprint.post("/wishes/remove")
def remove() -> Response:
    """Keep a piece no longer; the next page offers to put it back."""
    ids, item_id = kept.read(), _number(request.form.get("item", ""))
    if item_id not in ids:
        return redirect(url_for(".mine"), 303)
    place = ids.index(item_id) + 1
    ids.remove(item_id)
    return _to_list(ids, removed=item_id, place=place)


@blueprint.post("/wishes/request")
def ask_for_all() -> Response:
    """Put one of each piece that can be had on my request; of several sizes the first."""
    wanted = my_list.read()
    for piece in browsing.cards(kept.read()):
        there = [variant.id for variant in piece.variants if availability.of(variant).can_be_asked_for]
        if there and not wanted.keys() & {variant.id for variant in piece.variants}:
            wanted[there[0]] = 1
    if len(wanted) > MOST_LINES:
        return _page(full_request=True, status=422)
    response = redirect(url_for("storefront.purchasing.my_request"), 303)
    my_list.keep(response, wanted)
    return response


@blueprint.get("/wishes/of/<numbers>")
def shared(numbers: str) -> Response:
    """Somebody's pieces as they sent them: to be looked at, and to be kept by whoever likes them too."""
    ids = kept.understood(numbers)
    pieces = browsing.cards(ids)
    if not pieces:
        abort(404)
    page = render_template("storefront/wishes/shared.html", cards=_cards(pieces), numbers=kept.written(ids))
    return make_response(page)


@blueprint.post("/wishes/keep")
def keep_all() -> Response:
    """Keep what somebody else sent, behind what one keeps already: field ``items``."""
    ids = kept.read()
    pieces = [piece for piece in browsing.cards(kept.understood(request.form.get("items", ""))) if piece.id not in ids]
    for piece in pieces[: kept.MOST - len(ids)]:
        signals.note_wish(piece)
    return _to_list([*ids, *(piece.id for piece in pieces)])


@blueprint.get("/wishes/<any(add,remove,request,keep):_deed>")
def changed(_deed: str) -> Response:
    """Where somebody lands who opens the address of a change, after changing the language for example."""
    return redirect(url_for(".mine"), 302)


def _to_list(ids: list[int], removed: int | None = None, place: int | None = None) -> Response:
    response = redirect(url_for(".mine", removed=removed, place=place), 303)
    kept.put(response, ids)
    return response


def _page(*, status: int = 200, undo: Item | None = None, place: int = 1, **facts: bool) -> Response:
    ids = kept.read()
    pieces = browsing.cards(ids)
    page = render_template(
        "storefront/wishes/mine.html",
        cards=_cards(pieces),
        gone=[id_ for id_ in ids if id_ not in {piece.id for piece in pieces}],
        address=url_for(".shared", numbers=kept.written(piece.id for piece in pieces)) if pieces else "",
        undo=(undo.id, card(undo), place) if undo and undo.id not in ids else None,
        can_ask=any(availability.of_item(piece).can_be_asked_for for piece in pieces),
        **{"full": False, "full_request": False, **facts},
    )
    return make_response(page, status)


def _cards(pieces: list[Item]) -> list[tuple[int, Card]]:
    return [(piece.id, card(piece)) for piece in pieces]


def _piece(item_id: int | None) -> Item | None:
    """A public piece."""
    return next(iter(browsing.cards([item_id])), None) if item_id else None


def _number(text: str) -> int | None:
    return next(iter(kept.understood(text)), None)
