"""What can be set from outside, and that a wrong setting says so in one line."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.base import clock
from app.base.settings import Settings, WrongSetting, load


def of(tmp_path: Path, **environment: str) -> Settings:
    return load({"INSTANCE": str(tmp_path), **environment})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    chosen = of(tmp_path)
    assert chosen.help_phone == "+212 539 00 00 00"
    assert (chosen.request_hold_days, chosen.offer_days) == (7, 10)
    assert (chosen.cooperative_share, chosen.euro_rate) == (150, (1085, "2026-11-16"))
    assert of(tmp_path, HELP_PHONE="", OFFER_DAYS="", EURO_RATE="", COOPERATIVE_SHARE="") == chosen, "left empty: unset"


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("HELP_PHONE", "+212 661 23 45 67", "+212 661 23 45 67"),
        ("HELP_PHONE", " +33612345678 ", "+33612345678"),
        ("REQUEST_HOLD_DAYS", "1", 1),
        ("REQUEST_HOLD_DAYS", "60", 60),
        ("OFFER_DAYS", "90", 90),
        ("COOPERATIVE_SHARE", "0", 0),
        ("COOPERATIVE_SHARE", "12.5", 125),
        ("COOPERATIVE_SHARE", "12,5", 125),
        ("EURO_RATE", "10.85 2026-11-16", (1085, "2026-11-16")),
        ("EURO_RATE", "11 2025-01-31", (1100, "2025-01-31")),
        ("EURO_RATE", "none", None),
        ("MEDIA_URL", "s3://bucket/prefix", "s3://bucket/prefix"),
        ("MAIL_FROM", "Coop <coop@example.org>", "Coop <coop@example.org>"),
    ],
)
def test_what_is_set_is_read(tmp_path: Path, name: str, written: str, read: object) -> None:
    assert getattr(of(tmp_path, **{name: written}), name.lower()) == read


TOMORROW = (clock.today() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *[
            ("HELP_PHONE", wrong)
            for wrong in ("0539000000", "call us", "+", "+212", "+212 539 00 00 00 ext 9", "+٢١٢٥٣٩")
        ],
        *[("REQUEST_HOLD_DAYS", wrong) for wrong in ("0", "-1", "61", "a week", "7.5", "9" * 30, "٧")],
        *[("OFFER_DAYS", wrong) for wrong in ("0", "91", "ten")],
        *[("COOPERATIVE_SHARE", wrong) for wrong in ("-1", "101", "15 %", "1/6", "12.55", "NaN", "1e1")],
        *[
            ("EURO_RATE", wrong)
            for wrong in ("10.85", "2026-11-16", "10.85 16/11/2026", "0 2026-11-16", "x 2026-11-16")
        ],
        *[
            ("EURO_RATE", wrong)
            for wrong in ("10.85 2026-02-30", "1085 2026-11-16", f"10.85 {TOMORROW}", "-1 2026-11-16")
        ],
        *[("SITE_URL", wrong) for wrong in ("maalem.example", "https://", "ftp://maalem.example", "https://a b")],
        *[("MEDIA_URL", wrong) for wrong in ("s3://", "s3:///prefix", "https://bucket")],
        *[("MAIL_URL", wrong) for wrong in ("smtp://", "mail.example", "smtp://mail:port")],
        *[("SMS_URL", wrong) for wrong in ("https://", "gateway")],
        *[("MAIL_FROM", wrong) for wrong in ("Maalem", "a@b\nBcc: c@d", "<>")],
        *[("FOOD_EXCEPTION", wrong) for wrong in ("yes", "x" * 301)],
        *[("DATABASE_URL", wrong) for wrong in ("mysql://x", "file")],
        *[("SECRET_KEY", "short"), ("METRICS_TOKEN", "short"), ("LOG_FORMAT", "xml"), ("DEMO", "yes")],
        *[("TRUSTED_PROXIES", wrong) for wrong in ("-1", "one")],
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        of(tmp_path, **{name: wrong})
    said = str(stopped.value)
    assert said.startswith(f"{name}: expected ") and "\n" not in said


def test_the_start_says_that_line_and_nothing_else(tmp_path: Path) -> None:
    environment = {**os.environ, "INSTANCE": str(tmp_path), "OFFER_DAYS": "many"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "routes"]
    started = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert started.returncode == 1
    assert started.stderr.splitlines() == ["OFFER_DAYS: expected a whole number of days, from 1 to 90"]
