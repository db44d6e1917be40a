"""The Monday list as a table for a spreadsheet: one row a reason to call."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.advisor.demand_tables import Value
from app.advisor.monday_words import Row, Worth
from app.web import languages
from app.web.words import percent

_ISOLATES = {ord(mark): None for mark in ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")}
"""They keep words apart in a sentence; a spreadsheet would show them as boxes."""


def heads() -> list[str]:
    share = percent(0.8)
    money = (_("Value, MAD a month"), _("Low, %(share)s", share=share), _("High, %(share)s", share=share))
    return [_("Rank"), _("Artisan"), _("Place"), _("Phone"), _("Why"), _("About what"), *money, _("Few cases")]


def rows(found: Iterable[Row]) -> list[list[Value]]:
    """In the order of the list; each reason has its own worth."""
    language = languages.current()
    return [
        [
            rank,
            row.artisan.known_as(language),
            row.artisan.place.called(language),
            row.phone,
            reason.words,
            reason.more.translate(_ISOLATES),
            *_dirhams(reason.worth),
            _("yes") if reason.is_small else None,
        ]
        for rank, row in enumerate(found, 1)
        for reason in row.reasons
    ]


def _dirhams(worth: Worth | None) -> tuple[Value, ...]:
    return tuple(round(one / 100) for one in worth) if worth else (None, None, None)
