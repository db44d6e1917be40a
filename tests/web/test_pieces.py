"""Photos that come in pieces: whoever lost the network goes on where they stood, and nobody sends what they may not."""

import io
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.adapters import images, storage
from app.base.database import db
from app.domain.catalogue import photo_uploads, photos
from app.domain.catalogue.photo_uploads import PIECE, PhotoUpload
from app.domain.catalogue.revisions import Photo, PhotoState
from app.domain.people.models import Artisan, User
from app.web import bodies
from tests import drawn, given
from tests.pages import Visitor

START = "/portal/uploads"


@pytest.fixture
def sender(visitor: Visitor) -> Visitor:
    visitor.sign_in(user_of(given.artisan()))
    return visitor


def user_of(maker: Artisan) -> User:
    assert maker.user is not None
    return maker.user


def large() -> bytes:
    """A photo of three pieces: telephones write notes of their own behind the picture."""
    return drawn.jpeg() + b"\0" * (2 * PIECE + 1000)


def ask(sender: Visitor, method: str, address: str, **options: Any) -> TestResponse:
    headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "fr", **options.pop("headers", {})}
    answer: TestResponse = Context().run(sender.client.open, address, method=method, headers=headers, **options)
    return answer


def begin(sender: Visitor, size: int) -> str:
    answer = ask(sender, "POST", START, data={"size": str(size)})
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def folder(there: str) -> str:
    """Where its pieces lie."""
    return f"private/uploads/{there.rsplit('/', 1)[1]}"


def piece(sender: Visitor, there: str, offset: int | str, body: bytes) -> TestResponse:
    return ask(sender, "PATCH", there, data=body, headers={"Upload-Offset": str(offset)})


def test_a_photo_comes_piece_by_piece_and_is_a_photo(app: Flask, sender: Visitor) -> None:
    body = large()
    there = begin(sender, len(body))
    for offset in (0, PIECE):
        answer = piece(sender, there, offset, body[offset : offset + PIECE])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(offset + PIECE))
        look = ask(sender, "HEAD", there)
        assert (look.headers["Upload-Offset"], look.headers["Upload-Length"]) == (str(offset + PIECE), str(len(body)))
    last = piece(sender, there, 2 * PIECE, body[2 * PIECE :])
    assert last.status_code == 200
    photo = db.session.scalars(select(Photo).where(Photo.key == last.json["photo"])).one()
    place = storage.at(app.config["SETTINGS"].media_url)
    kept = place.get(f"private/{photo.original}")
    assert kept and kept.body == body and photo.state is PhotoState.WAITING
    assert not place.paths(folder(there)), "pieces are not kept beside the whole"


def test_the_photo_goes_with_the_form_by_its_key(sender: Visitor) -> None:
    maker = given.artisan()
    sender.sign_in(user_of(maker))
    piece_of_hers, body = given.item(maker), large()
    there = begin(sender, len(body))
    for offset in (0, PIECE, 2 * PIECE):
        answer = piece(sender, there, offset, body[offset : offset + PIECE])
    key = answer.json["photo"]
    sender.post(f"/portal/items/{piece_of_hers.id}/photos", {"kept": [key]})
    assert [photo.key for photo in photos.of_item(piece_of_hers).photos] == [key]


def test_the_last_piece_sent_again_gives_the_same_photo(sender: Visitor) -> None:
    body = drawn.jpeg()
    there = begin(sender, len(body))
    first, again, after = (piece(sender, there, *sent) for sent in ((0, body), (0, body), (len(body), b"")))
    assert first.json == again.json == after.json and first.json
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 1


@pytest.mark.parametrize(
    ("offset", "length", "status"),
    [
        (0, PIECE, 409),
        (2 * PIECE, 1000, 409),
        (PIECE + 1, PIECE, 409),
        (PIECE, PIECE - 1, 409),
        (PIECE, 0, 409),
        (PIECE, PIECE + 1, 413),
        (99_999_999_999, 5, 400),
        ("-1", 5, 400),
        ("²", 5, 400),
        ("", 5, 400),
    ],
)
def test_what_does_not_follow_is_refused_and_nothing_is_lost(
    sender: Visitor, offset: int | str, length: int, status: int
) -> None:
    body = large()
    there = begin(sender, len(body))
    piece(sender, there, 0, body[:PIECE])
    offset = offset.encode().decode("latin-1") if isinstance(offset, str) else offset
    answer = piece(sender, there, offset, b"x" * length)
    assert answer.status_code == status
    if status == 409:
        assert answer.headers["Upload-Offset"] == str(PIECE) and answer.json["sentence"]
    assert ask(sender, "HEAD", there).headers["Upload-Offset"] == str(PIECE)


def test_others_do_not_find_it(app: Flask, sender: Visitor) -> None:
    body = drawn.jpeg()
    there = begin(sender, len(body))
    stranger = Visitor(app)
    stranger.sign_in(user_of(given.artisan()))
    assert piece(stranger, there, 0, body).status_code == 404
    assert ask(stranger, "HEAD", there).status_code == 404
    assert piece(sender, "/portal/uploads/" + "f" * 32, 0, body).status_code == 404
    anonymous = Visitor(app)
    assert piece(anonymous, there, 0, body).status_code == 303
    foreign = ask(sender, "PATCH", there, data=body, headers={"Upload-Offset": "0", "Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    ("size", "status"),
    [(images.LARGEST_IN_PIECES + 1, 413), (0, 400), ("", 400), ("viel", 400), ("9" * 30, 400), ("-5", 400)],
)
def test_a_size_that_cannot_be_is_refused(sender: Visitor, size: int | str, status: int) -> None:
    answer = ask(sender, "POST", START, data={"size": str(size)})
    assert answer.status_code == status and answer.json["sentence"]


def test_one_person_has_only_so_many_on_their_way(app: Flask, sender: Visitor) -> None:
    for _ in range(photo_uploads.MOST_OPEN):
        begin(sender, 1000)
    refused = ask(sender, "POST", START, data={"size": "1000"})
    assert refused.status_code == 429 and "en route" in refused.json["sentence"]
    other = Visitor(app)
    other.sign_in(user_of(given.artisan()))
    begin(other, 1000)


@pytest.mark.parametrize("body", [b"%PDF-1.7 " * 40, drawn.jpeg()[:400], drawn.jpeg(100, 100)])
def test_what_is_no_photo_is_said_and_forgotten(app: Flask, sender: Visitor, body: bytes) -> None:
    there = begin(sender, len(body))
    answer = piece(sender, there, 0, body)
    assert answer.status_code == 422 and "photo" in answer.json["sentence"]
    assert not db.session.scalars(select(PhotoUpload)).all()
    assert not storage.at(app.config["SETTINGS"].media_url).paths(folder(there))


def test_a_piece_is_read_before_the_database_is_asked(sender: Visitor, statements: list[str]) -> None:
    """On a slow network a piece takes seconds, in which a writing request would lock everybody else out of SQLite."""
    assert bodies.LARGEST_PIECE == PIECE
    there = begin(sender, 2 * PIECE)
    statements.clear()
    asked: list[int] = []

    class Slow(io.BytesIO):
        def readinto(self, into: Any) -> int:
            asked.append(len(statements))
            return super().readinto(into)

        def read(self, size: int | None = -1) -> bytes:
            asked.append(len(statements))
            return super().read(size)

    answer = ask(sender, "PATCH", there, input_stream=Slow(b"x" * PIECE), headers={"Upload-Offset": "0"})
    assert answer.status_code == 204
    assert asked and set(asked) == {0}
