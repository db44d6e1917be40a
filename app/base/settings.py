"""Settings from the environment. A wrong one stops the start with one line that says what is expected."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from app.base import clock, legal, terms
from app.base.errors import WrongSetting
from app.base.legal import Legal

ROOT = Path(__file__).resolve().parents[2]
_PHONE = re.compile(r"\+[1-9](?: ?[0-9]){7,14}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,4})?", re.ASCII)
RATE = (1085, "2026-11-16")


@dataclass(frozen=True)
class Settings:
    """All that can be set from outside. Field names are those of the environment, in lower case."""

    instance: Path
    database_url: str
    secret_key: str
    media_url: str
    mail_url: str | None = None
    sms_url: str | None = None
    site_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    demo: bool = False
    log_format: str = "text"
    secret_key_given: bool = False
    """Whether the key came from the environment, not from the instance folder."""
    metrics_token: str | None = None
    sqlite_journal: str = "wal"
    mail_from: str = "Maalem <bonjour@maalem.example>"
    help_phone: str = "+212 539 00 00 00"
    request_hold_days: int = 7
    offer_days: int = 10
    reminder_hours: int = 24
    """How long an artisan may leave a line without an answer before an SMS reminds them."""
    escalation_hours: int = 48
    """How long before it is the advisors' to ask."""
    offer_reminder_days: int = 2
    """How many days before an offer ends its customer is reminded, and its advisor looks at it."""
    delivery: terms.DeliveryTable = field(default_factory=lambda: terms.delivery({}))
    quiet_hours: tuple[int, int] | None = (21, 8)
    """From which hour to which, in Casablanca, no SMS is sent but codes for signing in."""
    cooperative_share: int = 150
    """The cooperative's part of a price, in thousandths; the rest is the maker's."""
    deposit_share: int = 300
    """What a customer pays before preparing begins, in thousandths of what they accepted."""
    unsold_share: int = 250
    """What a piece loses that stays on the shelf for two months, in thousandths of its price: money that lies there."""
    unsold_food_share: int = 750
    """The same of food, which spoils."""
    food_exception: str = ""
    """Why food may be sold without an ONSSA authorisation number, in words; empty: it may not."""
    euro_rate: tuple[int, str] | None = RATE
    """Centimes of MAD for one euro, and the day that was true; hidden when sixty days old."""
    legal: Legal = legal.NOTHING
    """What stands on papers by law; a demonstration that sets none of it has some of its own."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Makes and keeps a secret key in the instance folder when none is given."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        database_url=_database(env.get("DATABASE_URL") or f"sqlite:///{instance / 'maalem.sqlite'}"),
        secret_key=_secret(env, instance),
        secret_key_given=bool(env.get("SECRET_KEY")),
        media_url=_one_of_schemes(env, "MEDIA_URL", ("file", "s3", ""), "a folder or s3://bucket/prefix")
        or str(instance / "media"),
        mail_url=_one_of_schemes(env, "MAIL_URL", ("smtp", "smtps"), "smtp://user:password@host:port"),
        sms_url=_one_of_schemes(env, "SMS_URL", ("http", "https"), "the address of an HTTP gateway"),
        site_url=(
            _one_of_schemes(env, "SITE_URL", ("http", "https"), "https://the.public.address")
            or f"http://127.0.0.1:{env.get('PORT') or 8000}"
        ).rstrip("/"),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
        demo=_yes_no(env, "DEMO"),
        log_format=_word(env, "LOG_FORMAT", ("text", "json"), "text"),
        metrics_token=_token(env, "METRICS_TOKEN"),
        sqlite_journal=_word(env, "SQLITE_JOURNAL", ("wal", "delete", "truncate"), "wal"),
        mail_from=_mail_from(env),
        help_phone=_phone(env, "HELP_PHONE") or Settings.help_phone,
        request_hold_days=_days(env, "REQUEST_HOLD_DAYS", Settings.request_hold_days, most=60),
        offer_days=_days(env, "OFFER_DAYS", Settings.offer_days, most=90),
        reminder_hours=terms.hours(env, "REMINDER_HOURS", Settings.reminder_hours),
        escalation_hours=terms.hours(env, "ESCALATION_HOURS", Settings.escalation_hours, after="REMINDER_HOURS"),
        offer_reminder_days=_days(env, "OFFER_REMINDER_DAYS", Settings.offer_reminder_days, most=30),
        delivery=terms.delivery(env),
        quiet_hours=terms.quiet_hours(env),
        cooperative_share=_share(env, "COOPERATIVE_SHARE", Settings.cooperative_share),
        deposit_share=_share(env, "DEPOSIT_SHARE", Settings.deposit_share),
        unsold_share=_share(env, "UNSOLD_SHARE", Settings.unsold_share),
        unsold_food_share=_share(env, "UNSOLD_FOOD_SHARE", Settings.unsold_food_share),
        food_exception=_reason(env, "FOOD_EXCEPTION"),
        euro_rate=_rate(env, "EURO_RATE"),
        legal=_legal(env),
    )


def _database(url: str) -> str:
    scheme = urlsplit(url).scheme
    if scheme in ("postgres", "postgresql"):
        return "postgresql+psycopg" + url[len(scheme) :]
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise WrongSetting("DATABASE_URL", "expected sqlite:///file or postgresql://user@host/name")


def _secret(env: Mapping[str, str], instance: Path) -> str:
    given = _token(env, "SECRET_KEY")
    if given:
        return given
    kept = instance / "secret_key"
    if not kept.exists():
        draft = instance / f".secret_key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # somebody starting beside us was first: theirs counts
            os.link(draft, kept)
        draft.unlink()
    return kept.read_text().strip()


def _one_of_schemes(env: Mapping[str, str], name: str, schemes: tuple[str, ...], expected: str) -> str | None:
    value = env.get(name) or None
    if value is not None and not _leads_somewhere(value, schemes):
        raise WrongSetting(name, f"expected {expected}")
    return value


def _leads_somewhere(value: str, schemes: tuple[str, ...]) -> bool:
    """An address of one of these kinds, with a host where its kind has one."""
    try:
        parts: SplitResult = urlsplit(value)
        hosted = bool(parts.hostname) and not re.search(r"\s", parts.netloc) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in schemes and (hosted or parts.scheme in ("", "file"))


def _token(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name) or None
    if value is not None and len(value) < 16:
        raise WrongSetting(name, "expected at least 16 characters that nobody can guess")
    return value


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        value = int(env.get(name) or default)
    except ValueError:
        value = -1
    if value < 0:
        raise WrongSetting(name, "expected a whole number, 0 or more")
    return value


def _days(env: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    value = env.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,4}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise WrongSetting(name, f"expected a whole number of days, from 1 to {most}")
    return int(value)


def _phone(env: Mapping[str, str], name: str) -> str | None:
    value = (env.get(name) or "").strip() or None
    if value is not None and not _PHONE.fullmatch(value):
        raise WrongSetting(name, "expected a phone number with the country code, such as +212 539 12 34 56")
    return value


def _share(env: Mapping[str, str], name: str, default: int) -> int:
    """Written in percent, kept in thousandths."""
    value = env.get(name)
    if not value:
        return default
    share = Decimal(value.replace(",", ".")) * 10 if _DECIMAL.fullmatch(value) else Decimal(-1)
    if not 0 <= share <= 1000 or share != int(share):
        raise WrongSetting(name, "expected a percentage from 0 to 100, with one decimal at most, such as 15 or 12.5")
    return int(share)


def _reason(env: Mapping[str, str], name: str) -> str:
    """A sentence that a person wrote and can be asked about."""
    value = " ".join((env.get(name) or "").split())
    if value and not 20 <= len(value) <= 300:
        raise WrongSetting(name, "expected the reason in words, 20 to 300 characters, with its date or letter number")
    return value


def _rate(env: Mapping[str, str], name: str) -> tuple[int, str] | None:
    """Written in dirhams and a day, kept in centimes. ``none``: prices are shown in dirhams alone."""
    value = env.get(name)
    if not value:
        return RATE
    if value == "none":
        return None
    dirhams, _, day = value.partition(" ")
    try:
        rate = round(Decimal(dirhams.replace(",", ".")) * 100) if _DECIMAL.fullmatch(dirhams) else 0
        known = date.fromisoformat(day) <= clock.today()
    except ValueError:
        rate, known = 0, False
    if not 100 <= rate <= 10_000 or not known:
        raise WrongSetting(name, "expected dirhams for one euro and the day this was so, such as 10.85 2026-11-16")
    return rate, day


def _legal(env: Mapping[str, str]) -> Legal:
    written = {one: " ".join((env.get(one.setting) or "").split()) for one in legal.FIELDS}
    read = {one: one.read(value) for one, value in written.items() if value}
    for one, kept in read.items():
        if kept is None:
            raise WrongSetting(one.setting, f"expected {one.expected}")
    if not read and _yes_no(env, "DEMO"):
        return legal.DEMO
    return Legal(**{one.name: kept for one, kept in read.items() if kept})


def _mail_from(env: Mapping[str, str]) -> str:
    value = env.get("MAIL_FROM") or Settings.mail_from
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]) or re.search(r"[\r\n]", value):
        raise WrongSetting("MAIL_FROM", "expected a name and an address, such as Maalem <bonjour@example.org>")
    return value


def _yes_no(env: Mapping[str, str], name: str) -> bool:
    return _word(env, name, ("0", "1"), "0") == "1"


def _word(env: Mapping[str, str], name: str, words: tuple[str, ...], default: str) -> str:
    value = env.get(name) or default
    if value not in words:
        raise WrongSetting(name, f"expected one of {', '.join(words)}")
    return value
