"""A new piece: its photo, its craft, its price, how many. The texts are the team's work."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base import clock
from app.base.database import db
from app.domain.catalogue import making, ownership, photos, publishing, texts
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.revisions import Photo
from app.domain.people import crafts
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from app.portal.asked import AnswerForm, asked
from app.portal.piece_form import PieceForm
from app.portal.rooms import workshop
from app.portal.units import count_word
from app.web import languages, uploads
from app.web.access import person
from app.web.forms import once
from app.web.pictures import Picture, picture_of
from app.web.refusals import explained_in, status_of
from app.web.uploads import PhotosForm

blueprint = Blueprint("catalogue", __name__)


class Step(NamedTuple):
    state: str
    label: str
    detail: str | None = None


@blueprint.route("/items/add", methods=["GET", "POST"])
def add() -> Response | tuple[str, int]:
    maker = workshop()
    form = PieceForm(_crafts_for(maker), languages.current())
    valid, kept = form.validate_on_submit(), uploads.receive(form, by=person(), at=clock.now())
    if valid and not form.errors:
        with explained_in(form), once(form.key.data, then=url_for("portal.stock.index"), user_id=person().id):
            now = clock.now()
            item = making.add(maker, form.chosen_craft, form.start, by=person(), at=now, note=form.note.data or "")
            photos.propose(item, kept, by=person(), at=now)
            publishing.submit(item, by=person(), at=now)
            db.session.commit()
            return redirect(url_for(".sent", item_id=item.id), 303)
    return render_template("portal/catalogue/add.html", form=form, kept=_shown(kept)), status_of(form)


@blueprint.route("/items/<int:item_id>/sent")
def sent(item_id: int) -> str:
    """Where a piece stands on its way to the shop, and what happens next."""
    return _sent(ownership.owned_by(person(), item_id), AnswerForm())


@blueprint.route("/items/<int:item_id>/again", methods=["POST"])
def send_again(item_id: int) -> Response | tuple[str, int]:
    """What was asked is done, or cannot be: the piece goes to the team once more, with a word."""
    item, form = ownership.owned_by(person(), item_id, for_update=True), AnswerForm()
    if form.validate_on_submit():
        there = url_for(".sent", item_id=item_id)
        with explained_in(form), once(form.key.data, then=there, user_id=person().id):
            publishing.answer(item, form.note.data or "", by=person(), at=clock.now())
            db.session.commit()
            return redirect(there, 303)
    return _sent(item, form), status_of(form)


def _sent(item: Item, form: AnswerForm) -> str:
    sets = photos.of_item(item)
    return render_template(
        "portal/catalogue/sent.html",
        item=item,
        shown=_shown(sets.photos),
        unreadable=sets.unreadable,
        text=texts.in_language(item, "fr").latest,
        steps=_way(item),
        asked=asked(item),
        refused=asked(item, person()),
        form=form,
        count_word=count_word,
    )


@blueprint.route("/items/<int:item_id>/photos", methods=["GET", "POST"])
def change_photos(item_id: int) -> Response | tuple[str, int]:
    """Other photos, put forward for the team to look at. A piece that was sent back is handed over again."""
    form = PhotosForm()
    ownership.owned_by(person(), item_id)
    valid, came = form.validate_on_submit(), uploads.receive(form, by=person(), at=clock.now())
    item = ownership.owned_by(person(), item_id, for_update=request.method == "POST")
    own = photos.of_item(item).photos
    kept = [*(photo for photo in own if not form.is_submitted() or photo.key in form.kept.data), *came]
    if valid and not form.errors:
        with explained_in(form), once(form.key.data, then=url_for(".sent", item_id=item_id), user_id=person().id):
            photos.propose(item, kept, by=person(), at=clock.now())
            if item.state is ItemState.DRAFT:
                publishing.submit(item, by=person(), at=clock.now())
            db.session.commit()
            return redirect(url_for(".sent", item_id=item_id), 303)
    return render_template(
        "portal/catalogue/photos.html", form=form, asked=asked(item), item=item, kept=_shown(kept)
    ), status_of(form)


def _crafts_for(maker: Artisan) -> list[Craft]:
    """Every craft, the maker's own first."""
    own = {craft.id for craft in maker.crafts}
    return sorted(crafts.that_hold_items(), key=lambda craft: craft.id not in own)


def _shown(kept: Sequence[Photo]) -> list[tuple[Photo, Picture | None]]:
    """Photos with their pictures; None while they are being prepared."""
    return [(photo, picture_of(photo, languages.current())) for photo in kept]


_WAY: tuple[tuple[ItemState, Callable[[], str]], ...] = (
    (ItemState.DRAFT, lambda: _("You sent the piece")),
    (ItemState.SUBMITTED, lambda: _("The team prepares the photos and writes the text")),
    (ItemState.PUBLISHED, lambda: _("The piece is on sale")),
)


def _way(item: Item) -> list[Step]:
    reached = {ItemState.DRAFT: 0, ItemState.SUBMITTED: 1}.get(item.state, 2)
    states = ["done" if number < reached else "now" if number == reached else "todo" for number in range(len(_WAY))]
    if item.state is ItemState.PUBLISHED:
        states[-1] = "done"
    return [Step(state, said()) for state, (_state, said) in zip(states, _WAY, strict=True)]
