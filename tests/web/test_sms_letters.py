"""What an SMS costs: three parts at most, in every language, with the longest that may stand in it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.domain.advice.writing import LONGEST_SENTENCE
from app.domain.notices.models import Channel, OutboxMessage
from app.web import languages, letters

MOST_PARTS = 3
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38. What is not in it makes the whole message UCS-2: 70 characters alone, 67 a part."""
DOUBLE = "^{}\\[~]|€"
SITE = "https://www.artisans-du-nord.example"
TEMPLATES = sorted(path.name.removesuffix(".sms.txt") for path in Path("app/templates/notices").glob("*.sms.txt"))
SENTENCES = {
    "fr": "Façonnez 12 bols dès août, côté œuvre : la forêt, l’île et le maïs plaisent à tous…",
    "es": "Haga 12 cuencos en enero: el algodón, el índigo y el último añil gustan muchísimo.",
    "en": "Make 12 bowls as fine as the naïve café ones: they were asked for all summer long.",
    "ar": "اصنع اثنتي عشرة قطعة من المنديل الأزرق بطول مترين وعشرين سنتيمترا قبل العيد المقبل",
    "zgh": "ⵙⴽⵔ ⵎⵔⴰⵡ ⴷ ⵙⵉⵏ ⵉⵎⵏⴷⵉⵍⵏ ⵉⵥⵔⵡⴰⵍⵏ ⵏ ⵙⵉⵏ ⵎⵉⵜⵔⵓ ⴷ ⵙⵎⵎⵓⵙ ⴷⴰⵜ ⵍⵄⵉⴷ ⴰⵎⵇⵔⴰⵏ ⵏ ⵓⵙⴳⴳⵯⴰⵙ ⴰⴷ",
}


def parts(text: str) -> int:
    if all(character in ALPHABET + DOUBLE for character in text):
        length = len(text) + sum(character in DOUBLE for character in text)
        return 1 if length <= 160 else -(-length // 153)
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= 70 else -(-length // 67)


def written(app: Flask, monkeypatch: pytest.MonkeyPatch, name: str, language: str) -> str:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url=SITE))
    monkeypatch.setitem(app.jinja_env.globals, "site_url", SITE)
    facts = {
        "amount": 123_456_700,
        "carrier": "Barid Al-Maghrib Amana",
        "due": 123_456_700,
        "tracking": "RR123456785MA",
        "asks_address": True,
        "advisor": "Mohamed-Amine Benabdeljalil",
        "count": 40,
        "expires_on": "2026-09-30",
        "number": "2026-12345",
        "reference": "TNG-123456",
        "sentence": SENTENCES[language][:LONGEST_SENTENCE],
        "total": 123_456_700,
        "title": SENTENCES[language],
        "item_id": 1_234_567,
        "line_id": 1_234_567,
        "price": 1_234_500,
    }
    secret = {"token": f"1234567-{'x' * 32}", "code": "482913", "stop": "x" * 22}
    message = OutboxMessage(template=name, channel=Channel.SMS, language=language, facts=facts, secret=secret)
    with app.test_request_context():
        return letters.written(message).text.strip()


@pytest.mark.parametrize("language", languages.LOCALES)
def test_no_sms_takes_more_than_three_parts(app: Flask, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    for name in TEMPLATES:
        text = written(app, monkeypatch, name, language)
        assert parts(text) <= MOST_PARTS, f"{name}: {parts(text)} parts, {len(text)} characters: {text}"


@pytest.mark.parametrize("language", languages.LOCALES)
def test_an_address_in_an_sms_is_whole(app: Flask, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """Telephones read an address up to the next space."""
    alerts = r"\w+/(?:notices/(?:confirm/1234567-x{32}|1234567)|stop/x{22})"
    workshop = r"portal/(?:requests/(?:lines/1234567|prepare)?|advice/)"
    known = rf"{re.escape(SITE)}/(?:\w+/requests/open/1234567-x{{32}}|{alerts}|{workshop}|account/sign-in)"
    for name in TEMPLATES:
        text = written(app, monkeypatch, name, language)
        for address in re.findall(r"https?:\S*", text):
            assert re.fullmatch(rf"{known}[.,]?", address), f"{name}: {address}"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_latin_letters_cost_no_second_alphabet(app: Flask, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """One ç would leave 70 characters to a part instead of 160; it is read as well as c."""
    for name in TEMPLATES:
        text = written(app, monkeypatch, name, language)
        assert not set(text) - set(ALPHABET + DOUBLE), text
    assert "é" in written(app, monkeypatch, "offer_ready", "fr"), "what the alphabet has stays"
