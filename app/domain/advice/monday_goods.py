"""What waits for an artisan's word, and what of their pieces is not up to date."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import case, func, or_, select

from app.base import clock
from app.base.database import db
from app.domain.advice.calls import Matter, Source, together
from app.domain.advice.monday_facts import Known
from app.domain.catalogue import lacking
from app.domain.catalogue.models import Item, ItemState, Kind, Variant
from app.domain.demand import worth
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.demand.window import DAYS_A_MONTH
from app.domain.demand.worth import Guess
from app.domain.purchasing import findings
from app.domain.purchasing.models import PurchaseRequest, RequestLine
from app.domain.purchasing.workshops import OLD_COUNT_DAYS

LOOKED = 30
"""Days over which people who look are counted."""
TEXTS = ("photo", "fr", "ar", "en", "es")
"""What a piece on sale is to have for whoever looks at it, as ``lacking`` names it."""


def requests(known: Known) -> Iterator[Matter]:
    """Lines that wait for a word: their value, times the share of offers that are accepted. One statement."""
    query = (
        findings.to_answer()
        .outerjoin(RequestLine.variant)
        .outerjoin(Variant.item)
        .where(RequestLine.artisan_id.in_(known.ids))
        .with_only_columns(
            *(RequestLine.artisan_id, RequestLine.id, PurchaseRequest.reference, PurchaseRequest.sent_at),
            *(RequestLine.quantity, RequestLine.unit_price, func.coalesce(RequestLine.craft_id, Item.craft_id, 0)),
        )
    )
    theirs = defaultdict[int, list[tuple[int, str, Guess]]](list)
    since: dict[int, date] = {}
    for artisan_id, line_id, reference, sent_at, quantity, price, craft_id in db.session.execute(query):
        assert artisan_id is not None  # the query asks for them
        size = worth.known(quantity * price) if price else known.evidence.order(craft_id)
        theirs[artisan_id].append((line_id, reference, size * known.evidence.takes(craft_id)))
        since.setdefault(artisan_id, clock.local(sent_at).date())
    for artisan_id, lines in theirs.items():
        line_id, reference, _size = lines[0]
        value = together(size for *_, size in lines)
        yield Matter(
            artisan_id, Source.REQUESTS, value, count=len(lines), on=since[artisan_id], row=line_id, name=reference
        )


def old_counts(known: Known) -> Iterator[Matter]:
    """Pieces on sale whose shelf was never counted, or too long ago.

    Worth: what those who look at them are worth, times the share of lines that a shelf without the piece loses.
    One statement: looks are summed where they are kept, so that it costs the same whatever was seen.
    """
    before = clock.start_of_day(known.today - timedelta(days=OLD_COUNT_DAYS))
    stale = (
        select(Variant.item_id.label("id"), func.min(Variant.price).label("price"))
        .join(Variant.item)
        .where(Item.artisan_id.in_(known.ids), Item.state == ItemState.PUBLISHED)
        .where(Variant.kind != Kind.MADE_TO_ORDER, Variant.put_away_at.is_(None))
        .where(or_(Variant.counted_at.is_(None), Variant.counted_at < before))
        .group_by(Variant.item_id)
        .subquery()
    )
    seen = (
        select(DemandDay.item_id.label("id"), func.sum(DemandDay.visitors).label("people"))
        .where(DemandDay.kind == SignalKind.VIEW, DemandDay.day > known.today - timedelta(days=LOOKED))
        .where(DemandDay.item_id.in_(select(stale.c.id)))
        .group_by(DemandDay.item_id)
        .subquery()
    )
    people = func.coalesce(seen.c.people, 0)
    rows = db.session.execute(
        select(Item.artisan_id, Item.craft_id, func.count(), func.sum(people), func.sum(people * stale.c.price))
        .select_from(stale)
        .join(Item, Item.id == stale.c.id)
        .outerjoin(seen, seen.c.id == stale.c.id)
        .group_by(Item.artisan_id, Item.craft_id)
    ).all()
    counts, values = defaultdict[int, int](int), defaultdict[int, list[Guess]](list)
    for artisan_id, craft_id, pieces, looks, paid in rows:
        counts[artisan_id] += pieces
        if looks:
            each = known.look(craft_id, round(int(paid) / int(looks)))
            values[artisan_id].append(worth.rate(int(looks), LOOKED / DAYS_A_MONTH) * each * known.short())
    for artisan_id, count in counts.items():
        yield Matter(artisan_id, Source.COUNTS, together(values[artisan_id]), count=count)


def lacking_texts(known: Known) -> Iterator[Matter]:
    """Pieces on sale without a photo, or without a text in a language. What a text brings nobody has measured."""
    lacks = [func.sum(case((lacking.lacks(name), 1), else_=0)) for name in TEXTS]
    rows = db.session.execute(
        select(Item.artisan_id, func.count(), *lacks)
        .where(Item.artisan_id.in_(known.ids), Item.state == ItemState.PUBLISHED, lacking.any_of(TEXTS))
        .group_by(Item.artisan_id)
    )
    for artisan_id, count, *each in rows:
        found = sorted((name for name, n in zip(TEXTS, each, strict=True) if n), key=lambda n: -each[TEXTS.index(n)])
        yield Matter(artisan_id, Source.TEXTS, count=count, parts=tuple(found))
