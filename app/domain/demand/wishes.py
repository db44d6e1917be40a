"""Wished pieces: kept from what many searched for, then taken by somebody or dropped, and opened again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, select

from app.base.database import db
from app.base.errors import N_, Forbidden, Missing, Refusal
from app.domain.audit import trail
from app.domain.demand.opportunities import LONGEST_KEY
from app.domain.demand.searching import Behind
from app.domain.demand.signals import LONGEST_WORDS
from app.domain.demand.wish_models import WishedPiece, WishState
from app.domain.people.models import User

MOST_SHOWN = 100


class NobodySearched(Refusal):
    text = N_("Too few people searched for this to keep it as a wish.")
    status = 409


def keep(found: Behind | None, *, by: User, at: datetime) -> WishedPiece:
    """Keep a piece that is searched for as a wish; one that was kept before is open again.

    found: what is behind it now. Raises Forbidden, NobodySearched.
    """
    _may(by)
    if found is None:
        raise NobodySearched
    same = select(WishedPiece).where(WishedPiece.sought == found.key[:LONGEST_KEY])
    kept = db.session.scalar(same.with_for_update(of=WishedPiece))
    if kept is not None:
        move(kept, WishState.OPEN, by=by, at=at)
        return kept
    made = WishedPiece(
        sought=found.key[:LONGEST_KEY],
        words=found.said[:LONGEST_WORDS],
        craft_id=found.craft_id or None,
        people=found.people,
        by_id=by.id,
        at=at,
        changed_by=by,
        changed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _note("wish.kept", made, by, at)
    return made


def move(wish: WishedPiece, state: WishState, *, by: User, at: datetime) -> None:
    """Say that somebody makes it, that nobody will, or that it is open again. Nothing happens where it stands so."""
    _may(by)
    if wish.state is state:
        return
    wish.state, wish.changed_by, wish.changed_at = state, by, at
    db.session.flush()
    _note(f"wish.{state.value}", wish, by, at)


def wish(wish_id: int, *, for_update: bool = False) -> WishedPiece:
    """Raises Missing."""
    chosen = select(WishedPiece).where(WishedPiece.id == wish_id)
    if for_update:
        chosen = chosen.with_for_update(of=WishedPiece).execution_options(populate_existing=True)
    found = db.session.scalar(chosen)
    if found is None:
        raise Missing
    return found


def kept(crafts: Collection[int] = ()) -> list[WishedPiece]:
    """Open ones first, those of most people first; a hundred at most. crafts: only these, none for all."""
    chosen = select(WishedPiece).order_by(
        case({WishState.OPEN: 0, WishState.TAKEN: 1}, value=WishedPiece.state, else_=2),
        WishedPiece.people.desc(),
        WishedPiece.id,
    )
    if crafts:
        chosen = chosen.where(WishedPiece.craft_id.in_(crafts))
    return list(db.session.scalars(chosen.limit(MOST_SHOWN)))


def _may(by: User) -> None:
    if not by.is_staff:
        raise Forbidden


def _note(deed: str, wish: WishedPiece, by: User, at: datetime) -> None:
    trail.record(deed, subject="wished_piece", subject_id=wish.id, by_id=by.id, at=at, facts={"words": wish.words})
