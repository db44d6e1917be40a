"""Zones of delivery as people call them."""

from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.purchasing.delivery import Zone

_NAMES = {
    Zone.MOROCCO: N_("Morocco"),
    Zone.EUROPE: N_("Europe"),
    Zone.AMERICA: N_("America"),
    Zone.WORLD: N_("Rest of the world"),
}


def name(zone: Zone) -> str:
    return str(_(_NAMES[zone]))
