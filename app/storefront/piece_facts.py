"""What a piece is made of, how large and how heavy it is, how it is cared for: the table on its page."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.base import clock
from app.base.errors import N_
from app.domain.catalogue import food, labels
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import Item, Variant
from app.storefront.tongues import Told, told
from app.web import languages
from app.web.words import comma, day_year, isolated, nouns, number, weight, whole

LITRE = 1000
UNITS = {"mm": N_("mm"), "cm": N_("cm"), "m": N_("m"), "g": N_("g"), "kg": N_("kg"), "cl": N_("cl"), "l": N_("l")}
_MEASURE = re.compile(r"((?:Ø ?)?\d[\d.,–× ]*(?<! ))(?: ?(mm|cm|m|kg|g|cl|l)\b)?")
_WORD = re.compile(r"[^\W\d_]{3,}")


class Fact(NamedTuple):
    """lang and dir: of the value, where they are not the page's."""

    name: str
    value: str
    lang: str = ""
    dir: str = ""


def facts(item: Item, variant: Variant | None, care: Told) -> list[Fact]:
    """Those that are known, in the order they are read. variant: the chosen one; None: what is true of all of them."""
    language = languages.current()
    foreign = (care.lang, care.dir) if care.foreign else ("", "")
    own = [colour for colour in item.colours if variant and colour.id == variant.colour_id]
    every = (
        Fact(_("Material"), nouns(thing.called(language) for thing in item.materials)),
        Fact(_("Technique"), nouns(thing.called(language) for thing in item.techniques)),
        Fact(_("Colour"), nouns(thing.called(language) for thing in own or item.colours)),
        _size(_own_size(variant) or item.size or _measures(item)),
        *food_facts(item, variant),
        Fact(_("Weight"), "" if _net_is_told(item) else weight((variant and variant.weight_g) or item.weight_g)),
        Fact(_("Care"), care.text, *foreign),
        *label_facts(item),
        Fact(_("Reference"), variant.sku if variant else item.reference, dir="ltr"),
    )
    return [fact for fact in every if fact.value]


def food_facts(item: Item, variant: Variant | None) -> Iterator[Fact]:
    """What food says. What differs from size to size is told of the chosen one."""
    if not food.is_food(item):
        return
    lots = [variant] if variant else item.variants
    yield Fact(_("Net weight"), weight(_alike(lots, "net_g")))
    yield Fact(_("Net volume"), volume(_alike(lots, "net_ml")))
    told_of = told(item.ingredients)
    yield Fact(_("Ingredients"), told_of.text, *((told_of.lang, told_of.dir) if told_of.foreign else ("", "")))
    best = _alike(lots, "best_before")
    yield Fact(_("Best before"), day_year(best) if best else "")
    yield Fact(_("Batch"), _alike(lots, "batch") or "", dir="ltr")
    yield Fact(_("ONSSA authorisation"), item.authorisation, dir="ltr")


def label_facts(item: Item) -> Iterator[Fact]:
    """The labels whose proof holds today, with their numbers."""
    language = languages.current()
    for carried in labels.shown(item, clock.today()):
        name = KNOWN[carried.label].called(language)
        number = _("%(label)s, no. %(number)s", label=name, number=isolated(carried.number)) if carried.number else name
        yield Fact(_("Label"), str(number))


def _alike(variants: list[Variant], name: str) -> Any:
    """What all of them say; None where they differ."""
    said = {getattr(variant, name) for variant in variants}
    return said.pop() if len(said) == 1 else None


def _net_is_told(item: Item) -> bool:
    return food.is_food(item) and any(variant.net_g or variant.net_ml for variant in item.variants)


def _own_size(variant: Variant | None) -> str:
    return _measures(variant) if variant else ""


def _measures(thing: Item | Variant) -> str:
    """Its measures, as a size is typed; empty where they are not known."""
    known = [mm for mm in (thing.length_mm, thing.width_mm, thing.height_mm) if mm]
    return f"{' × '.join(str(round(mm / 10)) for mm in known)} cm" if known else ""


def volume(millilitres: int | None) -> str:
    if not millilitres:
        return ""
    if millilitres < LITRE:
        return str(_("%(volume)s cl", volume=number(millilitres / 10, 0 if millilitres % 10 == 0 else 1)))
    litres = millilitres / LITRE
    return str(_("%(volume)s l", volume=number(litres, 0 if litres == int(litres) else 2)))


def _size(size: str) -> Fact:
    """A size is typed once for all languages: its figures keep their order, its units are the reader's.

    Where it holds words they are French, and it is shown as it was typed.
    """
    if _WORD.search(size):
        foreign = ("fr", "ltr") if languages.current() != "fr" else ("", "")
        return Fact(_("Dimensions"), size, *foreign)
    shown = _MEASURE.sub(_measure, size).replace(", ", comma())
    return Fact(_("Dimensions"), shown, dir=languages.direction(languages.current()))


def _measure(found: re.Match[str]) -> str:
    figure, unit = found.groups()
    return f"{whole(figure)} {_(UNITS[unit])}" if unit else whole(figure)
