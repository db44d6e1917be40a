"""What the production desk in memory is filled from: two statements for all pieces, or for some."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import lacking, translation_states
from app.domain.catalogue.completeness import PARTS
from app.domain.catalogue.desk_index import Entry, Profile
from app.domain.catalogue.models import Item, ItemState
from app.domain.catalogue.translation_states import NOTHING_SAID, States
from app.domain.people.models import Artisan

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def entries(item_ids: Iterable[int] | None = None) -> Iterator[Entry]:
    chosen = None if item_ids is None else list(item_ids)
    own = (Item.id, Item.created_at, Item.craft_id, Item.artisan_id, Artisan.advisor_id, Item.state)
    lacks = (lacking.lacks(part.name).label(f"no_{part.name}") for part in PARTS)
    asked = select(*own, lacking.sent_back().label("is_sent_back"), *lacks).join(Item.artisan)
    if chosen is not None:
        asked = asked.where(Item.id.in_(chosen))
    texts = translation_states.of(chosen)
    for item_id, created_at, craft_id, artisan_id, advisor_id, state, is_sent_back, *found in db.session.execute(asked):
        profile = _profile(state, bool(is_sent_back), tuple(map(bool, found)), texts.get(item_id, NOTHING_SAID))
        created = (created_at - _BEGINNING) // _MICROSECOND
        yield Entry(item_id, created, craft_id, artisan_id, advisor_id, profile)


@lru_cache(maxsize=20_000)
def _profile(state: ItemState, is_sent_back: bool, found: tuple[bool, ...], texts: States) -> Profile:
    """The same one for all that are alike."""
    lacks = frozenset(part.name for part, is_lacking in zip(PARTS, found, strict=True) if is_lacking)
    return Profile(state, is_sent_back, lacks, texts)
