"""Which photos of ours the rows name, in their order. Those that nobody here knows are added later by people."""

from typing import TYPE_CHECKING, Any

from app.domain.catalogue import photos as rules
from app.domain.catalogue.revisions import Standing
from app.domain.catalogue.sheets.pieces import Shown
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.refusals import PHOTO_LATER, PhotoElsewhere
from app.domain.catalogue.sheets.rows import PLACE, SET

if TYPE_CHECKING:
    from app.domain.catalogue.sheets.merging import Planner

MOST_SAID = 120


def merge(planner: "Planner", group: Group, said: dict[str, Any]) -> None:
    after, photos = group.becoming, group.photos
    own = {*after.shown.latest, *after.shown.approved}
    line, wanted = group.saying("photos"), []
    for key in said.get("photos", ()):
        if key not in photos:
            group.note("photos", PHOTO_LATER, said=key[:MOST_SAID])
        elif photos[key][2] and key not in own:
            group.refuse(line, "photos", PhotoElsewhere(key=key[:MOST_SAID]))
        else:
            wanted.append(key)
    if len(wanted) > rules.MOST:
        group.refuse(line, "photos", rules.TooMany(most=rules.MOST))
    ready = all(photos[key][1] for key in wanted)
    approve = planner.options.approve and ready
    if not wanted:
        return
    if tuple(wanted) != after.shown.latest:
        if group.piece is not None:
            group.changed(line, "photos", ", ".join(after.shown.latest), ", ".join(wanted))
        after.shown = _propose(planner, group, tuple(wanted), approve)
    elif approve and after.shown.pending_id:
        after.shown = _approve_waiting(planner, group)


def _propose(planner: "Planner", group: Group, wanted: tuple[str, ...], approve: bool) -> Shown:
    after, options = group.becoming, planner.options
    shown = after.shown
    if shown.pending_id:
        group.writes.change(SET, shown.pending_id, standing=Standing.RETIRED)
    if shown.approved_id and approve:
        group.writes.change(SET, shown.approved_id, standing=Standing.RETIRED)
    id_ = planner.number("photo_set")
    group.writes.add(
        SET,
        id=id_,
        item_id=after.id,
        standing=Standing.APPROVED if approve else Standing.PENDING,
        by_id=options.by_id,
        approved_by_id=options.by_id if approve else None,
        created_at=options.at,
        approved_at=options.at if approve else None,
    )
    for position, key in enumerate(wanted):
        group.writes.add(PLACE, photo_set_id=id_, position=position, photo_id=group.photos[key][0])
    if not approve:
        return Shown(wanted, shown.approved, shown.approved_id, id_)
    group.writes.record("photos.approved", options, "item", after.id, None)
    return Shown(wanted, wanted, id_)


def _approve_waiting(planner: "Planner", group: Group) -> Shown:
    after, options = group.becoming, planner.options
    shown = after.shown
    if shown.approved_id:
        group.writes.change(SET, shown.approved_id, standing=Standing.RETIRED)
    assert shown.pending_id is not None
    approved = {"approved_by_id": options.by_id, "approved_at": options.at}
    group.writes.change(SET, shown.pending_id, standing=Standing.APPROVED, **approved)
    group.writes.record("photos.approved", options, "item", after.id, None)
    keys = ", ".join(shown.latest)
    group.changed(group.saying("photos"), "photos", keys, keys)
    return Shown(shown.latest, shown.latest, shown.pending_id)
