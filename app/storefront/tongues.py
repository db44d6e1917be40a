"""Texts that may be missing in the reader's language: what is shown instead, and what language it is in."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import gettext as _

from app.base.errors import N_
from app.web import languages
from app.web.typography import french

_SHOWN_IN = {
    "fr": N_("This text is not yet translated: it is shown in French."),
    "ar": N_("This text is not yet translated: it is shown in Arabic."),
    "en": N_("This text is not yet translated: it is shown in English."),
    "es": N_("This text is not yet translated: it is shown in Spanish."),
}


class Told(NamedTuple):
    """A text and the language it is in. note: says so where that is not the page's."""

    text: str
    lang: str
    dir: str

    @property
    def foreign(self) -> bool:
        return self.lang != languages.current()

    @property
    def note(self) -> str:
        return str(_(_SHOWN_IN[self.lang])) if self.foreign and self.lang in _SHOWN_IN else ""


def told(texts: Mapping[str, str]) -> Told:
    """A text in the language of the page, else in French, else in any. Empty where there is none."""
    here = languages.current()
    lang = next((code for code in (here, "fr", *texts) if texts.get(code)), here)
    text = texts.get(lang, "")
    return Told(french(text) if lang == "fr" else text, lang, languages.direction(lang))
