"""Searches in words: rows of the page, cells of the table, and what the glossary is given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.advisor.translation_words import LANGUAGE_NAMES
from app.base.errors import N_
from app.domain.catalogue.sounds import alphabet
from app.domain.demand.opportunities import WEEKS, Kind, named
from app.domain.demand.searching import Sought, Spelling
from app.domain.demand.sought import End
from app.domain.people.trades import Craft
from app.web import languages
from app.web.words import comma, listed

ENDS = {
    End.NOTHING: N_("Nothing found"),
    End.POOR: N_("Found, hardly opened"),
    End.UNAVAILABLE: N_("Found, none available"),
}
KINDS = {End.NOTHING: Kind.NO_RESULT, End.POOR: Kind.POOR_RESULT, End.UNAVAILABLE: Kind.UNAVAILABLE}
SPELLINGS_SHOWN = 4
MOST_WORDS = 12


@dataclass(frozen=True)
class Row:
    """A wish as it is shown. other: its further spellings. proof: what was counted. key: its opportunity's."""

    sought: Sought
    title: str
    other: list[str]
    more: int
    languages: str
    craft: str
    proof: str
    key: str
    glossary: str


def rows(found: Iterable[Sought], crafts: Mapping[int, Craft]) -> list[Row]:
    return [_row(one, crafts.get(one.craft_id)) for one in found]


def _row(one: Sought, craft: Craft | None) -> Row:
    other = list(dict.fromkeys(spelling.said for spelling in one.spellings if spelling.said != one.said))
    return Row(
        sought=one,
        title=one.said.capitalize(),
        other=other[:SPELLINGS_SHOWN],
        more=max(len(other) - SPELLINGS_SHOWN, 0),
        languages=listed(_(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code for code in one.languages),
        craft=craft.called_short(languages.current()) if craft else _("Craft unknown"),
        proof=proof(one),
        key=key(one.end, one.key),
        glossary=for_glossary(one.spellings, craft),
    )


def proof(one: Sought) -> str:
    """What was counted, in a short sentence without a full stop."""
    match one.end:
        case End.NOTHING:
            said = ngettext("%(num)d person looked, 0 pieces", "%(num)d people looked, 0 pieces", one.people)
        case End.POOR:
            said = ngettext(
                "%(num)d person found pieces, %(opened)s opened one",
                "%(num)d people found pieces, %(opened)s opened one",
                one.found,
                opened=one.opened,
            )
        case End.UNAVAILABLE:
            said = ngettext(
                "%(num)d person found only pieces that are gone",
                "%(num)d people found only pieces that are gone",
                one.people,
            )
    return str(said)


def key(end: End, sought: str) -> str:
    """The opportunity's."""
    return named(KINDS[end], sought)


def table(found: Iterable[Sought], end: End, crafts: Mapping[int, Craft]) -> tuple[list[str], list[list[str | int]]]:
    """The list as a table: its columns and its rows."""
    weeks = [_("Week %(number)s", number=number) for number in range(1, WEEKS + 1)]
    names = [_("Words"), _("Spellings"), _("Languages"), _("Craft"), _("How it ended"), _("People")]
    columns = [*names, _("Searched for it"), _("Found something"), _("Opened something"), _("Few cases"), *weeks]
    cells: list[list[str | int]] = [
        [
            one.said,
            comma().join(dict.fromkeys(spelling.said for spelling in one.spellings)),
            listed(_(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code for code in one.languages),
            crafts[one.craft_id].called_short(languages.current()) if one.craft_id in crafts else "",
            _(ENDS[end]),
            one.people,
            one.searched,
            one.found,
            one.opened,
            _("yes") if one.is_small else _("no"),
            *one.weeks,
        ]
        for one in found
    ]
    return columns, cells


def for_glossary(spellings: Iterable[Spelling], craft: Craft | None) -> str:
    """The address of a new term that holds these spellings: of each language the most used first, the others beside."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        words = said[_language_of(spelling)]
        if spelling.said not in words and len(words) < MOST_WORDS:
            words.append(spelling.said)
    told: dict[str, Any] = {code: words[0] for code, words in said.items()}
    told |= {f"{code}_more": ", ".join(words[1:]) for code, words in said.items() if words[1:]}
    return url_for("advisor.glossary.add", **told, craft=craft.slug if craft else None)


def _language_of(spelling: Spelling) -> str:
    """By its letters; those of Latin ones by the page they were typed on."""
    match alphabet(spelling.said):
        case "arabic":
            return "ar"
        case "tifinagh":
            return "zgh"
        case _:
            return spelling.language if spelling.language in ("en", "es") else "fr"
