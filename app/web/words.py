"""Numbers, money and dates as people read them: Babel writes them, never we."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from babel.numbers import format_compact_decimal, format_percent
from flask import Flask, current_app
from flask_babel import format_date, format_datetime, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.base import clock
from app.base.errors import N_
from app.domain.people import phones
from app.web import languages
from app.web.typography import WIDE, french

EURO_RATE_DAYS = 60
_FIRST = re.compile(r"(?<!\d)1 (?=\w)")
"""The first of a month: 1er novembre in French, where the other days are plain figures."""
LONGEST_SUMMARY = 200
KILOGRAM = 1000
FIVE_FIGURES = 10_000
N_("MAD")


def number(value: float, decimals: int = 0) -> str:
    """1375 as 1 375. Latin digits in every language, as is the custom in Morocco."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return languages.figure(value, pattern, _locale())


def compact(value: float) -> str:
    """156314 as 156 k, where there is no room; up to four figures are written out."""
    if abs(value) < FIVE_FIGURES:
        return number(value)
    return str(format_compact_decimal(value, locale=_locale(), numbering_system="latn"))


def amount(centimes: int) -> str:
    """Centimes as dirhams, without the unit; centimes are written only where there are any."""
    whole, rest = divmod(centimes, 100)
    return number(whole) if not rest else number(centimes / 100, 2)


def money(centimes: int) -> str:
    """Centimes as dirhams with the unit, never parted at the end of a line."""
    return str(_("%(amount)s MAD", amount=amount(centimes))).replace(" ", WIDE)


def estimate(centimes: float) -> str:
    """About how many dirhams: no more figures than an estimate deserves, without the unit."""
    dirhams = centimes / 100
    step = 100 if dirhams >= 1000 else 10 if dirhams >= 100 else 1
    return number(round(dirhams / step) * step)


def euro(centimes: int) -> str:
    """About how much in euros; empty when the rate is sixty days old."""
    rate = current_app.config["SETTINGS"].euro_rate
    if rate is None or (clock.today() - date.fromisoformat(rate[1])).days >= EURO_RATE_DAYS:
        return ""
    return str(_("about %(amount)s €", amount=number(round(centimes / rate[0]))))


def weight(grams: int | None) -> str:
    """400 g, 1.2 kg; empty where nobody knows."""
    if not grams:
        return ""
    if grams < KILOGRAM:
        return str(_("%(weight)s g", weight=number(grams)))
    kilos = (grams + 50) // 100 / 10  # to the nearest hundred grams
    return str(_("%(weight)s kg", weight=number(kilos, 0 if kilos == int(kilos) else 1)))


def percent(value: float) -> str:
    return whole(str(format_percent(value, format="#,##0\u00a0%", locale=_locale(), numbering_system="latn")))


def whole(figure: str) -> str:
    """A figure with its sign or its %, kept in this order where the writing runs from right to left."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{figure}\N{POP DIRECTIONAL ISOLATE}" if _locale().startswith("ar") else figure


def isolated(words: str) -> str:
    """What somebody typed, inside a sentence that may run the other way."""
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"


def day(value: date | datetime) -> str:
    """Friday 21 November; viernes 21 de noviembre."""
    return _date(value, "EEEE d 'de' MMMM" if _spanish() else "EEEE d MMMM")


def day_year(value: date | datetime) -> str:
    """3 November 2026; 3 de noviembre de 2026."""
    return _date(value, "d 'de' MMMM 'de' y" if _spanish() else "d MMMM y")


def short_day(value: date | datetime) -> str:
    """3 November; 3 de noviembre."""
    return _date(value, "d 'de' MMMM" if _spanish() else "d MMMM")


def daytime(value: datetime) -> str:
    """3 November, 18:12, on a Casablanca clock."""
    hour = format_datetime(value, "H' h 'mm" if _locale().startswith("fr") else "H:mm")
    return listed([short_day(value), hour])


def month(value: date) -> str:
    return _date(value, "MMM")


class Saying(Protocol):
    """A sentence to translate, as rules hand it over. many: its plural where it counts, else empty."""

    @property
    def one(self) -> str: ...
    @property
    def many(self) -> str: ...
    @property
    def number(self) -> int: ...


def said(sayings: Iterable[Saying]) -> str:
    """Sayings in the reader's language, one after the other."""
    return listed(ngettext(s.one, s.many, s.number) if s.many else _(s.one) for s in sayings)


def listed(things: Iterable[object]) -> str:
    """One after the other, with the comma of the reader's language."""
    return comma().join(str(thing) for thing in things)


def nouns(names: Iterable[str]) -> str:
    """Names of things in a row, as a sentence writes them: Wool, cotton, silk."""
    first, *others = [*names] or [""]
    return listed([first, *map(small, others)])


def small(name: str) -> str:
    """The name of a thing inside a sentence: weaver, where a list says Weaver."""
    return name[:1].lower() + name[1:]


def comma() -> str:
    """The comma of the reader's language and the space after it."""
    return "، " if _locale().startswith("ar") else ", "


def month_name(value: date) -> str:
    """November, within a sentence: novembre in French."""
    return _date(value, "LLLL")


def month_year(value: date) -> str:
    """November 2026."""
    return _date(value, "LLLL 'de' y" if _spanish() else "LLLL y")


def telephone(e164: str) -> str:
    """A number as people read it."""
    return phones.shown(e164)


def telephone_here(number: str) -> str:
    """The same as people in Morocco write it among themselves: 06 12 34 56 78."""
    return phones.shown_here(number)


def paragraphs(value: str) -> Markup:
    """Plain text as paragraphs."""
    parts = [part.strip() for part in (value or "").split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def shortened(value: str, most: int = LONGEST_SUMMARY) -> str:
    """As many whole words as fit a line of search results."""
    words = " ".join(value.split())
    if len(words) <= most:
        return words
    return words[: words.rfind(" ", 0, most) if " " in words[:most] else most].rstrip(" ,;:.،") + "…"


def decimal(centimes: int) -> str:
    """26000 as 260.00: figures for programs, the same in every language."""
    return f"{centimes // 100}.{centimes % 100:02d}"


def typo(value: str, language: str = "fr") -> str:
    """French spacing for a text that people typed; other languages as they are."""
    return french(str(value)) if language == "fr" else str(value)


def _date(value: date | datetime, pattern: str) -> str:
    written = str(format_datetime(value, pattern) if isinstance(value, datetime) else format_date(value, pattern))
    return _FIRST.sub("1er ", written) if _locale().startswith("fr") else written


def _spanish() -> bool:
    return _locale().startswith("es")


def _locale() -> str:
    return languages.LOCALES[languages.current()]


def register(app: Flask) -> None:
    for shown in (
        number,
        compact,
        amount,
        money,
        estimate,
        euro,
        percent,
        day,
        day_year,
        short_day,
        daytime,
        month,
        month_name,
        month_year,
        paragraphs,
        telephone,
        telephone_here,
        said,
        listed,
        isolated,
        shortened,
        decimal,
        typo,
    ):
        app.jinja_env.filters[shown.__name__] = shown
    app.jinja_env.filters["e"] = escape
    app.jinja_env.globals["comma"] = comma
