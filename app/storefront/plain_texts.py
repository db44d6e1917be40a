"""The pages of plain text: Markdown files beside this one, a file a page and language, read once."""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import mistune
from markupsafe import Markup

from app.web import languages
from app.web.typography import french

FOLDER = Path(__file__).parent / "texts"
LONGEST_SUMMARY = 160

_to_html = mistune.create_markdown(escape=True)


class PlainText(NamedTuple):
    """summary: the first paragraph. lang: the language it is in, French where the page's has none."""

    title: str
    summary: str
    body: str
    lang: str

    def html(self, **facts: str) -> Markup:
        """facts: what stands in braces in the text, such as {phone}."""
        text = self.body
        for name, fact in facts.items():
            text = text.replace("{" + name + "}", f"\u2066{fact}\u2069")
        return _html(text)

    @property
    def dir(self) -> str:
        return languages.direction(self.lang)


def plain_text(name: str, language: str) -> PlainText:
    """A page's text in a language, or in French."""
    return _read(name, language) or _read(name, languages.DEFAULT) or _missing(name)


@lru_cache
def _html(text: str) -> Markup:
    return Markup(_to_html(text))  # noqa: S704  # our own files, and raw HTML in them is escaped


@cache
def _read(name: str, language: str) -> PlainText | None:
    file = FOLDER / f"{name}.{language}.md"
    if not file.exists():
        return None
    written = file.read_text()
    title, _, body = (french(written) if language == "fr" else written).removeprefix("# ").partition("\n")
    paragraphs = [part for part in body.split("\n\n") if part.strip() and not part.lstrip().startswith(("#", "-"))]
    return PlainText(title.strip(), _shortened(" ".join(paragraphs[0].split())), body.strip(), language)


def _shortened(text: str) -> str:
    """Whole sentences, as many as fit."""
    kept = ""
    for sentence in text.replace("*", "").split(". "):
        if kept and len(kept) + len(sentence) > LONGEST_SUMMARY:
            break
        kept += sentence.rstrip(".") + ". "
    return kept.strip()


def _missing(name: str) -> PlainText:
    raise LookupError(f"no text {name} in {FOLDER}")
