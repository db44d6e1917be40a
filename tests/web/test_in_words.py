"""Sums in French words, at the places where French counts otherwise."""

import pytest

from app.web import in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (61, "soixante et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (180, "cent quatre-vingts"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1_000, "mille"),
        (1_001, "mille un"),
        (1_375, "mille trois cent soixante-quinze"),
        (2_000, "deux mille"),
        (21_000, "vingt et un mille"),
        (80_000, "quatre-vingt mille"),
        (80_080, "quatre-vingt mille quatre-vingts"),
        (200_000, "deux cent mille"),
        (200_200, "deux cent mille deux cents"),
        (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"),
        (200_000_001, "deux cents millions un"),
    ],
)
def test_numbers(value: int, words: str) -> None:
    assert in_words.number(value) == words


@pytest.mark.parametrize(
    ("centimes", "words"),
    [
        (0, "zéro dirham"),
        (1, "un centime"),
        (50, "cinquante centimes"),
        (1_00, "un dirham"),
        (2_01, "deux dirhams et un centime"),
        (1_375_00, "mille trois cent soixante-quinze dirhams"),
        (1_375_80, "mille trois cent soixante-quinze dirhams et quatre-vingts centimes"),
        (1_000_000_00, "un million de dirhams"),
        (2_000_000_50, "deux millions de dirhams et cinquante centimes"),
        (1_000_001_00, "un million un dirhams"),
    ],
)
def test_sums(centimes: int, words: str) -> None:
    assert in_words.dirhams(centimes) == words


@pytest.mark.parametrize("value", [-1, in_words.MOST + 1])
def test_what_nobody_pays_is_not_written(value: int) -> None:
    with pytest.raises(ValueError, match="nobody pays"):
        in_words.number(value)
