"""Templates: no inline style or script (the content policy forbids them), no word that is not translated."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2] / "app" / "templates"
PAGES = sorted(ROOT.rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r'(?:alt|title|placeholder|aria-label)="([^"{]*[A-Za-z]{3}[^"{]*)"')
BARE_WORD = re.compile(r"(?<![\w-])[A-Za-zÀ-ÿ]{3,}")
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
"""Attributes that a macro writes for its caller's tag."""
STATIC = {"errors/500.html", "errors/503.html"}
"""Pages sent when nothing else works: plain files in all languages at once."""


def _ids(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", [file for file in PAGES if file.parent.name != "notices"], ids=_ids)
def test_nothing_inline(file: Path) -> None:
    """E-mails (notices) are left out: mail programs read no sheets, and no content policy reaches them."""
    text = COMMENT.sub("", file.read_text())
    assert not re.search(r"\sstyle=|<style|\son\w+=\"", text), "the content policy forbids inline style and script"
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or "application/ld+json" in script, "scripts are files"


@pytest.mark.parametrize("file", [file for file in PAGES if _ids(file) not in STATIC], ids=_ids)
def test_every_word_goes_through_the_catalogue(file: Path) -> None:
    text = COMMENT.sub("", file.read_text())
    text = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{% block (sheet|script|body_class|main_class|task|section) %\}.*?endblock\s*-?%\}", "", text)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    spoken = SPOKEN.search(CODE.sub("", text))
    assert not spoken, f"not translated: {spoken and spoken.group()}"
    words = ATTRIBUTE.sub(" ", TAG.sub(" ", CODE.sub(" ", text)))
    bare = BARE_WORD.search(re.sub(r"&\w+;", " ", words))
    assert not bare, f"not translated: {bare and bare.group()}"


@pytest.mark.parametrize("file", [file for file in PAGES if "{% macro" in file.read_text()], ids=_ids)
def test_a_file_of_macros_speaks_inside_them_only(file: Path) -> None:
    """Jinja keeps what an imported file sets: a word said outside a macro stays in the first reader's language."""
    tree = Environment(autoescape=True).parse(file.read_text())
    if any(tree.find_all(nodes.Extends)):
        return
    for said in (node for node in tree.body if isinstance(node, nodes.Assign)):
        calls = {call.node.name for call in said.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        assert not calls & {"_", "ngettext"}, f"line {said.lineno}: say it inside the macro"


def test_every_macro_is_called() -> None:
    named, called = set(), set()
    for file in PAGES:
        tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(file.read_text())
        named |= {macro.name for macro in tree.find_all(nodes.Macro)}
        imports = (name for statement in tree.find_all(nodes.FromImport) for name in statement.names)
        real = {name[1]: name[0] for name in imports if isinstance(name, tuple)}
        loaded = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
        called |= {real.get(name, name) for name in loaded}
    assert named <= called, f"nobody calls {sorted(named - called)}"
