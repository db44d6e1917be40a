"""Pictures that not everybody may see, shown to those who have a right to them, at addresses of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Response, abort, current_app

from app.adapters import storage
from app.domain.catalogue.revisions import PhotoState
from app.domain.purchasing.private_pictures import FOLDER, PrivatePicture

SMALL = 480
Kind = TypeVar("Kind", bound=PrivatePicture)


@dataclass(frozen=True)
class Shown(Generic[Kind]):
    """A picture on a page. small, large: addresses, empty until it was prepared. width, height: of the small one."""

    picture: Kind
    small: str
    large: str
    width: int
    height: int

    @property
    def key(self) -> str:
        return self.picture.key

    @property
    def is_prepared(self) -> bool:
        return self.picture.state is PhotoState.READY

    @property
    def failed(self) -> bool:
        return self.picture.state is PhotoState.FAILED


def shown(pictures: Iterable[Kind], address: Callable[[str, int], str]) -> list[Shown[Kind]]:
    """Pictures as a page shows them. address: where one is served, by key and width."""
    return [_shown(picture, address) for picture in pictures]


def _shown(picture: Kind, address: Callable[[str, int], str]) -> Shown[Kind]:
    widths = sorted(picture.renditions.get("jpeg", ()))
    small = next((width for width in widths if width >= SMALL), widths[-1] if widths else 0)
    return Shown(
        picture=picture,
        small=address(picture.key, small) if widths else "",
        large=address(picture.key, widths[-1]) if widths else "",
        width=small,
        height=round(picture.height * small / picture.width),
    )


def opened(picture: PrivatePicture, width: int) -> Response:
    """A light form of a picture, for whoever has a right to it: kept by nobody on the way."""
    if width not in picture.renditions.get("jpeg", ()):
        abort(404)
    place = storage.at(current_app.config["SETTINGS"].media_url)
    kept = place.get(f"{storage.PRIVATE}/{FOLDER}/{picture.key}/{width}.jpg")
    if kept is None:
        abort(404)
    response = Response(kept.body, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
