"""Which language a page is in, and the way to the same page in another."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import Babel, Domain, get_domain, refresh
from flask_security import current_user
from werkzeug.routing import BaseConverter

from app.base import clock
from app.web import ways_back

DEFAULT = "fr"
LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en", "es": "es", "zgh": "zgh"}
LOCALES_ABROAD = {"fr": "fr_FR", "ar": "ar_AR", "en": "en_GB", "es": "es_ES", "zgh": "tz_MA"}
"""Open Graph's names."""
NAMES = {"fr": "Français", "ar": "العربية", "en": "English", "es": "Español", "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
INCOMPLETE = "zgh"
"""Its frame is translated, its pages are not yet: these speak the default language."""
COOKIE = "language"
COUNT, THOUSAND = "%(num)d", 1000


class Link(NamedTuple):
    code: str
    name: str
    url: str
    current: bool


class Version(NamedTuple):
    """url: whole. locale: as those who pass pages on name it."""

    code: str
    url: str
    current: bool
    locale: str


class Catalogues(Domain):
    """The words of each language, read once. What is not yet said in Amazigh is said in French, not in the English of
    the code."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        return self.of(current())

    def of(self, code: str) -> NullTranslations:
        if code not in self._read:
            found = Translations.load(self.translation_directories[0], [LOCALES[code]])
            if code == INCOMPLETE:
                _forget_untold_plurals(found)
                found.add_fallback(self.of(DEFAULT))
            _write_figures(found, LOCALES[code])
            self._read[code] = found
        return self._read[code]


def _forget_untold_plurals(catalogue: NullTranslations) -> None:
    """A plural nobody translated is compiled as the words of the code, where another sentence is left out."""
    known: dict[object, str] = getattr(catalogue, "_catalog", {})
    told = {key: words for key, words in known.items() if isinstance(key, tuple)}
    untold = {key[0] for key, words in told.items() if key[1] == 0 and words == key[0].rsplit("\x04")[-1]}
    for key in told:
        if key[0] in untold:
            del known[key]


def _write_figures(catalogue: Any, locale: str) -> None:
    """The count of a plural is written as other figures are, 17 263 and not 17263, before anything else is put in."""
    told = catalogue.ungettext

    def ungettext(one: str, many: str, number: int) -> str:
        sentence: str = told(one, many, number)
        return sentence.replace(COUNT, figure(number, "#,##0", locale)) if abs(number) >= THOUSAND else sentence

    catalogue.ungettext = ungettext


@lru_cache(maxsize=10_000)
def figure(value: float, pattern: str, locale: str) -> str:
    """The same prices stand on every list, and writing one takes longer than all the rest of its line."""
    return str(format_decimal(value, format=pattern, locale=locale, numbering_system="latn"))


class LanguageConverter(BaseConverter):
    """``<lang:lang>`` in an address: one of ours, nothing else."""

    regex = "|".join(LOCALES)
    part_isolating = True


def current() -> str:
    """The language of the page being made: its address, else the account's, else the browser's."""
    try:
        return cast(str, g.language)  # asked dozens of times for a page, and known but the first time
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return DEFAULT
    g.language = found = _of_address() or _of_account() or preferred()
    return found


def speak(language: str) -> None:
    """Make what follows in this language: a message written by the worker, a page after a change."""
    g.language = language
    refresh()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, what is made is in this language."""
    before = current()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def everywhere(text: str, many: str = "", number: int = 0, **facts: object) -> dict[str, str]:
    """A sentence in every language, by code: for words that are kept as they were said.

    many: its plural, where it counts number things.
    """
    said, catalogues = {}, cast(Catalogues, get_domain())
    for code in LOCALES:
        words = catalogues.of(code)
        sentence = words.ungettext(text, many, number) if many else words.ugettext(text)
        said[code] = str(sentence % {"num": number, **facts} if many or facts else sentence)
    return said


def preferred() -> str:
    """What the visitor chose before or their browser asks for."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LOCALES else request.accept_languages.best_match(list(LOCALES), DEFAULT) or DEFAULT


def of_body() -> str:
    """The language most of a storefront page is in, inside its frame."""
    return DEFAULT if current() == INCOMPLETE else current()


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def links() -> list[Link]:
    """The same page in every language: by its address in the storefront, by the account's setting elsewhere."""
    here, after = current(), after_the_language()
    if after is not None:
        return [Link(code, name, f"/{code}{after}", code == here) for code, name in NAMES.items()]
    choosing = request.endpoint == "account.language.change"
    back = ways_back.wished("back") if choosing else request.full_path.rstrip("?")
    return [
        Link(code, name, url_for("account.language.change", to=code, back=back), code == here)
        for code, name in NAMES.items()
    ]


def versions(query: str) -> list[Version]:
    """A storefront page by its one address in every language. query: the arguments that belong to it."""
    path = _path_after_the_language()
    if path is None:
        return []
    site, here = current_app.config["SETTINGS"].site_url, current()
    after = f"{path}?{query}" if query else path
    return [Version(code, f"{site}/{code}{after}", code == here, LOCALES_ABROAD[code]) for code in NAMES]


def after_the_language() -> str | None:
    """The address of a storefront page as it goes on after its language; None elsewhere."""
    path = _path_after_the_language()
    query = urlencode(list(request.args.items(multi=True))) if path and request.args else ""
    return f"{path}?{query}" if query else path


def _path_after_the_language() -> str | None:
    """The same without what comes after a question mark. Header, footer and head ask for it, of one page."""
    if "after_the_language" not in g:
        here, endpoint = current(), request.endpoint or ""
        whole = url_for(endpoint, **{**(request.view_args or {}), "lang": here}) if _speaks_by_address() else None
        g.after_the_language = whole.removeprefix(f"/{here}") if whole else None
    return cast(str | None, g.after_the_language)


def _speaks_by_address() -> bool:
    return bool(request.endpoint) and current_app.url_map.is_endpoint_expecting(request.endpoint or "", "lang")


def _of_address() -> str | None:
    first = request.path.split("/", 2)[1]
    return first if first in LOCALES else None


def _of_account() -> str | None:
    if "_user_id" not in session:
        return None
    language = getattr(current_user, "language", None)
    return language if language in LOCALES else None


def register(app: Flask) -> None:
    app.url_map.converters["lang"] = LanguageConverter
    babel = Babel(
        app,
        default_locale=LOCALES[DEFAULT],
        timezone_selector=lambda: clock.CASABLANCA,
        locale_selector=lambda: LOCALES[current()],
        default_translation_directories="../translations",
    )
    babel.domain_instance = Catalogues()

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, object]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current()
