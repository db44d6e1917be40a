"""Photos that come in pieces, so that a network that fails costs a piece and not the photo. For our own script.

    POST  uploads          size=…                    201, Location: where the pieces go
    PATCH uploads/<key>    Upload-Offset: …, bytes   204 and the new offset; with the last piece 200 and the photo's key
    HEAD  uploads/<key>                              200 and how far it came

An answer that says no holds a sentence in the reader's language; 409 says in Upload-Offset where to go on.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from flask import Blueprint, Response, current_app, jsonify, request, url_for

from app.adapters import images, storage
from app.base import clock
from app.base.database import db
from app.base.errors import N_, Refusal
from app.domain.catalogue import photo_uploads
from app.domain.catalogue.photo_uploads import PhotoUpload
from app.domain.catalogue.revisions import Pictured
from app.domain.people.models import User
from app.web import uploads
from app.web.access import person
from app.web.refusals import words

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"


class NoNumber(Refusal):
    text = N_("This cannot be done.")
    status = 400


class Become(Protocol):
    """What makes a picture of what has come: ``uploads.take_in`` and its like."""

    def __call__(self, received: Sequence[uploads.Received], *, by: User, at: datetime) -> Sequence[Pictured]: ...


def blueprint(become: Become = uploads.take_in, name: str = "uploads", address: str = "/uploads") -> Blueprint:
    """The addresses, for an area whose door is guarded. become: what photos that come in here are."""
    made = Blueprint(name, __name__)
    made.add_url_rule(address, "begin", begin, methods=["POST"])
    made.add_url_rule(f"{address}/<key>", "piece", partial(piece, become), methods=["PATCH"])
    made.add_url_rule(f"{address}/<key>", "look", look, methods=["HEAD"])
    made.register_error_handler(Refusal, _refused)
    return made


def begin() -> tuple[Response, int]:
    size = _number(request.form.get("size"))
    if size > images.LARGEST_IN_PIECES:
        raise images.TooHeavy(most=images.LARGEST_IN_PIECES // images.MEBIBYTE)
    counted = db.session.get_one(User, person().id, with_for_update=True)
    upload = photo_uploads.begin(size, by=counted, at=clock.now())
    db.session.commit()
    answer = jsonify(piece=photo_uploads.PIECE)
    answer.headers["Location"] = url_for(".piece", key=upload.key)
    return _where(upload, answer), 201


def look(key: str) -> Response:
    upload = photo_uploads.of(person(), key)
    return _where(upload, Response())


def piece(become: Become, key: str) -> Response | tuple[Response, int]:
    upload = photo_uploads.of(person(), key, for_update=True)
    body, offset = request.get_data(), _number(request.headers.get(OFFSET), least=0)
    if upload.photo_key is not None:  # the answer to the last piece was lost
        return _where(upload, jsonify(photo=upload.photo_key))
    try:
        photo_uploads.check_piece(upload, offset, len(body))
    except photo_uploads.OutOfPlace as refusal:
        return _where(upload, jsonify(sentence=words(refusal))), refusal.status
    _keep(f"{storage.PRIVATE}/{upload.piece(offset)}", body)
    if not photo_uploads.arrived(upload, len(body)):
        db.session.commit()
        return _where(upload, Response(status=204))
    return _become_photo(upload, become)


def _become_photo(upload: PhotoUpload, become: Become) -> Response:
    """All of it is here: looked at as any photo is, and kept as one. What is none is forgotten."""
    pieces = [f"{storage.PRIVATE}/{path}" for path in upload.pieces]
    try:
        body = b"".join(_kept(path) for path in pieces)
        received = uploads.Received(body, images.inspect(body, images.LARGEST_IN_PIECES))
        (photo,) = become([received], by=person(), at=clock.now())
        upload.photo_key = photo.key
    except (images.NotAPicture, images.TooManyPixels, images.TooSmall):
        db.session.delete(upload)
        db.session.commit()
        _forget(pieces)
        raise
    db.session.commit()
    _forget(pieces)
    return _where(upload, jsonify(photo=photo.key))


def _kept(path: str) -> bytes:
    found = _place().get(path)
    return found.body if found else b""


def _keep(path: str, body: bytes) -> None:
    try:
        _place().put(path, body)
    except storage.StorageTrouble as trouble:
        raise uploads.CannotKeep from trouble


def _forget(paths: list[str]) -> None:
    """What cannot be removed now goes with its upload in two days."""
    for path in paths:
        try:
            _place().delete(path)
        except storage.StorageTrouble:
            return


def _place() -> storage.Storage:
    return storage.at(current_app.config["SETTINGS"].media_url)


def _number(text: str | None, least: int = 1) -> int:
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < least:
        raise NoNumber
    return int(text)


def _where(upload: PhotoUpload, answer: Response) -> Response:
    answer.headers[OFFSET], answer.headers[LENGTH] = str(upload.received), str(upload.size)
    return answer


def _refused(refusal: Refusal) -> tuple[Response, int]:
    db.session.rollback()
    return jsonify(sentence=words(refusal)), refusal.status
