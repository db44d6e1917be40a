"""Rules of the house about Python, each with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
LONGEST = 260
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
MODULES = sorted(APP.rglob("*.py"))


def _name(module: Path) -> str:
    return str(module.relative_to(ROOT))


def _calls(module: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize("module", [m for m in MODULES if "domain" in m.parts], ids=_name)
def test_rules_never_commit(module: Path) -> None:
    ends = [line for call, line in _calls(module) if call.endswith((".commit", ".rollback"))]
    assert not ends, f"line {ends}: the route or the job ends the transaction, once; a rule never does"


@pytest.mark.parametrize("module", [m for m in MODULES if "domain" in m.parts], ids=_name)
def test_rules_are_told_the_time(module: Path) -> None:
    asked = [line for call, line in _calls(module) if call in CLOCKS | {"clock.now", "clock.today"}]
    assert not asked, f"line {asked}: rules take at= or on=, so that they can be tested and replayed"


@pytest.mark.parametrize("module", [m for m in MODULES if m.name != "clock.py"], ids=_name)
def test_there_is_one_clock(module: Path) -> None:
    asked = [line for call, line in _calls(module) if call in CLOCKS]
    assert not asked, f"line {asked}: ask app.base.clock, or the demonstration cannot be moved in time"


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_files_can_be_read_in_one_breath(module: Path) -> None:
    lines = len(module.read_text().splitlines())
    assert lines <= LONGEST, f"{lines} lines: where a file grows, it wants a name for its second idea"


@pytest.mark.parametrize("module", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=_name)
def test_nothing_is_left_to_do(module: Path) -> None:
    if module == Path(__file__):
        return
    for number, line in enumerate(module.read_text().splitlines(), 1):
        assert not re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError", line), f"line {number}: {line.strip()}"
        excuse = re.search(r"#\s*(?:type:\s*ignore|noqa|pragma: no cover)(?:\[[\w,-]+\]|: ?[A-Z0-9, ]+)?(.*)", line)
        explained = not excuse or excuse.group(1).strip().startswith("#")
        assert explained, f"line {number}: an exception has its reason beside it"


def test_folders_have_names_of_the_trade() -> None:
    vague = {"core", "utils", "helpers", "common", "misc", "lib"}
    found = [_name(path) for path in APP.rglob("*") if path.stem in vague and "static" not in path.parts]
    assert not found, f"a room named {vague} is a cupboard: {found}"


def test_routes_say_what_they_do_in_the_address() -> None:
    """One word, five places: no route function called handle, process, view or index2."""
    vague = re.compile(r"^(handle|process|do|view|manage)(_|$)")
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef) and any("route" in ast.unparse(d) for d in node.decorator_list):
                assert not vague.match(node.name), f"{_name(module)}: {node.name} says nothing"
