"""The state a row asks for, reached by the steps that anybody else would have to take too."""

from typing import TYPE_CHECKING, Any

from app.base.errors import Refusal
from app.domain.catalogue import publishing
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.photos import NoPhoto
from app.domain.catalogue.sheets import merging_particulars
from app.domain.catalogue.sheets.pieces import Piece
from app.domain.catalogue.sheets.planning import Group
from app.domain.catalogue.sheets.refusals import STAYS, NotLikeThat
from app.domain.catalogue.sheets.rows import ITEM
from app.domain.catalogue.sheets.words import STATES

if TYPE_CHECKING:
    from app.domain.catalogue.sheets.merging import Planner

S = ItemState
STEPS: dict[tuple[ItemState, ItemState], tuple[str, ...]] = {
    (S.DRAFT, S.SUBMITTED): ("item.submitted",),
    (S.DRAFT, S.PUBLISHED): ("item.published",),
    (S.SUBMITTED, S.PUBLISHED): ("item.published",),
    (S.DRAFT, S.PAUSED): ("item.published", "item.paused"),
    (S.SUBMITTED, S.PAUSED): ("item.published", "item.paused"),
    (S.PUBLISHED, S.PAUSED): ("item.paused",),
    (S.PAUSED, S.PUBLISHED): ("item.resumed",),
    **{(now, S.ARCHIVED): ("item.archived",) for now in S if now is not S.ARCHIVED},
}
"""As in ``publishing``. A piece is paused once it was on sale."""


def merge(planner: "Planner", group: Group, said: dict[str, Any]) -> None:
    """Where something lacks, the piece stays as it is and the report says why; a step nobody can take is an error."""
    after = group.becoming
    now, wanted = ItemState(after.row["state"]), said.get("state")
    if wanted is None or wanted == now or group.is_wrong:
        return
    steps = STEPS.get((now, wanted))
    if steps is None:
        group.refuse(group.saying("state"), "state", NotLikeThat(now=STATES[now], wanted=STATES[wanted]))
        return
    if wanted is S.ARCHIVED and any(shelf["reserved"] for shelf in after.shelves):
        group.refuse(group.saying("state"), "state", publishing.Promised())
        return
    lacking = _lacking(planner, wanted, steps, after)
    if lacking:
        group.note("state", STAYS, now=STATES[now], why=[lacking[0].text, lacking[0].facts])
        return
    became = {"state": wanted, **_first_time(planner, steps, after)}
    after.row.update(became)
    if group.piece is not None:
        written = planner.reader.written
        group.changed(group.saying("state"), "state", written("state", now), written("state", wanted))
        group.writes.change(ITEM, after.id, **became, **({} if wanted is S.PAUSED else {"sent_back": ""}))
    for deed in steps:
        group.writes.record(deed, planner.options, "item", after.id, planner.behalf(after))


def _lacking(planner: "Planner", wanted: ItemState, steps: tuple[str, ...], after: Piece) -> list[Refusal]:
    if wanted is S.SUBMITTED:
        return [] if after.shown.latest else [NoPhoto()]
    if steps[0] not in ("item.published", "item.resumed"):
        return []
    french, maker = after.said.get("fr"), planner.known.makers[after.row["artisan_id"]]
    words = french.approved if french and french.is_reviewed else None
    return publishing.missing(
        is_described=words is not None and bool(words.title.strip() and words.description.strip()),
        is_shown=bool(after.shown.approved),
        is_priced=bool(after.shelves) and all(shelf["price"] > 0 for shelf in after.shelves),
        is_allowed=_is_allowed(planner, after),
        maker=maker.name,
        is_good=maker.is_good,
    )


def _is_allowed(planner: "Planner", after: Piece) -> bool:
    """No food, or food with its number. An exception from that is made on a piece's own page, where it is read."""
    return not merging_particulars.lacks_number(planner, after)


def _first_time(planner: "Planner", steps: tuple[str, ...], after: Piece) -> dict[str, Any]:
    """On sale for the first time it gets the address of its page."""
    if steps[0] != "item.published" or after.row["published_at"] is not None:
        return {}
    french = after.said["fr"].approved
    title = french.title if french else ""
    return {"published_at": planner.options.at, "slug": publishing.address(title, after.row["reference"])}
