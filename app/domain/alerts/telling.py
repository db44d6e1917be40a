"""Telling who waited: the clock compares what they wait for with what is so now.

It looks at how things are, not at what happened: whichever way a piece came back (a tap, a count, a hold released, a
return, an import), it is there at the next look. An alert is taken out by the transaction that posts its message, so
one that was told cannot be told again, and one that was not is still there (decisions/016).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.domain.alerts.models import Alert, AlertKind
from app.domain.catalogue import availability, items, search
from app.domain.catalogue.models import Item, Variant
from app.domain.notices import outbox
from app.domain.people.models import Artisan

BACK, CHEAPER, FOUND = "alert_back", "alert_cheaper", "alert_found"
AT_ONCE = 500
"""Messages of one kind in one run: the others are told a minute later."""
SEARCHES_AT_ONCE = 100
"""Searches tried in one run, those that waited longest first."""
_LOWEST = select(func.min(Variant.price)).where(Variant.item_id == Item.id).scalar_subquery()


def returned(at: datetime) -> int:
    """Tell of pieces that can be had again. Returns how many were told."""
    told = db.session.scalars(_waiting(AlertKind.STOCK).where(*_TO_BE_HAD)).unique().all()
    for alert in told:
        _tell(alert, BACK, alert.item, at)
    return len(told)


def cheaper(at: datetime) -> int:
    """Tell of pieces that cost less than when they were asked about. Returns how many were told."""
    told = db.session.scalars(_waiting(AlertKind.PRICE).where(*_TO_BE_HAD, Alert.price > _LOWEST)).unique().all()
    for alert in told:
        assert alert.item is not None
        price = min(variant.price for variant in alert.item.variants)
        _tell(alert, CHEAPER, alert.item, at, price=price, before=alert.price)
    return len(told)


def found(at: datetime) -> int:
    """Tell of pieces that a search finds at last. Returns how many were told."""
    count = 0
    for sought in _longest_not_looked_for():
        piece = _piece_for(sought)
        for alert in db.session.scalars(_of_words(sought)).all():
            alert.looked_at = at
            if piece is not None:
                _tell(alert, FOUND, piece, at, words=alert.words)
                count += 1
    return count


_TO_BE_HAD = (*items.SHOWN, availability.TO_BE_HAD)


def _waiting(kind: AlertKind) -> Select[Alert]:
    """Confirmed alerts about a piece, with the piece, locked; those that another worker tells just now are its own."""
    return (
        select(Alert)
        .join(Alert.item)
        .join(Item.artisan)
        .where(Alert.kind == kind, Alert.confirmed_at.is_not(None))
        .options(joinedload(Alert.item).options(*_SAID))
        .order_by(Alert.id)
        .limit(AT_ONCE)
        .with_for_update(of=Alert, skip_locked=True)
    )


_SAID = (joinedload(Item.artisan), selectinload(Item.texts), selectinload(Item.variants))


def _longest_not_looked_for() -> list[str]:
    longest = func.min(func.coalesce(Alert.looked_at, Alert.asked_at))
    waited = select(Alert.sought).where(Alert.kind == AlertKind.WORDS, Alert.confirmed_at.is_not(None))
    return list(db.session.scalars(waited.group_by(Alert.sought).order_by(longest).limit(SEARCHES_AT_ONCE)))


def _of_words(sought: str) -> Select[Alert]:
    same = (Alert.kind == AlertKind.WORDS, Alert.sought == sought, Alert.confirmed_at.is_not(None))
    return select(Alert).where(*same).order_by(Alert.id).limit(AT_ONCE).with_for_update(of=Alert, skip_locked=True)


def _piece_for(sought: str) -> Item | None:
    """The nearest piece the search finds that can also be had."""
    ids = search.find(sought).ids
    if not ids:
        return None
    there = select(Item).join(Item.artisan).where(Item.id.in_(ids), *_TO_BE_HAD).options(*_SAID)
    return min(db.session.scalars(there).unique(), key=lambda item: ids.index(item.id), default=None)


def _tell(alert: Alert, template: str, item: Item | None, at: datetime, **facts: Any) -> None:
    """Post the message and let go of the alert. Its key is the message's: the database refuses a second one."""
    assert item is not None
    said = item.text(alert.language)
    maker: Artisan = item.artisan
    outbox.post(
        template,
        channel=alert.channel,
        recipient=alert.recipient,
        language=alert.language,
        at=at,
        facts={
            "title": said.title if said else item.reference,
            "maker": maker.known_as(alert.language),
            "item_id": item.id,
            "slug": item.slug,
            **facts,
        },
        secret={"stop": alert.contact},
        key=f"alert-{alert.key}",
    )
    db.session.delete(alert)
