"""Dates, lists and counts as each language writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask, render_template_string
from flask_babel import ngettext

from app.domain.advice.proof_offered import Candidate
from app.domain.catalogue.models import Unit
from app.portal.units import count_word, unit_word
from app.web import languages, words

FIRST, THIRD = date(2026, 11, 1), date(2026, 11, 3)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", ("dimanche 1er novembre", "3 novembre", "1er novembre 2026", "novembre 2026")),
        ("es", ("domingo 1 de noviembre", "3 de noviembre", "1 de noviembre de 2026", "noviembre de 2026")),
        ("en", ("Sunday 1 November", "3 November", "1 November 2026", "November 2026")),
        ("ar", ("الأحد 1 نونبر", "3 نونبر", "1 نونبر 2026", "نونبر 2026")),
    ],
)
def test_a_date_reads_as_people_say_it(app: Flask, language: str, written: tuple[str, ...]) -> None:
    with app.test_request_context():
        languages.speak(language)
        said = (words.day(FIRST), words.short_day(THIRD), words.day_year(FIRST), words.month_year(FIRST))
        assert said == written
        assert words.day_year(date(2026, 11, 11)).startswith("11 "), "only the first of a month is said apart"


@pytest.mark.parametrize(("language", "comma"), [("fr", ", "), ("ar", "، "), ("es", ", ")])
def test_a_list_takes_the_comma_of_its_language(app: Flask, language: str, comma: str) -> None:
    with app.test_request_context():
        languages.speak(language)
        assert words.listed(["Rahma", "Tanger"]) == f"Rahma{comma}Tanger"
        assert comma in words.daytime(datetime(2026, 11, 3, 18, 12))


def test_arabic_says_two_pieces_without_the_figure(app: Flask) -> None:
    with app.test_request_context():
        languages.speak("ar")
        assert [count_word(Unit.PIECE, count) for count in (2, 3, 11)] == ["قطعتان", "3 قطع", "11 قطعة"]
        assert unit_word(Unit.PIECE) == "قطع", "beside an empty field stands the plural that most counts take"


def test_a_proof_is_kept_in_the_number_it_counts(app: Flask) -> None:
    one, many = (
        "piece of this kind was asked for in twelve weeks.",
        "pieces of this kind were asked for in twelve weeks.",
    )
    with app.test_request_context():
        for count, start in ((1, "pièce de ce modèle a été"), (7, "pièces de ce modèle ont été")):
            proof = Candidate("requests:item:1", one, many, count)
            kept = languages.everywhere(proof.text, proof.many, proof.number, **proof.facts)
            assert kept["fr"].startswith(start) and set(kept) == set(languages.LOCALES)


@pytest.mark.parametrize(
    ("rate", "days", "shown"),
    [
        ((1085, "2026-11-16"), 0, "environ 24 €"),
        ((1200, "2026-11-16"), 59, "environ 22 €"),
        ((1085, "2026-11-16"), 60, ""),
        (None, 0, ""),
    ],
)
def test_euros_are_shown_while_the_rate_is_fresh(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rate: tuple[int, str] | None, days: int, shown: str
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], euro_rate=rate))
    with time_machine.travel(datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(days=days)), app.test_request_context():
        languages.speak("fr")
        assert " ".join(words.euro(26_000).split()) == shown


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "17\u202f263 lignes"), ("en", "17,263 lines"), ("es", "17.263 líneas"), ("ar", "17.263 سطرا")],
)
def test_a_great_count_is_written_as_other_figures_are(app: Flask, language: str, written: str) -> None:
    in_template = "{{ ngettext('%(num)d line', '%(num)d lines', many) }}"
    with app.test_request_context():
        languages.speak(language)
        assert ngettext("%(num)d line", "%(num)d lines", 17_263) == written
        assert render_template_string(in_template, many=17_263) == written
        assert words.number(17_263) in written
    with app.test_request_context():
        assert languages.everywhere("%(num)d line", "%(num)d lines", 17_263)[language] == written
