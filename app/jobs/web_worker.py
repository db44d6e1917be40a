"""What granian loads in each of its workers: the application, tied to the server's own process."""

from app.base.database import reading
from app.domain.catalogue import desk_memory, shelves
from app.domain.work import installation
from app.jobs import collecting, tied
from wsgi import app

__all__ = ["app"]

with app.app_context():
    installation.check_start(app.config["SETTINGS"])
    with reading():  # a large catalogue takes seconds to read: nobody's first page waits for it
        with shelves.opened() as here:
            _ = here.lexicon
        with desk_memory.opened():
            pass
collecting.settle()
tied.end_with_parent()
