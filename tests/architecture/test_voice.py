"""How Maalem speaks: the words of docs/words.md, short French sentences, Arabic signs in Arabic, SMS that fit."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.test_translations import FORMS, PLACEHOLDER, _messages, _strings, catalogue

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "app" / "storefront" / "texts"
DEMO = ROOT / "app" / "jobs" / "demo" / "content"
LONGEST = 15
SENTENCE = re.compile(r"(?<=[.?…])[\s\u00a0\u202f]+|\n+|(?<=;)\s")
FIGURE = "%(num)d"
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SPARED = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "«": '"', "»": '"', "…": "."})
"""What app/web/letters.py writes in other signs, so that it costs nothing."""


@cache
def said(language: str) -> tuple[str, ...]:
    """Every sentence of the catalogue and of the plain texts."""
    texts = [file.read_text() for file in sorted(TEXTS.glob(f"*.{language}.md"))]
    spoken = (text for message in _messages(language) for text in _strings(message))
    return (*(PLACEHOLDER.sub("…", text) for text in spoken), *texts)


def _not_said() -> Iterator[tuple[str, str]]:
    table = (ROOT / "docs" / "words.md").read_text().split("## Not said")[1]
    for row in re.findall(r"^\| (fr|ar|es|zgh) \| (.+?) \|", table, re.M):
        yield from ((row[0], word.strip()) for word in re.split(r"[,،]", row[1]))


@pytest.mark.parametrize(("language", "word"), list(_not_said()))
def test_one_word_for_one_thing(language: str, word: str) -> None:
    sought = re.compile(rf"(?<![\w-]){re.escape(word)}(?!\w)", re.I if word.islower() else 0)
    wrong = [text[:90] for text in said(language) if sought.search(text)]
    assert not wrong, f"docs/words.md has another word than {word}: {wrong[:5]}"


def test_french_sentences_are_short() -> None:
    each = (sentence for text in said("fr") for sentence in SENTENCE.split(text))
    long = [sentence for sentence in each if _words(sentence) > LONGEST]
    assert not long, f"{LONGEST} words at most (ui.md, voice): {long[:5]}"


@pytest.mark.parametrize("language", ["fr", "ar", "es", "zgh"])
def test_nothing_is_said_twice_in_one_breath(language: str) -> None:
    twice = [
        text[:90]
        for message in _messages(language)
        for text in _strings(message)
        if len(text) > 40 and text[: len(text) // 2].strip() == text[len(text) // 2 :].strip()
    ]
    assert not twice, f"the same words once more: {twice}"


def test_the_demonstration_speaks_like_the_house() -> None:
    texts = [text for file in sorted(DEMO.rglob("*.toml")) for text in _french(tomllib.loads(file.read_text()))]
    assert len(texts) > 300, "hardly a text was found, so this would prove nothing"
    long = [sentence for text in texts for sentence in SENTENCE.split(text) if _words(sentence) > LONGEST]
    assert not long, f"{LONGEST} words at most, for makers and pieces too: {long[:5]}"


def _french(table: object) -> Iterator[str]:
    """What is said in French about makers, crafts, pieces and in advice; descriptions of pictures are lists."""
    if isinstance(table, list):
        for each in table:
            yield from _french(each)
    elif isinstance(table, dict):
        for name, value in table.items():
            if name == "fr" and isinstance(value, str):
                yield value
            elif name not in ("alt", "customs"):
                yield from _french(value)


def _words(sentence: str) -> int:
    return len(re.findall(r"\w[^\s]*", sentence))


def test_arabic_has_its_own_signs() -> None:
    foreign = re.compile(r"[\u0600-\u06ff]\s?[,;?](?:\s|$)|[٠-٩]|الـ\s?[\d%]")
    wrong = [text[:90] for text in said("ar") if foreign.search(text)]
    assert not wrong, f"، ؛ ؟ and Latin figures, none of them glued to an article: {wrong[:5]}"


def test_arabic_says_one_and_two_in_words() -> None:
    for message in catalogue("ar"):
        forms = message.string
        if isinstance(forms, tuple) and FIGURE in forms[3] and len(set(forms)) > 1:
            assert len(forms) == FORMS["ar"] and FIGURE not in forms[1] + forms[2], f"one and two are words: {forms}"
            assert len({forms[1], forms[2], forms[3]}) == 3, f"one, two and few are three forms: {forms}"


@pytest.mark.parametrize("language", ["fr", "es"])
def test_an_sms_keeps_to_the_cheap_alphabet(language: str) -> None:
    """One letter outside it leaves 70 characters to a part instead of 160."""
    templates = (ROOT / "app" / "templates" / "notices").glob("*.sms.txt")
    spoken = {
        words
        for file in templates
        for words in re.findall(r'"(Maalem: [^"]+|Your [^"]+|%\(code\)[^"]+)"', file.read_text())
    }
    assert len(spoken) > 15, "hardly an SMS was found, so this would prove nothing"
    for message in _messages(language):
        if {message.id, *(message.id if isinstance(message.id, tuple) else ())} & spoken:
            for text in _strings(message):
                dear = set(text.translate(SPARED)) - set(GSM)
                assert not dear, f"{dear} make this SMS cost double: {text}"
