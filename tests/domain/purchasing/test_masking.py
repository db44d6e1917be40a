"""What makers read of a customer's words: contacts are gone, measures and days are not."""

from time import perf_counter

import pytest

from app.domain.purchasing.masking import HIDDEN, contacts


@pytest.mark.parametrize(
    "contact",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+33 6 12 34 56 78",
        "00212 612 000 001",
        "(0612) 34/56/78",
        "٠٦١٢٣٤٥٦٧٨",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "۰۶۱۲۳۴۵۶۷۸",
        "06١٢ 34٥٦ 78",
        "０６１２３４５６７８",
        "0\u200b6\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8",
        "06\u00a012\u202f34 56 78",
        "0 6 1 2 3 4 5 6 7 8",
        "06_12_34_56_78",
        "06:12:34:56:78",
        "06;12;34;56;78",
        "06+12+34+56+78",
        "06'12'34'56'78",
        "06#12#34#56#78",
        "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
        "𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
        "⓪⑥①②③④⑤⑥⑦⑧",
        "⁰⁶¹²³⁴⁵⁶⁷⁸",
        "o6 12 34 56 78",
        "O6.12.34.56.78",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zero six one two three four five six seven eight",
        "cero seis uno dos tres cuatro cinco seis siete ocho",
        "صفر ستة واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية",
        "06 douze trente-quatre 56 soixante-dix-huit",
        "claire@example.org",
        "claire@exam\u200bple.org",
        "cla\u2060ire@example\u00ad.org",
        "claire at gmail dot com",
        "claire(a)example.org",
        "claire.morel sur gmail",
        "claire.morel hotmail",
        "wa.me/212612345678",
        "https://wa.me/212612345678",
        "t.me/clairemorel",
        "bit.ly/x9Z",
        "clairemorel.carrd.co/moi",
        "clairemorel.shop",
        "claire.morel+craft@mail.example.co.uk",
        "claire (at) example (dot) org",
        "claire [at] example.org",
        "claire arobase example point org",
        "@claire.morel",
        "https://example.org/claire",
        "www.example.org",
        "facebook.com/claire.morel",
        "12 rue de la Paix",
        "12 bis, avenue Mohammed V",
        "rue de la Kasbah",
        "221 Baker Street",
        "calle de Alcalá",
        "شارع محمد الخامس",
        "زنقة القصبة 4",
    ],
)
def test_contacts_are_masked(contact: str) -> None:
    masked = contacts(f"Bonjour, voici : {contact}\nMerci")
    assert HIDDEN in masked
    assert contact not in masked
    assert sum(character.isdigit() for character in masked) <= 2
    assert masked.startswith("Bonjour, voici :") and masked.endswith("Merci")


@pytest.mark.parametrize(
    "said",
    [
        "insta : clairemorel",
        "Instagram: claire_m",
        "snap = claire",
        "واتساب: claire",
        "mon insta c’est clairemorel",
        "insta → clairemorel",
        "my insta is @ claire",
        "Instagram @claire.m",
    ],
)
def test_a_name_on_a_network_is_masked(said: str) -> None:
    assert "claire" not in contacts(said)


@pytest.mark.parametrize(
    "harmless",
    [
        "C’est pour une table de 2 m, 110 × 180 cm.",
        "Il me le faut pour le 24/12/2026.",
        "Avant le 2026-12-24 si possible.",
        "Mon budget : 1 500 MAD, ou 12 000 au plus.",
        "Rouge 3, bleu 4, vert 5.",
        "أريد قطعة طولها ٢٢٠ سنتمترا",
        "J’en veux 12 sur place.",
        "Un, deux ou trois bols, pas plus de six.",
        "C’est pour dix-huit personnes, un plat et deux bols.",
        "Je le voudrais rouge.Merci",
        "Le même, mais en bleu.Et plus grand.",
        "Ouvert de 10:30 à 18:00.",
        "A table for eight, or two for four.",
        "",
    ],
)
def test_measures_days_and_prices_stay(harmless: str) -> None:
    assert contacts(harmless) == harmless


def test_nothing_is_an_empty_text() -> None:
    assert contacts(None) == ""


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        " ",
        "a.",
        "a-",
        "a ",
        "1 ",
        "0:",
        "@ ",
        "a@",
        "a.a/",
        "12 rue ",
        "zéro ",
        "12 a ",
        "insta ",
        "\u200b",
        ".",
    ],
)
def test_the_longest_text_is_masked_in_no_time(unit: str) -> None:
    """A maker's page masks every message: a text made to be slow must not hold up the site."""
    began = perf_counter()
    contacts((unit * 4000)[:4000] + " 06 12 34 56 78")
    assert perf_counter() - began < 0.5
