"""What the shelves are filled from: the public pieces and what they are called, in a few statements for all of them."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, selectinload

from app.base.database import db
from app.domain.catalogue.items import SHOWN
from app.domain.catalogue.models import (
    Colour,
    Item,
    ItemState,
    Kind,
    Material,
    Technique,
    Variant,
    item_colour,
    item_material,
    item_technique,
)
from app.domain.catalogue.shelf_index import Piece
from app.domain.catalogue.slots import Value
from app.domain.catalogue.vocabulary import Thing
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft, Place

NOW, ORDER = "now", "order"
READY = {NOW: 1, ORDER: 2}
"""What can be had, as values of the facet ``ready``."""
BANDS: tuple[tuple[int, int | None], ...] = ((0, 100), (100, 200), (200, 500), (500, 1000), (1000, None))
"""Price bands in dirhams: from, and below (None: no end). Their places in this list are values of ``price``."""
MADE = (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
_OUT = 3
"""What cannot be had: after what can."""
_NEVER = 9999
_LINKED = (("material", item_material), ("colour", item_colour), ("technique", item_technique))


def pieces(item_ids: Iterable[int] | None = None) -> Iterator[Piece]:
    """The public pieces, all or some, by five statements."""
    chosen = select(Item.id, Item.craft_id, Item.artisan_id, Artisan.place_id, Item.published_at).join(Item.artisan)
    chosen = chosen.where(*SHOWN)
    narrow = [] if item_ids is None else list(item_ids)
    rows = db.session.execute(chosen if item_ids is None else chosen.where(Item.id.in_(narrow))).all()
    values: dict[int, list[Value]] = {row.id: [] for row in rows}
    for facet, table in _LINKED:
        for item_id, thing_id in _pairs(table, facet, narrow, some=item_ids is not None):
            if item_id in values:
                values[item_id].append((facet, thing_id))
    costs = _costs(narrow, some=item_ids is not None)
    for row in rows:
        if row.id not in costs:
            continue
        price, delay, ready = costs[row.id]
        yield Piece(
            item_id=row.id,
            artisan_id=row.artisan_id,
            published=int(row.published_at.timestamp()) if row.published_at else 0,
            price=price,
            delay=delay,
            values=(
                ("craft", row.craft_id),
                ("place", row.place_id),
                ("maker", row.artisan_id),
                ("price", _band(price)),
                *([("ready", ready)] if ready != _OUT else []),
                *values[row.id],
            ),
        )


def _pairs(table: Table, facet: str, item_ids: list[int], *, some: bool) -> Iterator[tuple[int, int]]:
    chosen = select(table.c.item_id, table.c[f"{facet}_id"])
    for row in db.session.execute(chosen.where(table.c.item_id.in_(item_ids)) if some else chosen):
        yield row[0], row[1]


def _costs(item_ids: list[int], *, some: bool) -> dict[int, tuple[int, int, int]]:
    """Of each piece the lowest price in centimes, the days until one can be had, and how it can be had."""
    columns = (Variant.item_id, Variant.price, Variant.kind, Variant.on_hand, Variant.reserved, Variant.lead_days)
    chosen = select(*columns, Variant.is_past).where(Variant.put_away_at.is_(None))
    chosen = (
        chosen.where(Variant.item_id.in_(item_ids))
        if some
        else chosen.join(Variant.item).where(Item.state == ItemState.PUBLISHED)
    )
    found: dict[int, tuple[int, int, int]] = {}
    for item_id, price, kind, on_hand, reserved, lead_days, is_past in db.session.execute(chosen):
        ready = kind is not Kind.MADE_TO_ORDER and on_hand > reserved and not is_past
        made = kind in MADE and not is_past
        delay = 0 if ready else lead_days if made else _NEVER
        way = READY[NOW] if ready else READY[ORDER] if made else _OUT
        least = found.get(item_id, (price, delay, way))
        found[item_id] = min(price, least[0]), min(delay, least[1]), min(way, least[2])
    return found


def _band(price: int) -> int:
    """The place of a price in ``BANDS``. price: centimes."""
    return next(n for n, (_low, high) in enumerate(BANDS) if high is None or price < high * 100)


def words() -> dict[str, dict[int, Thing]]:
    """What the values of the facets are called: rows that no session holds, read through one of their own."""
    with Session(db.session.connection(), expire_on_commit=False) as apart:
        crafts = apart.scalars(select(Craft).options(selectinload(Craft.children)).order_by(Craft.position, Craft.id))
        rows: dict[str, Sequence[Thing]] = {
            "craft": crafts.all(),
            "place": apart.scalars(select(Place).order_by(Place.position, Place.id)).all(),
            "material": apart.scalars(select(Material)).all(),
            "colour": apart.scalars(select(Colour)).all(),
            "technique": apart.scalars(select(Technique)).all(),
            "maker": apart.scalars(select(Artisan)).all(),
        }
        apart.expunge_all()
    return {facet: {thing.id: thing for thing in found} for facet, found in rows.items()}
