"""Labels that items carry: each with a number, a last day and the paper that proves it.

The shop shows a label while its proof holds; on the day after its last day it is hidden and the team has a task.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.base import clock
from app.base.database import db, new_key
from app.base.errors import N_, Missing, Refusal, Stale
from app.domain.audit import trail
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import Item
from app.domain.catalogue.proofs import ItemLabel, Proof
from app.domain.people.models import User

LONGEST_NUMBER = 60
SOON = timedelta(days=30)
"""Before its last day: when the team is told that a new proof will be needed."""
FARTHEST = timedelta(days=366 * 15)


class UnknownLabel(Refusal):
    text = N_("Choose one of the labels.")


class HasIt(Refusal):
    text = N_("This piece carries this label already. Renew its proof instead.")


class WrongDay(Refusal):
    text = N_("Write the last day as it stands on the proof, within fifteen years.")


class NumberTooLong(Refusal):
    text = N_("This is too long: %(most)d characters at most.")


@dataclass(frozen=True)
class Said:
    """What a proof says. proof: None, no other than the one there is. expires_on: the last day it holds."""

    number: str
    expires_on: date
    proof: Proof | None = None


def carry(item: Item, label: str, said: Said, *, by: User, at: datetime) -> ItemLabel:
    """Let an item carry a label. item: loaded for update. Without a proof it is not shown yet, and is a task.

    Raises UnknownLabel, HasIt, WrongDay, NumberTooLong.
    """
    if label not in KNOWN:
        raise UnknownLabel(field="label")
    if any(one.label == label for one in of_item(item)):
        raise HasIt(field="label")
    carried = ItemLabel(item_id=item.id, label=label, has_ended=False)
    _write(carried, said, at)
    db.session.add(carried)
    db.session.flush()
    _note("label.added", item, carried, by=by, at=at)
    return carried


def renew(item: Item, carried: ItemLabel, said: Said, *, seen: int, by: User, at: datetime) -> None:
    """Another number, another last day, another proof. item: loaded for update. seen: the version the person saw.

    Raises Stale, WrongDay, NumberTooLong.
    """
    if seen != carried.version:
        raise Stale
    _write(carried, said, at)
    db.session.flush()
    _note("label.renewed", item, carried, by=by, at=at)


def take_off(item: Item, carried: ItemLabel, *, by: User, at: datetime) -> None:
    """The item carries it no longer. item: loaded for update. Its proof is removed by the clock."""
    _note("label.taken_off", item, carried, by=by, at=at)
    db.session.delete(carried)
    db.session.flush()


def of_item(item: Item) -> list[ItemLabel]:
    """All that an item carries, shown or not, with their proofs."""
    mine = select(ItemLabel).where(ItemLabel.item_id == item.id).options(joinedload(ItemLabel.proof))
    return list(db.session.scalars(mine.order_by(ItemLabel.id)))


def one_of(item: Item, label_id: int) -> ItemLabel:
    """One of the item's. Raises Missing."""
    found = next((one for one in of_item(item) if one.id == label_id), None)
    if found is None:
        raise Missing
    return found


def shown(item: Item, on: date) -> list[ItemLabel]:
    """Those the shop shows on a day."""
    return [one for one in item.labels if one.label in KNOWN and one.holds_on(on)]


def state(carried: ItemLabel, on: date) -> str:
    """missing (no proof), ended, soon (within thirty days), or valid."""
    if carried.proof_id is None:
        return "missing"
    if on > carried.expires_on:
        return "ended"
    return "soon" if on > carried.expires_on - SOON else "valid"


def wants_proof() -> ColumnElement[bool]:
    """Of items: whether a label of theirs has no proof, or one that holds no longer."""
    wanting = ItemLabel.proof_id.is_(None) | ItemLabel.has_ended
    return exists().where(ItemLabel.item_id == Item.id, wanting)


def take_in(media_type: str, *, by: User, at: datetime) -> Proof:
    """A paper just received and looked at. The caller keeps it in private under ``proof.path``."""
    proof = Proof(key=new_key(), media_type=media_type, by_id=by.id, created_at=at)
    db.session.add(proof)
    db.session.flush()
    return proof


def unplaced(by: User, key: str) -> Proof | None:
    """A paper this person sent that proves nothing yet."""
    return db.session.scalar(select(Proof).where(Proof.key == key, Proof.by_id == by.id, ~_is_placed()))


def abandoned(before: datetime, limit: int = 100) -> Sequence[Proof]:
    """Papers of before a moment that prove nothing, or nothing any more."""
    free = select(Proof).where(Proof.created_at < before, ~_is_placed()).order_by(Proof.id).limit(limit)
    return db.session.scalars(free.with_for_update(skip_locked=True)).all()


def _is_placed() -> ColumnElement[bool]:
    return exists().where(ItemLabel.proof_id == Proof.id)


def _write(carried: ItemLabel, said: Said, at: datetime) -> None:
    today = clock.local(at).date()
    if not date(2000, 1, 1) <= said.expires_on <= today + FARTHEST:
        raise WrongDay(field="expires_on")
    if len(said.number) > LONGEST_NUMBER:
        raise NumberTooLong(field="number", most=LONGEST_NUMBER)
    carried.number, carried.expires_on = said.number.strip(), said.expires_on
    carried.has_ended = said.expires_on < today
    if said.proof is not None:
        carried.proof = said.proof


def _note(deed: str, item: Item, carried: ItemLabel, *, by: User, at: datetime) -> None:
    trail.record(
        deed,
        subject="item",
        subject_id=item.id,
        by_id=by.id,
        at=at,
        facts={"label": carried.label, "until": carried.expires_on.isoformat()},
    )
