"""A demonstration lets anybody in as one of its people. Outside a demonstration these addresses do not exist."""

from typing import NamedTuple

from flask import Blueprint, abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.account.doorway import enter, settings
from app.base.errors import N_
from app.domain.people import findings
from app.domain.people.models import Way
from app.domain.work import installation

blueprint = Blueprint("demo", __name__)


class DemoPerson(NamedTuple):
    """key: E.164 or an e-mail address; both are printed by ``make run`` too."""

    name: str
    key: str
    does: str


PEOPLE = (
    DemoPerson("artisan", "+212612000001", N_("As an artisan")),
    DemoPerson("other-artisan", "+212612000002", N_("As another artisan")),
    DemoPerson("advisor", "conseil@demo.example", N_("As an advisor")),
    DemoPerson("coordinator", "coordination@demo.example", N_("As the coordinator")),
)


def people_shown() -> list[tuple[str, str]]:
    """Who can be entered as: [(name in the address, words)]. Nobody outside a demonstration."""
    if not (settings().demo and installation.is_demo()):
        return []
    return [(person.name, str(_(person.does))) for person in PEOPLE]


@blueprint.route("/demo/<name>", methods=["POST"])
def as_one(name: str) -> Response:
    person = next((one for one in PEOPLE if one.name == name), None)
    if person is None or not people_shown():
        abort(404)
    user = findings.by_email(person.key) if "@" in person.key else findings.by_phone(person.key)
    if user is None or not user.active:
        abort(404)
    return enter(user, Way.DEMO)
