"""Many processes write one SQLite file: nothing is lost, and the file is whole afterwards or kept as a witness.

Small here, so that it runs every time.
"""

from pathlib import Path

import pytest

from tests.races import Race, run

SMALL = Race(processes=3, changes=12, renew=5)


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_processes_that_write_at_once_lose_nothing(tmp_path: Path, journal: str) -> None:
    found = run(SMALL, tmp_path / f"{journal}.sqlite", journal)
    assert found.trouble == []
    assert found.on_shelves == found.moved == SMALL.processes * SMALL.changes
