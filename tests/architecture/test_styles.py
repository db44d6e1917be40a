"""The sheets: logical properties only (one switch turns the page around), in layers, every file in a bundle."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "app"
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|(?<![\w-])(?:width|height|min-width|min-height|max-width|max-height)\s*:"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MEDIA = re.compile(r"@(?:media|supports|container)[^{]*\{")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(ROOT)))
def test_only_logical_properties(sheet: Path) -> None:
    text = MEDIA.sub("{", COMMENT.sub("", sheet.read_text()))
    text = re.sub(r"url\(.*?\)", "", text)
    found = PHYSICAL.search(text)
    assert not found, f"{found and found.group()}: a page that reads from the right needs logical properties"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(ROOT)))
def test_every_rule_stands_in_a_layer(sheet: Path) -> None:
    outside = _outside_layers(COMMENT.sub("", sheet.read_text()))
    assert not outside.strip(), f"outside @layer, a rule beats every layer: {outside.strip()[:80]}"


def _outside_layers(text: str) -> str:
    text = re.sub(r"@layer[\w\s,-]+;", "", text)
    outside, depth, start = "", 0, 0
    for position, sign in enumerate(text):
        if sign == "{":
            if depth == 0:
                head = text[start:position].strip()
                outside += "" if head.startswith("@layer") else head
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                start = position + 1
    return outside + text[start:]


def test_every_sheet_is_in_a_bundle() -> None:
    bundles = tomllib.loads((ROOT / "static" / "css" / "bundles.toml").read_text())
    used = {part for parts in bundles["sheets"].values() for part in parts}
    there = {str(sheet.relative_to(ROOT / "static" / "css")) for sheet in SHEETS}
    assert there == used, f"not in a bundle: {sorted(there - used)}; not there: {sorted(used - there)}"


def test_every_script_is_in_a_bundle() -> None:
    bundles = tomllib.loads((ROOT / "static" / "css" / "bundles.toml").read_text())
    used = {part for parts in bundles["scripts"].values() for part in parts}
    there = {str(file.relative_to(ROOT / "static" / "js")) for file in (ROOT / "static" / "js").rglob("*.js")}
    assert there == used, f"not in a bundle: {sorted(there - used)}; not there: {sorted(used - there)}"


def test_every_class_is_worn_by_a_page() -> None:
    """A rule for a class that no page wears is weight on a slow network, and nobody dares to take it away later."""
    wearers = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js"), *ROOT.rglob("*.py")]
    text = "\n".join(file.read_text() for file in wearers)
    words = set(re.findall(r"[A-Za-z][\w-]*", text))
    composed = tuple(re.findall(r"[\" ]([a-z][a-z-]*)\{\{", text))
    for sheet in SHEETS:
        selectors = " ".join(re.findall(r"([^{};]+)\{", COMMENT.sub("", sheet.read_text())))
        named = set(re.findall(r"\.([A-Za-z][\w-]*)", selectors))
        unworn = {name for name in named - words if not re.fullmatch(rf"(?:{'|'.join(composed)})[a-z0-9]+", name)}
        assert not unworn, f"{sheet.relative_to(ROOT)}: no page wears {sorted(unworn)}"
