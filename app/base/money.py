"""Money as integers of the smallest unit (centimes), never floats."""

CENTIMES = 100


class Centimes(int):
    """A sum that a sentence shows as money."""


def from_units(units: int) -> int:
    """Whole dirhams as centimes."""
    return units * CENTIMES


def share(amount: int, per_mille: int) -> int:
    """A part of an amount in centimes, rounded half up to whole dirhams where the amount is whole.

    per_mille: the part in thousandths. The rest (amount - share) is always exact.
    """
    part = (amount * per_mille + 500) // 1000
    if amount % CENTIMES == 0:
        part = (part + CENTIMES // 2) // CENTIMES * CENTIMES
    return part
