"""Lost demand in words: its causes, its rows with what became of them, and the tables that are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.advisor import demand_words
from app.advisor.demand_tables import Column, Entry, Table
from app.base import clock
from app.base.errors import N_
from app.domain.advice import about
from app.domain.advice.about import Given
from app.domain.catalogue import naming
from app.domain.demand import evidence, ledger_said
from app.domain.demand.ledger import Entry as LostEntry
from app.domain.demand.ledger import Stands
from app.domain.demand.lost import Cause
from app.domain.demand.opportunities import Kind, named
from app.domain.demand.vain import Sign
from app.domain.people.trades import Craft, in_language
from app.web import languages
from app.web.words import comma, day_year, estimate, number

CAUSES = {
    Cause.NOT_MADE: N_("Was not made"),
    Cause.NONE_LEFT: N_("None left"),
    Cause.TOO_SLOW: N_("Too slow"),
    Cause.TOO_DEAR: N_("Too dear"),
    Cause.DELIVERY: N_("Delivery too expensive"),
    Cause.NOT_FOUND: N_("Not found"),
    Cause.OTHER: N_("Another reason, or none said"),
}
OF_SIGNS = {cause: CAUSES[cause] for cause in (Cause.NOT_MADE, Cause.NONE_LEFT, Cause.NOT_FOUND)}
LONGEST_TITLE = 70
Cell = str | int | float | None


@dataclass(frozen=True)
class Fate:
    """What became of it. state: of its tag. url: where it leads, or empty."""

    words: str
    state: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    entry: LostEntry
    title: str
    reference: str
    craft: str
    attributes: str
    cause: str
    fate: Fate


@dataclass(frozen=True)
class SignRow:
    sign: Sign
    title: str
    craft: str
    attributes: str
    cause: str
    proof: str
    fate: Fate


def rows(entries: Sequence[LostEntry], crafts: Mapping[int, Craft]) -> list[Row]:
    """Five statements for any number."""
    language = languages.current()
    items = {one.item_id for one in entries if one.item_id}
    said = ledger_said.said({one.line_id for one in entries})
    names, pieces = naming.attributes(items), evidence.pieces(items) if items else {}
    given = about.given(items, {_key(one) for one in entries if not one.item_id})
    found = []
    for one in entries:
        line = said[one.line_id]
        piece = pieces.get(one.item_id)
        title = in_language(line.titles, language) or line.description
        found.append(
            Row(
                entry=one,
                title=_short(title) or _("A wish whose words are erased"),
                reference=line.reference,
                craft=_craft(one.craft_id, crafts),
                attributes=comma().join(in_language(name, language) for name in names.get(one.item_id, ())),
                cause=_(CAUSES[one.cause]),
                fate=_fate(one, _since(given, one), is_back=piece is not None and piece.can_be_had),
            )
        )
    return found


def rows_of_signs(signs: Sequence[Sign], crafts: Mapping[int, Craft]) -> list[SignRow]:
    """Three statements for any number."""
    language = languages.current()
    items = {one.opportunity.item_id for one in signs if one.opportunity.item_id}
    titles, names = naming.titles(items), naming.attributes(items)
    given = about.given(items, {one.opportunity.key for one in signs})
    advice = {one.opportunity: one for one in reversed(given)} | {
        one.item_id: one for one in reversed(given) if one.item_id
    }
    found = []
    for sign in signs:
        one = sign.opportunity
        advised = advice.get(one.item_id) if one.item_id else advice.get(one.key)
        found.append(
            SignRow(
                sign=sign,
                title=in_language(titles.get(one.item_id, {}), language) or one.words.capitalize(),
                craft=_craft(one.craft_id, crafts),
                attributes=comma().join(in_language(name, language) for name in names.get(one.item_id, ())),
                cause=_(CAUSES[sign.cause]),
                proof=demand_words.proof(one),
                fate=_became(advised, is_back=sign.is_back),
            )
        )
    return found


def table_of_lines(which: str, lines: Sequence[Stands], count: int, total: int, worth: int | None) -> Table:
    """which: asked, served, open or lost. count, total, worth: of all lines: how many, their pieces, centimes lost."""
    language = languages.current()
    said = ledger_said.said({one.line_id for one in lines})
    in_all = _("Value, MAD (%(num)s in all)", num=estimate(worth or 0))
    columns = [
        Column(_("Request"), is_short=True),
        Column(_("Day"), is_short=True),
        Column(_("Piece")),
        Column(_("Pieces (%(num)s in all)", num=number(total)), is_number=True, of_one=_("Pieces")),
        *([] if worth is None else [Column(in_all, is_number=True, of_one=_("Value, MAD"))]),
    ]
    rows = []
    for one in lines:
        line, pieces = said[one.line_id], getattr(one, which)
        title = in_language(line.titles, language) or line.description
        row = [
            Entry(line.reference, url=url_for("advisor.request.show", reference=line.reference)),
            Entry(day_year(one.day), one.day.isoformat()),
            Entry(_short(title) or _("A wish whose words are erased")),
            Entry(number(pieces), pieces),
        ]
        value = Entry(estimate(one.value), _dirhams(one.value)) if one.value else Entry(_("not known"), "")
        rows.append(row if worth is None else [*row, value])
    return Table(columns, rows, count)


def table(entries: Sequence[LostEntry], crafts: Mapping[int, Craft]) -> tuple[list[str], list[list[Cell]]]:
    """All rows for a spreadsheet. Pieces and values add up to what was lost: what was asked for again has none."""
    columns = [_("Day"), _("Request"), _("Cause"), _("Craft"), _("Piece"), _("Material and colour"), _("Pieces")]
    cells: list[list[Cell]] = [
        [
            row.entry.day.isoformat(),
            row.reference,
            row.cause,
            row.craft,
            row.title,
            row.attributes,
            0 if row.entry.again else row.entry.units,
            0 if row.entry.again else _dirhams(row.entry.value),
            _asked_again(row.entry),
            row.fate.words,
        ]
        for row in rows(entries, crafts)
    ]
    return [*columns, _("Value, MAD"), _("Asked for again"), _("What became of it")], cells


def _asked_again(one: LostEntry) -> str:
    if not one.again:
        return str(_("no"))
    said = ngettext(
        "%(num)d piece, counted with the later request", "%(num)d pieces, counted with the later request", one.units
    )
    return str(said)


def table_of_signs(signs: Sequence[Sign], crafts: Mapping[int, Craft]) -> tuple[list[str], list[list[Cell]]]:
    columns = [_("Cause"), _("Craft"), _("Piece"), _("Material and colour"), _("Proof"), _("People"), _("Value, MAD")]
    cells: list[list[Cell]] = [
        [
            row.cause,
            row.craft,
            row.title,
            row.attributes,
            row.proof,
            row.sign.people,
            *(round(money / 100) for money in (row.sign.value, row.sign.low, row.sign.high)),
            _("yes") if row.sign.opportunity.is_small else _("no"),
            row.fate.words,
        ]
        for row in rows_of_signs(signs, crafts)
    ]
    return [
        *columns,
        _("Low, %(share)s", share="80 %"),
        _("High, %(share)s", share="80 %"),
        _("Few cases"),
        _("What became of it"),
    ], cells


def _fate(one: LostEntry, advised: Given | None, *, is_back: bool) -> Fate:
    if one.again:
        return Fate(_("The same customer got it later"), "good") if one.got else Fate(_("Asked for again since"))
    return _became(advised, is_back=is_back and one.cause in (Cause.NONE_LEFT, Cause.NOT_MADE, Cause.TOO_SLOW))


def _became(advised: Given | None, *, is_back: bool) -> Fate:
    if is_back:
        return Fate(_("Can be had again"), "good")
    if advised:
        url = url_for("advisor.advice.show", recommendation_id=advised.id)
        return Fate(_("Advice given: %(title)s", title=advised.title), "note", url)
    return Fate(_("Still open"), "wait")


def _since(given: Iterable[Given], one: LostEntry) -> Given | None:
    """Advice about it that was sent since it was lost, the newest."""
    for advice in given:
        about_it = advice.item_id == one.item_id if one.item_id else advice.opportunity == _key(one)
        if about_it and _day(advice) >= one.day:
            return advice
    return None


def _key(one: LostEntry) -> str:
    """Of the opportunity a declined wish is part of."""
    return named(Kind.DECLINED, f"c{one.craft_id}", one.reason or "other")


def _day(advice: Given) -> date:
    return clock.local(advice.sent_at).date()


def _craft(craft_id: int, crafts: Mapping[int, Craft]) -> str:
    return crafts[craft_id].called_short(languages.current()) if craft_id in crafts else _("Craft unknown")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _dirhams(centimes: int | None) -> Cell:
    """For a spreadsheet to add up."""
    return None if centimes is None else centimes // 100 if centimes % 100 == 0 else centimes / 100
