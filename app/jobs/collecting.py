"""The collector of cyclic garbage, told that this process has come to stay."""

import gc

ALLOCATIONS = 20_000
"""Python looks for cycles after 700 objects more. A page makes thousands, a table millions, hardly any in cycles:
looking so often took a third of the time of an import."""


def settle() -> None:
    """Call it once all is loaded: what is there now is never looked through again, what comes less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 20)
