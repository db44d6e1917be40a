"""Sheets, scripts and icons: put together when the application starts, named by what they hold, kept a year.

``static/css/bundles.toml`` says which files make a sheet or a script, in which order. No build step, no import at
run time: one request, served from memory, already compressed.
"""

import gzip
import hashlib
import mimetypes
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request, url_for

EXTENSION = "maalem_assets"
YEAR = 31536000
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")
_AFTER = re.compile(r"([:,]) ")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent. digest: the first 12 hex digits of its SHA-256."""

    name: str
    body: bytes
    digest: str
    kind: str
    packed: dict[str, bytes]


class Assets:
    def __init__(self, folder: Path) -> None:
        self._assets: dict[str, Asset] = {}
        bundles = tomllib.loads((folder / "css" / "bundles.toml").read_text())
        for name, parts in bundles.get("sheets", {}).items():
            self._keep(name, squeeze("".join((folder / "css" / part).read_text() for part in parts)).encode())
        for name, parts in bundles.get("scripts", {}).items():
            self._keep(name, "\n".join((folder / "js" / part).read_text() for part in parts).encode())
        for file in sorted([*(folder / "icons").glob("*"), *(folder / "images").glob("*")]):
            self._keep(file.name, file.read_bytes())

    def _keep(self, name: str, body: bytes) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or "svg" in kind or "javascript" in kind
        packed = {"br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, 9, mtime=0)} if text else {}
        self._assets[name] = Asset(name, body, hashlib.sha256(body).hexdigest()[:12], kind, packed)

    def url(self, name: str) -> str:
        """The address of an asset, or an error that names it: a page never links to what is not there."""
        asset = self._assets.get(name)
        if asset is None:
            raise LookupError(f"no asset called {name}")
        return url_for("asset", digest=asset.digest, name=name)

    def answer(self, digest: str, name: str) -> Response:
        asset = self._assets.get(name)
        if asset is None:
            abort(404)
        response = Response(mimetype=asset.kind)
        coding = next((c for c in ("br", "gzip") if c in asset.packed and request.accept_encodings[c]), None)
        response.set_data(asset.packed[coding] if coding else asset.body)
        if coding:
            response.headers["Content-Encoding"] = coding
        response.headers["Vary"] = "Accept-Encoding"
        if digest == asset.digest:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        response.set_etag(asset.digest)
        return response.make_conditional(request)  # type: ignore[return-value]  # Flask's own Response comes back


ICON = "favicon.svg"


def address_of(name: str) -> str:
    """The address of an asset where there is no template to ask for it."""
    assets: Assets = current_app.extensions[EXTENSION]
    return assets.url(name)


def squeeze(sheet: str) -> str:
    """A sheet without comments, line ends and needless spaces. Those inside selectors stay: they carry meaning."""
    sheet = _SPACE.sub(" ", _COMMENT.sub("", sheet))
    sheet = _AROUND.sub(r"\1", sheet)
    return _AFTER.sub(r"\1", sheet).replace(";}", "}").strip()


def register(app: Flask) -> None:
    assets = app.extensions[EXTENSION] = Assets(Path(app.root_path) / "static")
    app.add_url_rule("/static/<digest>/<name>", "asset", assets.answer)

    @app.route("/favicon.ico")
    def icon() -> Response:
        """Where a browser looks for one beside what is no page of ours, such as a document."""
        return assets.answer("", ICON)

    app.jinja_env.globals["asset_url"] = assets.url
