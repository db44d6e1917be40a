"""What can be set from outside, and that a wrong setting says so in one line."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.base import clock, legal
from app.base.errors import WrongSetting
from app.base.legal import Legal
from app.base.settings import Settings, load


def of(tmp_path: Path, **environment: str) -> Settings:
    return load({"INSTANCE": str(tmp_path), **environment})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    chosen = of(tmp_path)
    assert chosen.help_phone == "+212 539 00 00 00"
    assert (chosen.request_hold_days, chosen.offer_days) == (7, 10)
    assert (chosen.reminder_hours, chosen.escalation_hours, chosen.offer_reminder_days) == (24, 48, 2)
    assert chosen.quiet_hours == (21, 8) and chosen.delivery["MA"][0] == (1000, 3500)
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
        ("REMINDER_HOURS", "47", 47),
        ("ESCALATION_HOURS", "25", 25),
        ("OFFER_REMINDER_DAYS", "30", 30),
        ("QUIET_HOURS", "none", None),
        ("QUIET_HOURS", "0-7", (0, 7)),
        (
            "DELIVERY",
            "XX: 500=99 , 1000=100;AM:1=1; EU:5000=6,10000=0; MA:1000=35;",
            {
                "MA": ((1000, 3500),),
                "EU": ((5000, 600), (10000, 0)),
                "AM": ((1, 100),),
                "XX": ((500, 9900), (1000, 10000)),
            },
        ),
        ("COOPERATIVE_SHARE", "0", 0),
        ("COOPERATIVE_SHARE", "12.5", 125),
        ("COOPERATIVE_SHARE", "12,5", 125),
        ("DEPOSIT_SHARE", "0", 0),
        ("DEPOSIT_SHARE", "50", 500),
        ("UNSOLD_SHARE", "12.5", 125),
        ("UNSOLD_FOOD_SHARE", "90", 900),
        ("EURO_RATE", "10.85 2026-11-16", (1085, "2026-11-16")),
        ("EURO_RATE", "11 2025-01-31", (1100, "2025-01-31")),
        ("EURO_RATE", "none", None),
        ("MEDIA_URL", "s3://bucket/prefix", "s3://bucket/prefix"),
        ("MAIL_FROM", "Coop <coop@example.org>", "Coop <coop@example.org>"),
    ],
)
def test_what_is_set_is_read(tmp_path: Path, name: str, written: str, read: object) -> None:
    assert getattr(of(tmp_path, **{name: written}), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "written", "field", "read"),
    [
        ("LEGAL_NAME", " Coopérative  de Tanger ", "name", "Coopérative de Tanger"),
        ("LEGAL_ICE", "001561191000066", "ice", "001561191000066"),
        ("LEGAL_ICE", "00 21 36 09 30 00 040", "ice", "002136093000040"),
        ("LEGAL_IF", "12345678", "fiscal", "12345678"),
        ("LEGAL_RC", "12345 Tanger", "register", "12345 Tanger"),
        ("LEGAL_PATENTE", "50123456", "patente", "50123456"),
        ("LEGAL_RIB", "999 640 0001234567890123 85", "rib", "999640000123456789012385"),
        ("LEGAL_RIB", "0" * 20 + "9797", "rib", "0" * 20 + "9797"),
        ("LEGAL_BANK", "Une banque", "bank", "Une banque"),
    ],
)
def test_what_the_law_asks_for_is_read(tmp_path: Path, name: str, written: str, field: str, read: str) -> None:
    assert of(tmp_path, **{name: written}).legal == Legal(**{field: read})


def test_a_demonstration_has_legal_numbers_with_true_keys_and_gives_way_to_any_that_are_set(tmp_path: Path) -> None:
    shown = of(tmp_path, DEMO="1").legal
    assert shown == legal.DEMO and of(tmp_path).legal == Legal()
    assert all(field.read(getattr(shown, field.name)) == getattr(shown, field.name) for field in legal.FIELDS)
    assert of(tmp_path, DEMO="1", LEGAL_IF="12345678").legal == Legal(fiscal="12345678")


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
        *[("DEPOSIT_SHARE", wrong) for wrong in ("-1", "100.1", "30 %")],
        *[("REMINDER_HOURS", wrong) for wrong in ("0", "721", "a day", "1.5")],
        *[("ESCALATION_HOURS", wrong) for wrong in ("0", "24", "23", "721")],
        ("OFFER_REMINDER_DAYS", "31"),
        *[("QUIET_HOURS", wrong) for wrong in ("21", "21-24", "8-8", "21:00-8:00", "-1-8", "never")],
        *[
            ("DELIVERY", wrong)
            for wrong in (
                "MA:1000=35",
                "35",
                "MA:1=1;EU:1=1;AM:1=1;YY:1=1",
                "MA:1=1;EU:1=1;AM:1=1;XX:1=1;MA:2=2",
                "MA:1=1;EU:1=1;AM:1=1;XX:",
                "MA:1=1;EU:1=1;AM:1=1;XX:0=1",
                "MA:1=1;EU:1=1;AM:1=1;XX:1=-1",
                "MA:1=1;EU:1=1;AM:1=1;XX:1=1.5",
                "MA:1=1;EU:1=1;AM:1=1;XX:1=1,,2=2",
                "MA:1=1;EU:1=1;AM:1=1;XX:2=2,1=1",
                "MA:1=1;EU:1=1;AM:1=1;XX:2=2,2=3",
            )
        ],
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
        *[("LEGAL_NAME", "x" * 121), ("LEGAL_ADDRESS", "x" * 201), ("LEGAL_RC", "x" * 61), ("LEGAL_BANK", "x" * 81)],
        *[("LEGAL_IF", wrong) for wrong in ("12345", "IF 12345678", "١٢٣٤٥٦٧٨")],
        *[("LEGAL_PATENTE", wrong) for wrong in ("1", "12345678901")],
        *[
            ("LEGAL_ICE", wrong)  # the control digits of another number, two digits changed places, too short, nothing
            for wrong in ("001561191000065", "001561119000066", "01561191000066", "0" * 15, "٠٠١٥٦١١٩١٠٠٠٠٦٦", "none")
        ],
        *[
            ("LEGAL_RIB", wrong)
            for wrong in (
                "999640000123456789012384",
                "999640000123456789021385",
                "99964000012345678901238",
                "0" * 24,
                "x",
            )
        ],
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
