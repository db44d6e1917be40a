"""A photo as a page shows it: its renditions by format and width, its size, what it shows."""

from dataclasses import dataclass

from app.domain.catalogue.models import Item
from app.domain.catalogue.revisions import MIDDLE, Photo
from app.domain.people.trades import in_language

ENDINGS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


@dataclass(frozen=True)
class Picture:
    photo: Photo
    language: str

    def srcset(self, kind: str) -> str:
        """ "address 320w, address 480w…" of a format ("avif", "webp", "jpeg"); empty where there is none."""
        widths = sorted(self.photo.renditions.get(kind, ()))
        return ", ".join(f"{address(self.photo, kind, width)} {width}w" for width in widths)

    @property
    def src(self) -> str:
        """A JPEG of middle size, which every browser reads."""
        widths = sorted(self.photo.renditions.get("jpeg", ()))
        return address(self.photo, "jpeg", next((width for width in widths if width >= 480), widths[-1]))

    @property
    def largest(self) -> str:
        """The widest JPEG, for whoever shows it outside our pages."""
        return address(self.photo, "jpeg", max(self.photo.renditions["jpeg"]))

    @property
    def blur(self) -> str:
        """A few pixels as WebP, in base64, that stand there until the picture has come."""
        return self.photo.blur

    @property
    def focus_x(self) -> int:
        """Tenths of the width, from the left."""
        return self.photo.focus_x

    @property
    def focus_y(self) -> int:
        """Tenths of the height, from the top."""
        return self.photo.focus_y

    @property
    def is_pointed(self) -> bool:
        """Whether somebody said where to look; else it is the middle."""
        return (self.focus_x, self.focus_y) != (MIDDLE, MIDDLE)

    @property
    def width(self) -> int:
        return self.photo.width

    @property
    def height(self) -> int:
        return self.photo.height

    @property
    def alt(self) -> str:
        return in_language(self.photo.alt, self.language)


def address(photo: Photo, kind: str, width: int) -> str:
    """Where a rendition is served."""
    return f"/media/{photo.key}/{width}.{ENDINGS[kind]}"


def picture_of(photo: Photo | None, language: str) -> Picture | None:
    """None where there is no photo or none of it is ready to be shown."""
    return Picture(photo, language) if photo and photo.renditions.get("jpeg") else None


def first_picture(item: Item | None, language: str) -> Picture | None:
    """An item's first approved photo."""
    photos = item.photo_set.photos if item and item.photo_set else []
    return picture_of(photos[0], language) if photos else None
