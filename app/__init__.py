"""Maalem: the marketplace of a craft cooperative in Tangier.

The map. Folders hold one axis, file names the other, so every cell is one file:

    who uses it      storefront  anyone             domain/   the business, a package a subject:
    (audiences)      portal      artisans                       people audit notices work catalogue
                     advisor     cooperative staff              purchasing demand advice
                     office      coordinators       adapters/ the outside world: mail, sms, storage, pictures
                     account     the shared doorway base/     database, clock, money, errors, settings
                     api         machines           web/      what all screens share, no business words
                     jobs        the clock and the command line

"What can an artisan do?" is a listing of ``app/portal/``. "Who touches advice?" is every ``advice.py``.
``assembly`` puts it together and is the one module that may know everything. See docs/architecture.md.
"""

from app.assembly import create_app

__all__ = ["create_app"]
