"""The drawn pictures: copied into the media folder as if they had been uploaded and made ready."""

import shutil
from pathlib import Path

from app.adapters import picture_child

FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1200, 1500
RENDITIONS = {"avif": [320, 480, 800, 1200], "jpeg": [480]}
_PREFIX = "demo-"
_ENDINGS = {"avif": "avif", "jpeg": "jpg"}


def key(name: str) -> str:
    """The public key of a picture, under which its renditions lie."""
    return _PREFIX + name


def name(key_: str) -> str:
    """Which picture lies under a public key."""
    return key_.removeprefix(_PREFIX)


def original(name: str) -> str:
    """Where the private original lies."""
    return f"demo/{name}.avif"


def blur(name: str) -> str:
    """The few pixels that stand there until the picture has come."""
    with (FOLDER / name / f"{min(RENDITIONS['avif'])}.avif").open("rb") as file:
        return picture_child.blurred_file(file)


def names() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def copy(media: Path) -> int:
    """Put every rendition under ``public/`` and the largest, as the original, under ``private/``. Returns how many."""
    found = names()
    for name in found:
        public = media / "public" / key(name)
        public.mkdir(parents=True, exist_ok=True)
        for kind, widths in RENDITIONS.items():
            for width in widths:
                file = f"{width}.{_ENDINGS[kind]}"
                shutil.copyfile(FOLDER / name / file, public / file)
        private = media / "private" / original(name)
        private.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name / f"{max(RENDITIONS['avif'])}.avif", private)
    return len(found)
