"""An item's photos: added, described, arranged, approved."""

from typing import Any

import pytest

from app.base.database import db
from app.domain.catalogue import photos
from app.domain.catalogue.models import Item
from app.domain.catalogue.photos import Sets
from app.domain.catalogue.revisions import Photo, PhotoState
from app.jobs import pictures
from tests import drawn, given
from tests.pages import Visitor


def test_photos_are_added_described_arranged_and_approved(desk: Visitor) -> None:
    bowl = given.item()
    there = f"/advisor/catalogue/items/{bowl.id}/photos"
    (old,) = photos.of_item(bowl).photos
    seen = str(photos.of_item(bowl).seen)
    desk.post(there, {"seen": seen, "kept": [old.key], f"p{old.id}-place": "1", "photos": [drawn.file()], "do": "save"})
    sets = photos.of_item(bowl)
    assert sets.approved and [photo.id for photo in sets.approved.photos] == [old.id]
    _, new = sets.photos
    order = {
        "seen": str(sets.seen),
        "kept": [old.key, new.key],
        "do": "approve",
        f"p{old.id}-place": "2",
        f"p{old.id}-fr": "Un bol vu de côté",
        f"p{new.id}-place": "1",
        f"p{new.id}-ar": "زبدية",
    }
    desk.most_queries = 34  # what was refused is undone, and the page reads everything again
    page = desk.post(there, order, status=409)
    assert "encore en préparation" in page.plain
    while pictures.render_next():
        pass
    db.session.refresh(new)
    assert new.state is PhotoState.READY
    desk.post(there, {**order, "seen": str(photos.of_item(bowl).seen)})
    sets = photos.of_item(bowl)
    assert sets.pending is None and [photo.id for photo in sets.photos] == [new.id, old.id]
    assert (new.alt, old.alt["fr"]) == ({"ar": "زبدية"}, "Un bol vu de côté")


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"kept": []}, 422, "Ajoutez au moins une photo."),
        ({"place": "99999999999999"}, 422, "Écrivez un nombre entier"),
        ({"fr": "x" * 201}, 422, "trop long"),
        ({"seen": "99"}, 409, "a changé"),
        ({"photos": (b"%PDF-1.7", "plan.jpg")}, 422, "plan.jpg"),
    ],
)
def test_wrong_photos_are_said(desk: Visitor, wrong: dict[str, object], status: int, sentence: str) -> None:
    bowl = given.item()
    (old,) = photos.of_item(bowl).photos
    said = {"seen": str(photos.of_item(bowl).seen), "kept": [old.key], "place": "1", "fr": "Un bol", **wrong}
    if "photos" in said:
        said["photos"] = [drawn.file(*said["photos"])]
    for name in ("place", "fr"):
        said[f"p{old.id}-{name}"] = said.pop(name)
    page = desk.post(f"/advisor/catalogue/items/{bowl.id}/photos", said, status=status)
    assert sentence in page.plain
    assert photos.of_item(bowl).pending is None


def three(desk: Visitor) -> tuple[str, Item, list[Photo]]:
    """The page of an item with three photos, of which two wait to be approved."""
    bowl = given.item()
    there = f"/advisor/catalogue/items/{bowl.id}/photos"
    sets = photos.of_item(bowl)
    new = [drawn.file(), drawn.file()]
    desk.post(there, {**as_shown(sets), "photos": new, "do": "save"})
    return there, bowl, photos.of_item(bowl).photos


def as_shown(sets: Sets) -> dict[str, Any]:
    """What the page sends when nothing was changed on it."""
    places = {f"p{photo.id}-place": str(place) for place, photo in enumerate(sets.photos, 1)}
    return {"seen": str(sets.seen), "kept": [photo.key for photo in sets.photos], **places}


def test_a_button_moves_a_photo_and_the_first_one_is_the_cover(desk: Visitor) -> None:
    there, bowl, (old, second, third) = three(desk)
    approved = photos.of_item(bowl).approved
    answer = desk.post(there, {**as_shown(photos.of_item(bowl)), "do": f"earlier-{third.id}"})
    assert answer.location.endswith(f"#photo-{third.id}")
    assert [photo.id for photo in photos.of_item(bowl).photos] == [old.id, third.id, second.id]
    desk.post(there, {**as_shown(photos.of_item(bowl)), "do": f"later-{old.id}"})
    assert [photo.id for photo in photos.of_item(bowl).photos] == [third.id, old.id, second.id]
    for at_the_end in (f"earlier-{third.id}", f"later-{second.id}", "earlier-999999", "later-x"):
        desk.post(there, {**as_shown(photos.of_item(bowl)), "do": at_the_end})
    assert [photo.id for photo in photos.of_item(bowl).photos] == [third.id, old.id, second.id]
    assert photos.of_item(bowl).approved is approved, "what is public waits for approval"


def test_an_order_is_undone_by_going_back_to_what_was_approved(desk: Visitor) -> None:
    there, bowl, (old, *_) = three(desk)
    assert "Revenir aux photos approuvées" in desk.get(there).plain
    desk.post(there, {**as_shown(photos.of_item(bowl)), "do": "discard"})
    sets = photos.of_item(bowl)
    assert sets.pending is None and [photo.id for photo in sets.photos] == [old.id]
    assert "Revenir aux photos approuvées" not in desk.get(there).plain
    desk.post(there, {**as_shown(sets), "do": "discard"}, status=409)


@pytest.mark.parametrize(("sent", "kept"), [("10-0", (10, 0)), ("2-7", (2, 7)), ("", (5, 5)), (None, (5, 5))])
def test_where_one_looks_at_a_photo_is_kept(desk: Visitor, sent: str | None, kept: tuple[int, int]) -> None:
    bowl = given.item()
    there = f"/advisor/catalogue/items/{bowl.id}/photos"
    sets = photos.of_item(bowl)
    (photo,) = sets.photos
    said = {} if sent is None else {f"p{photo.id}-focus": sent}
    desk.post(there, {**as_shown(sets), **said, "do": "save"})
    db.session.refresh(photo)
    assert (photo.focus_x, photo.focus_y) == kept
    page = desk.get(f"/fr/items/{bowl.slug}")
    assert (f"fx{kept[0]} fy{kept[1]}" in page.text) is (kept != (5, 5))


@pytest.mark.parametrize("odd", ["11-0", "-1-3", "5", "x", "5-5-5", "<b>", "5-5x", "٣-٣"])
def test_a_point_outside_a_photo_is_refused(desk: Visitor, odd: str) -> None:
    bowl = given.item()
    sets = photos.of_item(bowl)
    (photo,) = sets.photos
    there = f"/advisor/catalogue/items/{bowl.id}/photos"
    page = desk.post(there, {**as_shown(sets), f"p{photo.id}-focus": odd, "do": "save"}, status=422)
    assert "Choisissez un point de la photo." in page.plain
    db.session.refresh(photo)
    assert (photo.focus_x, photo.focus_y) == (5, 5)


def test_a_photo_that_could_not_be_read_is_told_and_tried_again(desk: Visitor) -> None:
    there, bowl, (_old, second, _third) = three(desk)
    second.state, second.tries = PhotoState.FAILED, 3
    db.session.commit()
    page = desk.get(there)
    assert "n’a pas pu être lue" in page.plain and f"again-{second.id}" in page.text
    desk.post(there, {**as_shown(photos.of_item(bowl)), "do": f"again-{second.id}"})
    db.session.refresh(second)
    assert (second.state, second.tries) == (PhotoState.WAITING, 0)
    while pictures.render_next():
        pass
    db.session.refresh(second)
    assert second.state is PhotoState.READY
    desk.post(there, {**as_shown(photos.of_item(bowl)), "do": f"again-{second.id}"}, status=409)
