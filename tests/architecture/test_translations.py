"""Every word is there in every language: nothing missing, nothing fuzzy, placeholders and plural forms in order."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message, extract, pofile

from app.web.typography import french

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {**extract.DEFAULT_KEYWORDS, "_": None, "lazy": None, "N_": None, "NP_": (1, 2), "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}}
FORMS = {"fr": 2, "ar": 6, "es": 2, "zgh": 2}
AMAZIGH = re.compile(r"^(portal|account/sign_in|templates/(shared|portal|account/sign_in|errors))")
"""Where Amazigh must be whole: the storefront's frame, the doorway and the portal."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@cache
def spoken() -> dict[str, set[str]]:
    """Every msgid in the code, with the files that say it."""
    found: dict[str, set[str]] = {}
    for file, _line, msgid, _comments, _context in extract.extract_from_dir(ROOT / "app", METHODS, OPTIONS, KEYWORDS):
        found.setdefault(msgid[0] if isinstance(msgid, tuple) else msgid, set()).add(file)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return pofile.read_po(file)


def _messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_words_are_found() -> None:
    assert len(spoken()) > 200, "extraction found next to nothing, so the tests below would prove nothing"


@pytest.mark.parametrize("language", FORMS)
def test_nothing_is_missing(language: str) -> None:
    there = {_msgid(message) for message in _messages(language) if all(_strings(message))}
    wanted = {
        msgid for msgid, files in spoken().items() if language != "zgh" or any(AMAZIGH.search(file) for file in files)
    }
    missing = sorted(wanted - there)
    assert not missing, f"{len(missing)} not translated into {language}: {missing[:10]}"


@pytest.mark.parametrize("language", FORMS)
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    fuzzy = [_msgid(message) for message in _messages(language) if message.fuzzy]
    assert not fuzzy, f"look at these again: {fuzzy[:10]}"
    unused = {_msgid(message) for message in _messages(language)} - spoken().keys()
    assert not unused, f"nobody says these any more: {sorted(unused)[:10]}"


@pytest.mark.parametrize("language", FORMS)
def test_facts_stay_in_their_places(language: str) -> None:
    for message in _messages(language):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {fact for text in ids for fact in PLACEHOLDER.findall(text)}
        needed = set(PLACEHOLDER.findall(ids[-1])) - {"%(num)d"}
        for text in filter(None, _strings(message)):
            facts = set(PLACEHOLDER.findall(text))
            assert facts <= allowed, f"{text!r} speaks of {facts - allowed}, which is not known"
            assert len(ids) > 1 or facts >= needed, f"{text!r} forgets {needed - facts}"


@pytest.mark.parametrize("language", FORMS)
def test_plurals_have_all_their_forms(language: str) -> None:
    for message in _messages(language):
        if not isinstance(message.id, str):
            assert len(_strings(message)) == FORMS[language], f"{message.id[0]}: {len(_strings(message))} forms"


def test_french_spaces_do_not_break() -> None:
    loose = [text for message in _messages("fr") for text in _strings(message) if french(text) != text]
    assert not loose, f"a no-break space is missing: {loose[:5]}"


def test_nobody_shouts() -> None:
    loud = [text for language in FORMS for message in _messages(language) for text in _strings(message) if "!" in text]
    assert not loud, f"no exclamation mark (ui.md, voice): {loud[:5]}"
