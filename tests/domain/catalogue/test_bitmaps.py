"""Bitmaps count as sets do."""

from hypothesis import given as always
from hypothesis import strategies as st

from app.domain.catalogue import bitmaps
from app.domain.catalogue.bitmaps import Bitmap

SLOTS = st.sets(st.integers(0, 300))


@always(SLOTS, SLOTS)
def test_what_two_sets_share_is_counted(some: set[int], others: set[int]) -> None:
    among = bitmaps.as_bytes(bitmaps.of(others), 301)
    assert Bitmap(some).shared(among) == len(some & others)


@always(SLOTS, st.lists(st.tuples(st.booleans(), st.integers(0, 300))))
def test_slots_come_and_go(some: set[int], deeds: list[tuple[bool, int]]) -> None:
    bitmap, left = Bitmap(some), set(some)
    for adds, slot in deeds:
        (bitmap.add if adds else bitmap.remove)(slot)
        (left.add if adds else left.discard)(slot)
    assert list(bitmaps.slots(bitmap.whole)) == sorted(left)
    assert bitmap.shared(bitmaps.as_bytes(bitmaps.of(range(301)), 301)) == len(left)


@always(SLOTS)
def test_a_slot_is_found_in_the_bytes(some: set[int]) -> None:
    held = bitmaps.as_bytes(bitmaps.of(some), 301)
    assert {slot for slot in range(301) if bitmaps.has(held, slot)} == some
