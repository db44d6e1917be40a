"""The worker prepares photos: once each, again after trouble, never for ever."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.adapters import containment, images, storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue import photo_uploads, photos
from app.domain.catalogue.revisions import Photo, PhotoState
from app.jobs import pictures
from tests import given


@pytest.fixture
def place(app: Flask) -> storage.Storage:
    return storage.at(app.config["SETTINGS"].media_url)


@pytest.fixture
def bucket_place(app: Flask, bucket: str, monkeypatch: pytest.MonkeyPatch) -> storage.Storage:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], media_url=bucket))
    return storage.at(bucket)


def sent(place: storage.Storage, body: bytes | None = None) -> Photo:
    photo = photos.take_in(600, 800, by=given.advisor(), at=clock.now())
    if body is None:
        packed = io.BytesIO()
        Image.new("RGB", (600, 800), "teal").save(packed, "JPEG")
        body = packed.getvalue()
    place.put(f"private/{photo.original}", body)
    db.session.commit()
    return photo


@pytest.mark.parametrize("kept_in", ["place", "bucket_place"])
def test_a_waiting_photo_is_prepared_and_shown(app: Flask, kept_in: str, request: pytest.FixtureRequest) -> None:
    photo = sent(request.getfixturevalue(kept_in))
    assert pictures.render_next() and not pictures.render_next()
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY and photo.leased_until is None
    assert photo.renditions == {kind: [320, 480] for kind in ("avif", "webp", "jpeg")}
    assert (photo.width, photo.height) == (600, 800) and photo.blur
    answer = app.test_client().get(f"/media/{photo.key}/480.webp")
    assert Image.open(io.BytesIO(answer.data)).size == (480, 640)


def test_a_file_that_is_no_picture_fails_at_once(app: Flask, place: storage.Storage) -> None:
    photo = sent(place, b"%PDF-1.7")
    assert pictures.render_next() and not pictures.render_next()
    db.session.refresh(photo)
    assert (photo.state, photo.tries) == (PhotoState.FAILED, 1)


def test_trouble_is_tried_again_later_and_not_for_ever(
    app: Flask, place: storage.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = sent(place)

    def full(*_: object) -> None:
        raise storage.StorageTrouble("no space left")

    monkeypatch.setattr(storage.Storage, "put", full)
    start = clock.now()
    for tried in range(pictures.MOST_TRIES):
        with time_machine.travel(start + tried * pictures.LEASE + timedelta(seconds=tried), tick=False):
            assert pictures.render_next()
            assert not pictures.render_next(), "the lease keeps others away"
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        assert not pictures.render_next()
    db.session.refresh(photo)
    assert (photo.state, photo.renditions) == (PhotoState.FAILED, {})


def test_a_worker_that_lost_its_lease_changes_nothing(
    app: Flask, place: storage.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = sent(place)
    honest = images.prepare

    def slow(body: bytes) -> object:
        db.session.get_one(Photo, photo.id).leased_until = clock.now() + timedelta(hours=1)  # another took it
        db.session.commit()
        return honest(body)

    monkeypatch.setattr(images, "prepare", slow)
    assert pictures.render_next()
    db.session.refresh(photo)
    assert photo.state is PhotoState.WAITING


def test_what_was_sent_and_left_lying_is_removed_with_its_files(app: Flask, place: storage.Storage) -> None:
    left, young, placed = sent(place), sent(place), sent(place)
    while pictures.render_next():
        pass
    for photo in (left, placed):
        db.session.refresh(photo)
        photo.created_at = clock.now() - timedelta(days=3)
    photos.propose(given.item(), [placed], by=db.session.get_one(type(given.advisor()), placed.by_id), at=clock.now())
    assert pictures.forget_abandoned(clock.now()) == 1
    db.session.commit()
    remaining = set(db.session.scalars(select(Photo.key).where(Photo.key.in_([left.key, young.key, placed.key]))))
    assert remaining == {young.key, placed.key}
    assert place.get(f"private/{left.original}") is None and not place.paths(f"public/{left.key}")
    assert place.get(f"private/{placed.original}") and place.paths(f"public/{placed.key}")
    assert Path(place.place).is_dir()


def test_a_photo_stands_as_it_is_seen_not_as_it_was_stored(app: Flask, place: storage.Storage) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    packed = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(packed, "JPEG", exif=exif)
    photo = sent(place, packed.getvalue())
    pictures.render_next()
    db.session.refresh(photo)
    assert (photo.width, photo.height) == (600, 800)


def test_a_machine_without_memory_tries_again_later(
    app: Flask, place: storage.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = sent(place)

    def nowhere(_body: bytes) -> images.Prepared:
        raise containment.NoProcess

    with monkeypatch.context() as without:
        without.setattr(images, "prepare", nowhere)
        assert pictures.render_next()
    db.session.refresh(photo)
    assert photo.state is PhotoState.WAITING
    with time_machine.travel(clock.now() + pictures.LEASE + timedelta(seconds=1), tick=False):
        assert pictures.render_next()
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY


def test_what_set_out_two_days_ago_is_forgotten_with_its_pieces(app: Flask, place: storage.Storage) -> None:
    by, now = given.advisor(), clock.now()
    old, young = (photo_uploads.begin(600_000, by=by, at=now - timedelta(hours=hours)) for hours in (48, 47))
    for upload in (old, young):
        place.put(f"private/{upload.piece(0)}", b"a piece")
    assert pictures.forget_uploads(now) == 1
    db.session.commit()
    assert db.session.scalars(select(photo_uploads.PhotoUpload.key)).all() == [young.key]
    assert not place.paths(f"private/{old.folder}") and place.paths(f"private/{young.folder}")
