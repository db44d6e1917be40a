"""Public pictures: ``/media/<key>/<width>.<avif|webp|jpg>``, kept a year, for a key never shows anything else.

Only renditions can be reached. Originals lie beside them in the storage, and no address leads there.
"""

import re

from flask import Flask, Response, abort, current_app, request

from app.adapters import storage

KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
YEAR = 31536000
_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", re.ASCII)
_FILE = re.compile(r"([1-9][0-9]{1,3})\.(avif|webp|jpg)", re.ASCII)


def rendition_path(key: str, file: str) -> str:
    """Where a rendition lies in the storage. file: "480.avif"."""
    return f"{storage.PUBLIC}/{key}/{file}"


def rendition(key: str, file: str) -> Response:
    named = _FILE.fullmatch(file)
    if not _KEY.fullmatch(key) or named is None:
        abort(404)
    kept = storage.at(current_app.config["SETTINGS"].media_url).get(rendition_path(key, file))
    if kept is None:
        abort(404)
    response = Response(kept.body, mimetype=KINDS[named[2]])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.set_etag(kept.mark.strip('"'))
    return response.make_conditional(request)  # type: ignore[return-value]  # Flask's own Response comes back


def register(app: Flask) -> None:
    app.add_url_rule("/media/<key>/<file>", "media", rendition)
