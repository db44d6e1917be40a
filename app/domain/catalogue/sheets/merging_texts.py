"""What the rows say in each language: revisions that wait to be looked at, or are approved at once."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.base.errors import N_
from app.domain.catalogue import texts
from app.domain.catalogue.revisions import Standing, TextState
from app.domain.catalogue.sheets.pieces import Said
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.refusals import NOT_APPROVED
from app.domain.catalogue.sheets.rows import TEXT
from app.domain.catalogue.texts import LANGUAGES, Words

if TYPE_CHECKING:
    from app.domain.catalogue.sheets.merging import Planner

KEYS = {language: {name: f"{name}_{language}" for name in vars(Words(""))} for language in LANGUAGES}
APPROVED = N_("The text in %(language)s that waited is approved.")


def merge(planner: "Planner", group: Group, said: dict[str, Any]) -> None:
    """Where a language has nothing in any cell, its text stays as it is."""
    after = group.becoming
    for language in LANGUAGES:
        keys = KEYS[language]
        if not any(key in line.cells for line in group.lines for key in keys.values()):
            continue
        now = after.said.get(language)
        latest = now.latest if now else Words("")
        wanted = Words(*(said.get(key, getattr(latest, name)) for name, key in keys.items()))
        if not wanted.title:
            if not any(keys["title"] in line.cells for line in group.lines):  # else it was refused already
                group.refuse(group.lines[0], keys["title"], texts.NoTitle())
            continue
        written = planner.reader.written
        differs = [
            name
            for name, key in keys.items()
            if now is None or written(key, getattr(latest, name)) != written(key, getattr(wanted, name))
        ]
        if group.piece is not None:
            for name in differs:
                line = group.saying(keys[name])
                group.changed(line, keys[name], getattr(latest, name), getattr(wanted, name))
        if differs:
            after.said[language] = _propose(planner, group, language, wanted, now)
        elif planner.options.approve and now and now.pending_id and wanted.description.strip():
            after.said[language] = _approve_waiting(planner, group, language, now)


def _propose(planner: "Planner", group: Group, language: str, wanted: Words, now: Said | None) -> Said:
    options = planner.options
    approve = options.approve and bool(wanted.description.strip())
    if options.approve and not approve:
        group.note(f"description_{language}", NOT_APPROVED, language=language)
    if now and now.pending_id:
        group.writes.change(TEXT, now.pending_id, standing=Standing.RETIRED)
    if now and now.approved_id and approve:
        group.writes.change(TEXT, now.approved_id, standing=Standing.RETIRED)
    group.writes.add(
        TEXT,
        item_id=group.becoming.id,
        language=language,
        **vars(wanted),
        state=TextState.REVIEWED if approve else TextState.DRAFT,
        standing=Standing.APPROVED if approve else Standing.PENDING,
        by_id=options.by_id,
        approved_by_id=options.by_id if approve else None,
        created_at=options.at,
        approved_at=options.at if approve else None,
    )
    if not approve:
        known = now or Said(wanted)
        return replace(known, latest=wanted)
    group.writes.record("text.approved", options, "item", group.becoming.id, None, language=language)
    return Said(wanted, wanted, is_reviewed=True)


def _approve_waiting(planner: "Planner", group: Group, language: str, now: Said) -> Said:
    options = planner.options
    if now.approved_id:
        group.writes.change(TEXT, now.approved_id, standing=Standing.RETIRED)
    assert now.pending_id is not None
    approved = {"standing": Standing.APPROVED, "state": TextState.REVIEWED}
    group.writes.change(TEXT, now.pending_id, **approved, approved_by_id=options.by_id, approved_at=options.at)
    group.writes.record("text.approved", options, "item", group.becoming.id, None, language=language)
    group.note(f"title_{language}", APPROVED, language=language)
    group.changed(group.saying(f"title_{language}"), f"title_{language}", now.latest.title, now.latest.title)
    return Said(now.latest, now.latest, is_reviewed=True)
