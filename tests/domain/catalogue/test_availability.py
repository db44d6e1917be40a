"""What can be had is said honestly, and differently for each kind."""

import pytest

from app.domain.catalogue import availability
from app.domain.catalogue.availability import State
from app.domain.catalogue.models import Item, Kind, Unit, Variant


def _variant(kind: Kind, on_hand: int = 0, reserved: int = 0, lead_days: int = 5, unit: Unit = Unit.PIECE) -> Variant:
    return Variant(kind=kind, on_hand=on_hand, reserved=reserved, lead_days=lead_days, unit=unit)


def _words(sayings: tuple[availability.Saying, ...]) -> str:
    return ", ".join(
        (s.one if s.number == 1 or not s.many else s.many).replace("%(num)d", str(s.number)) for s in sayings
    )


@pytest.mark.parametrize(
    ("variant", "state", "short", "full"),
    [
        (_variant(Kind.UNIQUE, 1), State.IN, "One of a kind", "One of a kind, ready"),
        (_variant(Kind.UNIQUE, 1, 1), State.OUT, "Promised to a customer", "Promised to a customer"),
        (_variant(Kind.UNIQUE, 0), State.OUT, "Sold", "Sold"),
        (_variant(Kind.READY, 3), State.IN, "3 pieces", "3 pieces ready"),
        (_variant(Kind.READY, 3, 2), State.IN, "1 piece", "1 piece ready"),
        (_variant(Kind.READY, 40, unit=Unit.BOTTLE), State.IN, "40 bottles", "40 bottles ready"),
        (_variant(Kind.READY, 2, 2), State.OUT, "None left for now", "None left for now"),
        (_variant(Kind.MADE_TO_ORDER, lead_days=12), State.ORDER, "Made in 12 days", "Made to order in 12 days"),
        (_variant(Kind.MADE_TO_ORDER, lead_days=0), State.ORDER, "Made to order", "Made to order"),
        (
            _variant(Kind.READY_THEN_MADE, 2, 1),
            State.IN,
            "1 piece, then made to order",
            "1 piece ready, then made in 5 days",
        ),
        (_variant(Kind.READY_THEN_MADE, 1, 1), State.ORDER, "Made in 5 days", "Made to order in 5 days"),
    ],
)
def test_each_kind_has_its_words(variant: Variant, state: State, short: str, full: str) -> None:
    found = availability.of(variant)
    assert (found.state, _words(found.short), _words(found.full)) == (state, short, full)


def test_the_sizes_that_stand_ready_are_added_up() -> None:
    item = Item(variants=[_variant(Kind.READY, 2), _variant(Kind.READY, 3, 1), _variant(Kind.READY, 0)])
    assert _words(availability.of_item(item).short) == "4 pieces"


def test_with_nothing_ready_the_soonest_counts() -> None:
    item = Item(
        variants=[
            _variant(Kind.READY),
            _variant(Kind.MADE_TO_ORDER, lead_days=9),
            _variant(Kind.MADE_TO_ORDER, lead_days=4),
        ]
    )
    assert availability.of_item(item).lead_days == 4
