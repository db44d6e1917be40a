"""Which language a page is in, and the way to the same page in another."""

from typing import NamedTuple, cast
from urllib.parse import urlencode

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import Babel, Domain, force_locale, get_locale, gettext, ngettext, refresh
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
    """The words of each language. What is not yet said in Amazigh is said in French, not in the English of the code."""

    def __init__(self) -> None:
        super().__init__()
        self.completed = False

    def get_translations(self) -> NullTranslations:
        found: NullTranslations = super().get_translations()
        if not self.completed and str(get_locale()) == LOCALES[INCOMPLETE]:
            _forget_untold_plurals(found)
            for directory in self.translation_directories:
                found.add_fallback(Translations.load(directory, [LOCALES[DEFAULT]]))
            self.completed = True
        return found


def _forget_untold_plurals(catalogue: NullTranslations) -> None:
    """A plural nobody translated is compiled as the words of the code, where another sentence is left out."""
    known: dict[object, str] = getattr(catalogue, "_catalog", {})
    told = {key: words for key, words in known.items() if isinstance(key, tuple)}
    untold = {key[0] for key, words in told.items() if key[1] == 0 and words == key[0].rsplit("\x04")[-1]}
    for key in told:
        if key[0] in untold:
            del known[key]


class LanguageConverter(BaseConverter):
    """``<lang:lang>`` in an address: one of ours, nothing else."""

    regex = "|".join(LOCALES)
    part_isolating = True


def current() -> str:
    """The language of the page being made: its address, else the account's, else the browser's."""
    if not has_request_context():
        return cast(str, getattr(g, "language", DEFAULT)) if g else DEFAULT
    if "language" not in g:
        g.language = _of_address() or _of_account() or preferred()
    return cast(str, g.language)


def speak(language: str) -> None:
    """Make what follows in this language: a message written by the worker, a page after a change."""
    g.language = language
    refresh()


def everywhere(text: str, many: str = "", number: int = 0, **facts: object) -> dict[str, str]:
    """A sentence in every language, by code: for words that are kept as they were said.

    many: its plural, where it counts number things.
    """
    said = {}
    for code, locale in LOCALES.items():
        with force_locale(locale):
            said[code] = str(ngettext(text, many, number, **facts) if many else gettext(text, **facts))
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
    here = current()
    return [Link(code, name, _same_page(code), code == here) for code, name in NAMES.items()]


def versions(query: str) -> list[Version]:
    """A storefront page by its one address in every language. query: the arguments that belong to it."""
    site, here, is_ours = current_app.config["SETTINGS"].site_url, current(), _speaks_by_address()
    return [
        Version(code, site + _in_language(code, query), code == here, LOCALES_ABROAD[code]) for code in NAMES if is_ours
    ]


def _same_page(code: str) -> str:
    if _speaks_by_address():
        return _in_language(code, urlencode(list(request.args.items(multi=True))))
    choosing = request.endpoint == "account.language.change"
    back = ways_back.wished("back") if choosing else request.full_path.rstrip("?")
    return url_for("account.language.change", to=code, back=back)


def _speaks_by_address() -> bool:
    return bool(request.endpoint) and current_app.url_map.is_endpoint_expecting(request.endpoint or "", "lang")


def _in_language(code: str, query: str) -> str:
    address = url_for(request.endpoint or "", **{**(request.view_args or {}), "lang": code})
    return f"{address}?{query}" if query else address


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
