"""The pages of plain text, in every language."""

from pathlib import Path

import pytest

from app.storefront import plain_texts
from app.web.languages import LOCALES
from tests.pages import Visitor

PAGES = ("how-it-works", "delivery", "cooperative", "legal", "accessibility")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_in_each_language(visitor: Visitor, page: str) -> None:
    for language in LOCALES:
        assert "{phone}" not in visitor.get(f"/{language}/{page}").text


def test_every_text_is_there_in_four_languages() -> None:
    names = {file.name.split(".")[0] for file in plain_texts.FOLDER.iterdir()}
    missing = [f"{n}.{code}" for n in names for code in ("fr", "ar", "en", "es") if not _file(n, code).exists()]
    assert not missing, f"texts that are missing: {missing}"


def test_a_language_without_a_text_is_given_the_french_one(visitor: Visitor) -> None:
    page = visitor.get("/zgh/delivery").text
    assert '<article class="stack prose mt5" lang="fr" dir="ltr">' in page


def test_a_text_cannot_hold_markup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odd.fr.md").write_text("# Titre\n\nUn <b>mot</b> et *voilà*\n")
    monkeypatch.setattr(plain_texts, "FOLDER", tmp_path)
    html = plain_texts.plain_text("odd", "fr").html()
    assert "<b>" not in html and "<em>voilà</em>" in html


def _file(name: str, language: str) -> Path:
    return plain_texts.FOLDER / f"{name}.{language}.md"
