"""Directions between rooms, by import-linter; a new room is refused until someone says where it stands."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def _rooms(folder: Path, package: str) -> set[str]:
    packages = (child for child in folder.iterdir() if (child / "__init__.py").exists())
    modules = (child for child in folder.glob("*.py") if child.stem != "__init__")
    return {f"{package}.{child.stem}" for child in [*packages, *modules]}


def _named(contract: dict[str, list[str]]) -> set[str]:
    return {name.strip() for layer in contract["layers"] for name in layer.split("|")}


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]


def test_every_room_of_the_house_has_its_floor() -> None:
    homeless = _rooms(ROOT / "app", "app") - _named(CONTRACTS[0])
    assert not homeless, f"say in pyproject.toml on which layer these stand: {sorted(homeless)}"


def test_every_subject_of_the_business_has_its_floor() -> None:
    homeless = _rooms(ROOT / "app" / "domain", "app.domain") - _named(CONTRACTS[1])
    assert not homeless, f"say in pyproject.toml which subjects these may call: {sorted(homeless)}"


def test_every_audience_keeps_the_outside_world_out() -> None:
    guarded = set(CONTRACTS[3]["source_modules"])
    open_rooms = _rooms(ROOT / "app", "app") - guarded - {"app.adapters", "app.assembly"}
    assert not open_rooms, f"only adapters may use the outside world's libraries; guard these too: {sorted(open_rooms)}"
