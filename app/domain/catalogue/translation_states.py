"""How far each text of a piece is, found from its revisions; ``desk_index`` keeps it in memory for all of them."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.domain.catalogue.revisions import ItemText, Standing, TextState
from app.domain.catalogue.texts import LANGUAGES

MISSING, OUTDATED, CHANGED = "missing", "outdated", "changed"
DRAFT, MACHINE, REVIEWED = (state.value for state in (TextState.DRAFT, TextState.MACHINE, TextState.REVIEWED))
TEXT_STATES = (MISSING, DRAFT, MACHINE, CHANGED, OUTDATED, REVIEWED)

States = tuple[str, ...]
"""One of TEXT_STATES for each of LANGUAGES, in their order."""
NOTHING_SAID: States = (MISSING,) * len(LANGUAGES)


class Revision(NamedTuple):
    """A text that is public or waits. source, made_from: the language and the number of what it was made from."""

    number: int
    is_machine: bool
    source: str | None
    made_from: int | None


Texts = Mapping[str, Revision]
"""Of one piece, by language."""


def of(item_ids: Iterable[int] | None = None) -> dict[int, States]:
    """How far the texts of some pieces are, or of all, by piece, in one question. One without any text is left out.

    One piece after the other: to hold all texts at once took more than twice as long.
    """
    then = aliased(ItemText)
    is_machine, is_approved = ItemText.state == TextState.MACHINE, ItemText.standing == Standing.APPROVED
    columns = (is_machine, then.language, ItemText.made_from_id, is_approved)
    asked = select(ItemText.item_id, ItemText.language, ItemText.id, *columns)
    asked = asked.outerjoin(then, then.id == ItemText.made_from_id).where(ItemText.standing != Standing.RETIRED)
    if item_ids is not None:
        asked = asked.where(ItemText.item_id.in_(list(item_ids)))
    found: dict[int, States] = {}
    for item_id, texts in groupby(db.session.execute(asked.order_by(ItemText.item_id)), key=itemgetter(0)):
        approved: dict[str, Revision] = {}
        pending: dict[str, Revision] = {}
        for _id, language, number, machine, source, made_from, public in texts:
            (approved if public else pending)[language] = Revision(number, machine, source, made_from)
        found[item_id] = tuple(_state(approved, pending, language) for language in LANGUAGES)
    return found


def _state(approved: Texts, pending: Texts, language: str) -> str:
    """A text that was not translated is never out of date."""
    public, waiting = approved.get(language), pending.get(language)
    if public is None:
        if waiting is None:
            return MISSING
        return MACHINE if waiting.is_machine else DRAFT
    if waiting:
        return CHANGED
    return OUTDATED if _is_outdated(approved, pending, public) else REVIEWED


def _is_outdated(approved: Texts, pending: Texts, text: Revision) -> bool:
    """What it was made from has a later text that counts: the approved one, or the waiting one where none is."""
    if text.source is None or text.made_from is None:
        return False
    now = approved.get(text.source) or pending.get(text.source)
    return now is not None and now.number > text.made_from
