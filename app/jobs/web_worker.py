"""What granian loads in each of its workers: the application, tied to the server's own process."""

from app.base.database import reading
from app.domain.catalogue import shelves
from app.domain.work import installation
from app.jobs import collecting, tied
from wsgi import app

__all__ = ["app"]

with app.app_context():
    installation.check_start(app.config["SETTINGS"])
    with (
        reading(),
        shelves.opened() as here,
    ):  # a large catalogue takes seconds to read: nobody's first page waits for it
        _ = here.lexicon
collecting.settle()
tied.end_with_parent()
