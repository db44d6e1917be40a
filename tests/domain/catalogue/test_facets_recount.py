"""Every count beside every value, in any catalogue and any combination of filters, is what counting by hand gives."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as always
from hypothesis import strategies as st

from app.base.database import db, reading
from app.domain.catalogue import facets, shelf_index
from app.domain.catalogue.facets import BANDS, DELAY, NEW, NOW, ORDER, PRICE, Choice, Filters, Narrowed, Shelf
from app.domain.catalogue.models import Colour, Item, ItemState, Kind, Material
from app.domain.catalogue.shelves import opened
from app.domain.people.models import Standing
from tests import given

KINDS = (Kind.UNIQUE, Kind.READY, Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
SLUGS = {
    "craft": ("cloth", "clay", "textile", "nothing"),
    "place": ("tetouan", "larache", "asilah"),
    "material": ("cotton", "wool", "silk"),
    "colour": ("red", "blue", "green"),
    "maker": ("rahma", "hassan", "fatna"),
}


class Drawn(NamedTuple):
    """A piece as the dice made it. craft, maker: places in the lists below. price: dirhams."""

    craft: int
    maker: int
    materials: frozenset[int]
    colours: frozenset[int]
    kind: Kind
    stock: int
    price: int
    state: ItemState


CATALOGUES = st.lists(
    st.builds(
        Drawn,
        st.integers(0, 1),
        st.integers(0, 2),
        st.frozensets(st.integers(0, 2)),
        st.frozensets(st.integers(0, 2)),
        st.sampled_from(KINDS),
        st.integers(0, 1),
        st.sampled_from((1, 99, 100, 150, 200, 499, 500, 999, 1000, 4000)),
        st.sampled_from((ItemState.PUBLISHED, ItemState.PUBLISHED, ItemState.PUBLISHED, ItemState.PAUSED)),
    ),
    max_size=12,
)
FILTERS = st.builds(
    Filters,
    **{facet: st.sets(st.sampled_from(slugs), max_size=2).map(tuple) for facet, slugs in SLUGS.items()},
    ready=st.sets(st.sampled_from((NOW, ORDER))).map(tuple),
    bands=st.sets(st.integers(0, len(BANDS) - 1), max_size=2).map(tuple),
    price_min=st.none() | st.sampled_from((0, 100, 500)),
    price_max=st.none() | st.sampled_from((99, 200, 1000)),
)


class Shop:
    """Two crafts of one family, and three makers, of whom one may not sell."""

    def __init__(self) -> None:
        family = given.craft("textile")
        self.crafts = [given.craft("cloth", parent=family), given.craft("clay")]
        self.makers = [
            given.artisan(slug="rahma", place=given.place("tetouan")),
            given.artisan(slug="hassan", place=given.place("larache")),
            given.artisan(slug="fatna", place=given.place("asilah"), standing=Standing.SUSPENDED),
        ]
        self.materials = [Material(slug=slug, names={"fr": slug}) for slug in SLUGS["material"]]
        self.colours = [Colour(slug=slug, names={"fr": slug}, hex="#ff0000") for slug in SLUGS["colour"]]
        db.session.add_all([*self.materials, *self.colours])

    def put(self, drawn: Drawn) -> Item:
        return given.item(
            self.makers[drawn.maker],
            craft_=self.crafts[drawn.craft],
            materials=[self.materials[n] for n in drawn.materials],
            colours=[self.colours[n] for n in drawn.colours],
            kind=drawn.kind,
            stock=drawn.stock,
            price=drawn.price * 100,
            state=drawn.state,
            photo=False,
        )


def _values(item: Item) -> dict[str, set[str]]:
    """What a piece is, facet by facet, read off its row alone."""
    variant = item.main
    can_be_made = variant.kind in (Kind.MADE_TO_ORDER, Kind.READY_THEN_MADE)
    stands_ready = variant.kind is not Kind.MADE_TO_ORDER and variant.on_hand > 0
    dirhams = variant.price // 100
    band = next(n for n, (low, high) in enumerate(BANDS) if low <= dirhams and (high is None or dirhams < high))
    return {
        "craft": {item.craft.slug},
        "place": {item.artisan.place.slug},
        "maker": {item.artisan.slug},
        "material": {one.slug for one in item.materials},
        "colour": {one.slug for one in item.colours},
        "ready": {NOW} if stands_ready else {ORDER} if can_be_made else set(),
        "price": {facets.band_value(band)},
    }


def _fits(item: Item, filters: Filters, *, without: str = "") -> bool:
    values = _values(item)
    for facet in (*SLUGS, "ready"):
        wanted = set(getattr(filters, facet))
        if facet == "craft" and "textile" in wanted:
            wanted.add("cloth")
        if facet != without and wanted and not wanted & values[facet]:
            return False
    if without == "price":
        return True
    if filters.bands and not {facets.band_value(n) for n in filters.bands} & values["price"]:
        return False
    dirhams = item.main.price / 100
    return (filters.price_min or 0) <= dirhams <= (filters.price_max if filters.price_max is not None else dirhams)


def _recounted(items: Iterable[Item], filters: Filters, facet: str) -> dict[str, int]:
    return dict(Counter(value for one in items if _fits(one, filters, without=facet) for value in _values(one)[facet]))


def _counted(choices: list[Choice]) -> dict[str, int]:
    return {choice.value: choice.count for choice in choices if choice.count}


@pytest.mark.parametrize(("sort", "a_piece"), [(NEW, shelf_index.A_PIECE), (PRICE, 0), (DELAY, 3)])
def test_counts_are_exact_in_every_combination(
    app: Flask, monkeypatch: pytest.MonkeyPatch, sort: str, a_piece: int
) -> None:
    """By what bitmaps have in common, by the pieces themselves, and by whichever is the sooner."""
    monkeypatch.setattr(shelf_index, "A_PIECE", a_piece)
    shop = Shop()
    db.session.commit()

    # A catalogue that is counted wrongly is told as it was drawn: making it smaller takes minutes in a database.
    drawn = settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

    @drawn
    @always(CATALOGUES, st.lists(FILTERS, min_size=1, max_size=6), st.booleans())
    def check(catalogue: list[Drawn], many: list[Filters], within: bool) -> None:
        made = [shop.put(drawn) for drawn in catalogue]
        db.session.commit()
        public = [one for one in made if one.state is ItemState.PUBLISHED and one.artisan.standing is Standing.GOOD]
        if within:  # a list that a search made: every other piece
            public = public[::2]
        matches = tuple(one.id for one in public) if within else None
        try:
            for filters in many:
                _hold_against_each_other(public, filters, Shelf(matches=matches), sort)
        finally:
            for one in made:
                db.session.delete(db.session.merge(one))
            db.session.commit()

    check()


def _hold_against_each_other(public: list[Item], filters: Filters, shelf: Shelf, sort: str) -> None:
    with reading(), opened() as here:
        found = Narrowed(here, shelf, filters)
        fitting = {one.id for one in public if _fits(one, filters)}
        pages = [found.page(sort=sort, number=number, size=5) for number in (1, 2, 3)]
        assert found.total == len(fitting)
        assert sorted(one for page in pages for one in page) == sorted(fitting)
        for facet in SLUGS:
            assert _counted(found.named(facet)) == _recounted(public, filters, facet), facet
        assert _counted(found.readiness()) == _recounted(public, filters, "ready")
        assert _counted(found.prices()) == _recounted(public, filters, "price")
    db.session.commit()
