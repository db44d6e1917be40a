"""A commune as people read it, with its province."""

from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.people.communes import Commune, Province
from app.web import languages

PROVINCES = {
    Province.PROVINCE: N_("%(commune)s, province of %(province)s"),
    Province.PREFECTURE: N_("%(commune)s, prefecture of %(province)s"),
}


def named(commune: Commune) -> str:
    """Bab Taza, province of Chefchaouen, in the reader's language."""
    language = languages.current()
    names = {"commune": commune.called(language), "province": commune.province_called(language)}
    return str(_(PROVINCES[commune.kind], **names))
