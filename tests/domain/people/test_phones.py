"""Which numbers are taken, and in which form they are kept."""

import pytest

from app.domain.people import phones


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0612000001", "MA", "+212612000001"),
        ("06 12-00.00 01", "MA", "+212612000001"),
        ("+212 (0)6 12 00 00 01", "FR", "+212612000001"),
        ("00212612000001", "FR", "+212612000001"),
        ("٠٦١٢٠٠٠٠٠١", "MA", "+212612000001"),
        ("۰۶۱۲۰۰۰۰۰۱", "MA", "+212612000001"),
        ("\u200e+212\u00a0612\u202f000001\u200f", "MA", "+212612000001"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("612 34 56 78", "ES", "+34612345678"),
    ],
)
def test_a_number_is_kept_with_its_country(typed: str, country: str, kept: str) -> None:
    assert phones.parse(typed, country) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "=0612000001",
        "0612000001x123",
        "0612000001;ext=9",
        "0612000001 poste 4",
        "tel:0612000001",
        "06 12 34",
        "061200000１",
        "६१२०००००१०",
        "+999 612 000 001",
        "0612+000001",
        "0612000001\x00",
        "9" * 5000,
        "0 6 1 2 0 0 0 0 0 1" + " " * 60,
    ],
)
def test_what_is_not_plainly_a_number_is_refused(typed: str) -> None:
    with pytest.raises(phones.NotAPhone):
        phones.parse(typed, "MA")


def test_an_unknown_country_refuses_and_does_not_break() -> None:
    with pytest.raises(phones.NotAPhone):
        phones.parse("0612000001", "ZZ")
    assert phones.parse("+212612000001", "ZZ") == "+212612000001"


def test_a_kept_number_is_shown_in_groups() -> None:
    assert phones.shown("+33612345678") == "+33 6 12 34 56 78"
    assert phones.shown("not a number") == "not a number"


def test_a_number_from_here_is_written_as_people_here_write_it() -> None:
    assert phones.shown_here("+212612345678") == "06 12 34 56 78"
    assert phones.shown_here("+212 539 00 00 00") == "05 39 00 00 00"
    assert phones.shown_here("+33612345678") == "+33 6 12 34 56 78"
    assert phones.shown_here("0539") == "0539"
