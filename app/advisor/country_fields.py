"""Boxes for the countries that a piece may not go to. The European Union, and all abroad, are one box each."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from app.domain.catalogue.destinations import ABROAD, EUROPEAN_UNION, EVERYWHERE, HOME
from app.web import fields
from app.web.countries import country_name
from app.web.forms import KeyedForm

WHOLE = {"union": EUROPEAN_UNION, "abroad": ABROAD}
USUAL = ("FR", "ES", "BE", "NL", "DE", "IT", "GB", "CH", "US", "CA", "AE", "SA", "QA", "AU", "JP")
"""Where the cooperative's customers live: seen first."""


class CountriesForm(KeyedForm):
    """What was never offered is for the rule to refuse."""

    regions = fields.Boxes(lazy("At once"))
    countries = fields.Boxes(lazy("Countries"))

    def __init__(self, closed: Iterable[str] = (), **options: Any) -> None:
        now = set(closed)
        whole = [name for name, codes in WHOLE.items() if codes <= now]
        covered = set().union(*(WHOLE[name] for name in whole))
        super().__init__(regions=whole, countries=sorted(now - covered), **options)
        self.regions.choices = fields.choices_of(
            [("union", _("All of the European Union")), ("abroad", _("Everywhere but Morocco"))]
        )
        named = sorted(((code, country_name(code)) for code in EVERYWHERE - {HOME}), key=_by_name)
        self.countries.choices = fields.choices_of(named)
        self.usual = {*USUAL, *(self.countries.data or [])}

    @property
    def chosen(self) -> set[str]:
        whole = [WHOLE[name] for name in self.regions.data or [] if name in WHOLE]
        return set(self.countries.data or []).union(*whole)


def _by_name(named: tuple[str, str]) -> str:
    return named[1].translate(str.maketrans("ÉÈÎÅÖÇ", "EEIAOC")).casefold()
