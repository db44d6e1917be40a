"""The plan of one piece: its rows read, compared with what is there, and turned into what is to be written."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.catalogue.sheets import (
    merging_particulars,
    merging_photos,
    merging_state,
    merging_texts,
    merging_variants,
)
from app.domain.catalogue.sheets.columns import BY_KEY, Part
from app.domain.catalogue.sheets.finding import words
from app.domain.catalogue.sheets.lines import Line
from app.domain.catalogue.sheets.models import Outcome
from app.domain.catalogue.sheets.pieces import LINKS, Photos, Piece
from app.domain.catalogue.sheets.planning import Group, Options, Reader
from app.domain.catalogue.sheets.references import slug_of
from app.domain.catalogue.sheets.refusals import NoArtisan, NoCraft, OtherMaker
from app.domain.catalogue.sheets.rows import ITEM, SEARCH


class Planner:
    """number: gives the next number below zero for a new row of a table. named: the reference of a new piece."""

    def __init__(
        self, reader: Reader, options: Options, number: Callable[[str], int], named: Callable[[int], str]
    ) -> None:
        self.reader, self.options, self.number, self.named = reader, options, number, named
        self.known = reader.known

    def plan(self, lines: Sequence[Line], piece: Piece | None, photos: Photos) -> Group:
        """What becomes of a piece. piece: as it is; None: it would be new. photos: those its rows name, by key."""
        group = self.reader.group(lines, piece)
        group.photos = photos
        said = self.reader.of_piece(group)
        after = self._new(group, said) if piece is None else self._as_it_is(group, said, piece)
        if after is None:
            return group
        group.after = after
        before = words(piece, self.known) if piece else ()
        facets = self._facets(group, said, after)
        merging_photos.merge(self, group, said)
        of_variants = merging_variants.merge(self, group)
        merging_texts.merge(self, group, said)
        became = self._describe(group, said, after)
        merging_particulars.merge(self, group, said, became, of_variants)
        merging_state.merge(self, group, said)
        if group.is_wrong:
            return group
        described = became - merging_particulars.FOOD - merging_particulars.DESTINATIONS
        if piece is not None and (facets or described):
            group.writes.record("item.described", self.options, "item", after.id, self.behalf(after))
        self._write(group, after, before)
        for told in group.told.values():
            if told.changes and told.outcome is Outcome.UNCHANGED:
                told.outcome = Outcome.CHANGE
        return group

    def behalf(self, piece: Piece) -> int | None:
        """Whom it is done for, where that is somebody else than who does it."""
        maker = self.known.makers[piece.row["artisan_id"]]
        return None if maker.user_id == self.options.by_id else maker.id

    def _new(self, group: Group, said: dict[str, Any]) -> Piece | None:
        artisan_id = said.get("artisan", self.options.artisan_id)
        craft_id = said.get("craft", self.options.craft_id)
        first = group.lines[0]
        if artisan_id is None and not _refused(group, "artisan"):
            group.refuse(first, "artisan", NoArtisan())
        if craft_id is None and not _refused(group, "craft"):
            group.refuse(first, "craft", NoCraft())
        if artisan_id is None or craft_id is None:
            for line in group.lines:
                if line.is_variant:
                    self.reader.of_variant(group, line)
            return None
        reference = said.get("reference") or self.named(craft_id)
        return Piece(
            {
                "id": self.number("item"),
                "slug": slug_of(reference),
                "reference": reference,
                "artisan_id": artisan_id,
                "craft_id": craft_id,
                "state": "draft",
                "created_at": self.options.at,
                "created_by_id": self.options.by_id,
                "published_at": None,
            }
        )

    def _as_it_is(self, group: Group, said: dict[str, Any], piece: Piece) -> Piece:
        """A copy to change. Whoever makes it stays who makes it."""
        wanted = said.get("artisan")
        if wanted is not None and wanted != piece.row["artisan_id"]:
            maker = self.known.makers[piece.row["artisan_id"]]
            group.refuse(group.saying("artisan"), "artisan", OtherMaker(maker=maker.name))
        return Piece(
            dict(piece.row), [dict(shelf) for shelf in piece.shelves], dict(piece.facets), dict(piece.said), piece.shown
        )

    def _describe(self, group: Group, said: dict[str, Any], after: Piece) -> set[str]:
        """Columns of the piece itself: the craft, measures, weight. Returns those that are otherwise now."""
        became: dict[str, Any] = {}
        for key, value in said.items():
            column = BY_KEY[key]
            if column.part is not Part.ITEM or key in ("reference", "state", "artisan"):
                continue
            was = after.row.get(column.attribute)
            if _plain(was) != _plain(value) and (group.piece is None or self._reads_otherwise(key, was, value)):
                became[column.attribute] = after.row[column.attribute] = value
                if group.piece is not None:
                    written = self.reader.written
                    old = "" if was is None else written(key, was)
                    group.changed(group.saying(key), key, old, "" if value is None else written(key, value))
        if group.piece is not None and became:
            group.writes.change(ITEM, after.id, **became)
        return set(became)

    def _reads_otherwise(self, key: str, was: Any, value: Any) -> bool:
        """Whether it would be written otherwise: spaces that no cell keeps are no change."""
        written = self.reader.written
        return (None if was is None else written(key, was)) != (None if value is None else written(key, value))

    def _facets(self, group: Group, said: dict[str, Any], after: Piece) -> bool:
        changed = False
        for key, value in said.items():
            column = BY_KEY[key]
            if column.part is not Part.FACET or after.facets[column.attribute] == value:
                continue
            if group.piece is not None:
                written = self.reader.written
                old, new = written(key, after.facets[column.attribute]), written(key, value)
                group.changed(group.saying(key), key, old, new)
                group.writes.emptied.append((LINKS[column.attribute], after.id))
                for one in value:
                    link = {"item_id": after.id, f"{column.attribute}_id": one}
                    group.writes.add(LINKS[column.attribute], **link)
            after.facets[column.attribute] = value
            changed = True
        return changed

    def _write(self, group: Group, after: Piece, before: tuple[str, ...]) -> None:
        """A new piece with its links; and what it is found by, where that is new."""
        if group.piece is None:
            group.writes.rows.insert(0, (ITEM, after.row))
            for kind, things in after.facets.items():
                for one in things:
                    group.writes.add(LINKS[kind], **{"item_id": after.id, f"{kind}_id": one})
            group.writes.record("item.added", self.options, "item", after.id, self.behalf(after))
        found_by = words(after, self.known)
        if found_by != before:
            if group.piece is not None:
                group.writes.emptied.append((SEARCH, after.id))
            group.writes.add(SEARCH, item_id=after.id, body=" ".join(found_by))


def _plain(value: Any) -> Any:
    """Nothing said is the same as nothing known; an empty list, or no, says something."""
    return None if value == "" else value


def _refused(group: Group, key: str) -> bool:
    return any(problem.column == key for told in group.told.values() for problem in told.errors)
