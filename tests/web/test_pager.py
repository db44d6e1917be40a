"""The pages of a long list: the first, the last and those around, whatever their number, at the same cost."""

import re

import pytest
from flask import Flask, get_template_attribute


def _pages(app: Flask, current: int, last: int) -> list[str]:
    """The numbers as they stand, … for a gap, the current one in brackets."""
    asked: list[int] = []

    def url(number: int) -> str:
        asked.append(number)
        return f"/?page={number}"

    with app.app_context(), app.test_request_context("/fr/"):
        drawn = str(get_template_attribute("shared/components/pager.html", "pager")(current, last, url))
    assert len(asked) <= 8, "no more addresses than are shown"
    found = re.findall(r'<li><a href="[^"]*"( aria-current="page")?>(\d+)</a>|<li class="gap"[^>]*>(…)', drawn)
    return [f"[{number}]" if here else number or gap for here, number, gap in found]


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 1, ""),
        (1, 2, "[1] 2"),
        (2, 3, "1 [2] 3"),
        (1, 5, "[1] 2 … 5"),
        (3, 5, "1 2 [3] 4 5"),
        (4, 9, "1 … 3 [4] 5 … 9"),
        (9, 9, "1 … 8 [9]"),
        (2_000, 4_167, "1 … 1999 [2000] 2001 … 4167"),
    ],
)
def test_the_pages_shown(app: Flask, current: int, last: int, shown: str) -> None:
    assert _pages(app, current, last) == shown.split()
