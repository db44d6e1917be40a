"""What a delivery costs: zones, bands, and pieces nobody has weighed."""

from dataclasses import dataclass

import phonenumbers
import pytest
from flask import Flask

from app.base import terms
from app.domain.catalogue.models import Variant
from app.domain.purchasing import delivery
from app.domain.purchasing.delivery import Weighed, Zone
from tests import given

BANDS = ((500, 3000), (1000, 3500), (5000, 6000))


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        *[(code, Zone.MOROCCO) for code in ("MA", "EH")],
        *[(code, Zone.EUROPE) for code in ("FR", "ES", "GB", "CH", "NO", "CY", "RU", "XK")],
        *[(code, Zone.AMERICA) for code in ("US", "CA", "MX", "BR", "AR", "GP", "JM", "GL")],
        *[(code, Zone.WORLD) for code in ("DZ", "SN", "AE", "JP", "AU", "TR", "RE", "??", "")],
    ],
)
def test_every_country_lies_in_one_zone(country: str, zone: Zone) -> None:
    assert delivery.zone_of(country) is zone


def test_zones_name_countries_that_a_request_can_name_and_none_twice() -> None:
    named = [code for countries in delivery.COUNTRIES.values() for code in countries]
    assert len(named) == len(set(named)) and set(named) <= set(phonenumbers.SUPPORTED_REGIONS)
    assert tuple(zone.value for zone in Zone) == terms.ZONES


@pytest.mark.parametrize(
    ("grams", "centimes"),
    [
        (0, 0),
        (1, 3000),
        (500, 3000),
        (501, 3500),
        (1000, 3500),
        (1001, 6000),
        (5000, 6000),
        (5001, 6000 + 3000),
        (6000, 6000 + 3500),
        (10000, 12000),
        (12000, 12000 + 6000),
        (999 * 500_000, 999 * 100 * 6000),
    ],
)
def test_a_band_reaches_to_its_weight_and_heavier_goods_take_several_parcels(grams: int, centimes: int) -> None:
    assert delivery.cost(BANDS, grams) == centimes


def test_heavier_is_never_cheaper_and_farther_never_either() -> None:
    table = terms.delivery({})
    for grams in range(1, 45_000, 250):
        costs = delivery.costs(table, grams)
        assert list(costs) == list(Zone) and sorted(costs.values()) == list(costs.values())
        assert all(cost <= delivery.costs(table, grams + 250)[zone] for zone, cost in costs.items())


@dataclass
class Some:
    variant: Variant | None
    quantity: int


def test_a_variants_own_weight_comes_before_its_items(app: Flask) -> None:
    bowl = given.item(weight_g=400)
    large = given.variant(bowl, "Grand", weight_g=900)
    unweighed = given.item(weight_g=None)
    assert delivery.weighed([Some(bowl.main, 2), Some(large, 1)]) == Weighed(1700, 0)
    assert delivery.weighed([Some(unweighed.main, 3), Some(None, 1), Some(bowl.main, 1)]) == Weighed(4400, 4)
    assert delivery.weighed([]) == Weighed(0, 0)


def test_an_estimate_is_free_for_whoever_collects(app: Flask) -> None:
    table = {zone.value: BANDS for zone in Zone} | {"EU": ((1000, 19000), (5000, 42000))}
    some = [Some(given.item(weight_g=400).main, 3)]
    assert delivery.estimate(table, some, country="FR", pickup=False) == 42000
    assert delivery.estimate(table, some, country="MA", pickup=False) == 6000
    assert delivery.estimate(table, some, country="FR", pickup=True) == 0
