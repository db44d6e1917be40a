"""What more the audit log knows of a deed, as a reader understands it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import N_
from app.domain.audit.models import AuditEvent
from app.domain.catalogue.desk_words import REASONS, TASKS
from app.domain.catalogue.known_labels import KNOWN
from app.domain.catalogue.models import MovementKind
from app.domain.catalogue.reasons import Reason
from app.domain.demand.feast_days import NAMES as FEASTS
from app.domain.demand.feasts import Feast
from app.domain.people import communes
from app.domain.people.models import RoleName, Way
from app.office.people import ROLES
from app.web import languages
from app.web.languages import NAMES
from app.web.words import day_year, isolated, money, number, whole

MOVEMENTS = {
    MovementKind.MADE: N_("Made"),
    MovementKind.COUNTED: N_("Counted"),
    MovementKind.DAMAGED: N_("Damaged"),
    MovementKind.SOLD_ELSEWHERE: N_("Sold elsewhere"),
    MovementKind.SHIPPED: N_("Sent to a customer"),
    MovementKind.RETURNED: N_("Came back"),
}
WAYS = {Way.CODE: N_("by a code"), Way.PASSWORD: N_("by password"), Way.DEMO: N_("by the demonstration's door")}

Facts = dict[str, Any]


def details(event: AuditEvent) -> list[str]:
    """In sentences where the deed has some and its facts are as it writes them; else each fact as it is kept."""
    tell = TOLD.get(event.deed)
    try:
        return tell(event.facts) if tell else _as_kept(event.facts)
    except (KeyError, TypeError, ValueError):
        return _as_kept(event.facts)


def _stock(facts: Facts) -> list[str]:
    kind, change = str(_(MOVEMENTS[MovementKind(facts["kind"])])), int(facts["change"])
    signed = whole(f"{'+' if change > 0 else '−' if change < 0 else ''}{number(abs(change))}")
    return [str(_("%(kind)s: %(change)s. On the shelf: %(left)s", kind=kind, change=signed, left=facts["on_hand"]))]


def _terms(facts: Facts) -> list[str]:
    (price, days), (new_price, new_days) = facts["from"], facts["to"]
    said = []
    if price != new_price:
        said.append(str(_("Price: %(old)s, then %(new)s", old=money(price), new=money(new_price))))
    if days != new_days:
        said.append(str(_("Made in %(old)s days, then %(new)s", old=number(days), new=number(new_days))))
    return said


def _role(facts: Facts) -> list[str]:
    old, new = (str(_(ROLES[RoleName(facts[name])])) for name in ("from", "to"))
    return [str(_("%(old)s, then %(new)s", old=old, new=new))]


def _invited(facts: Facts) -> list[str]:
    return [str(_("Sent again"))] if "again" in facts else [str(_(ROLES[RoleName(facts["role"])]))]


def _sessions(facts: Facts) -> list[str]:
    return [ngettext("%(num)d session", "%(num)d sessions", int(facts["sessions"]))]


def _placed(facts: Facts) -> list[str]:
    """A code that the census knows no longer is shown as it is kept."""
    known = communes.every()
    said = [known[code].called(languages.current()) if code in known else code for code in (facts["from"], facts["to"])]
    return [str(_("%(old)s, then %(new)s", old=said[0] or "–", new=said[1] or "–"))]


def _language(facts: Facts) -> list[str]:
    return [NAMES[facts["language"]]]


def _label(facts: Facts) -> list[str]:
    until = day_year(date.fromisoformat(facts["until"]))
    return [str(_("%(label)s, until %(day)s", label=KNOWN[facts["label"]].called(languages.current()), day=until))]


def _countries(facts: Facts) -> list[str]:
    if "countries" not in facts:
        return [str(_("As its craft says"))]
    said = [str(_("Food") if facts["is_food"] else _("No food"))] if "is_food" in facts else []
    count = len(facts["countries"])
    return [*said, ngettext("May not go to %(num)d country", "May not go to %(num)d countries", count)]


def _exception(facts: Facts) -> list[str]:
    if "exception" not in facts:
        return []
    return [str(_("Food without a number, by the exception: %(reason)s", reason=facts["exception"]))]


def _food(facts: Facts) -> list[str]:
    return [str(_("ONSSA authorisation: %(number)s", number=facts["authorisation"]))] if facts["authorisation"] else []


def _feast(facts: Facts) -> list[str]:
    name, day = str(_(FEASTS[Feast(facts["feast"])])), date.fromisoformat(str(facts.get("day", facts["computed"])))
    return [f"{name} {facts['year']}", day_year(day)]


def _reasons(facts: Facts) -> list[str]:
    said = [str(_(REASONS[Reason(code)])) for code in facts["reasons"]]
    return [*(_language(facts) if "language" in facts else []), *said]


def _task(facts: Facts) -> list[str]:
    kind = facts["kind"]
    return [str(_(TASKS[kind])), *([isolated(facts["to"])] if "to" in facts else [])]


def _way(facts: Facts) -> list[str]:
    return [str(_(WAYS[Way(facts["way"])]))]


def _table(facts: Facts) -> list[str]:
    counts = _("Added: %(add)s. Changed: %(change)s", add=number(facts["add"]), change=number(facts["change"]))
    return [str(facts["name"]), str(counts)]


def _as_kept(facts: Facts) -> list[str]:
    return [f"{name}: {_plain(value)}" for name, value in facts.items()]


def _plain(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _word(facts: Facts) -> list[str]:
    return [str(facts["word"])]


def _texts(facts: Facts) -> list[str]:
    return [ngettext("%(num)d text", "%(num)d texts", int(facts["texts"]))]


TOLD: dict[str, Callable[[Facts], list[str]]] = {
    "artisan.placed": _placed,
    "craft.marked": _countries,
    "feast.corrected": _feast,
    "feast.put_back": _feast,
    "item.destinations": _countries,
    "item.food_described": _food,
    "item.published": _exception,
    "item.resumed": _exception,
    "item.sent_back": _reasons,
    "label.added": _label,
    "label.renewed": _label,
    "label.taken_off": _label,
    "photos.refused": _reasons,
    "role.changed": _role,
    "sessions.ended": _sessions,
    "sign_in.failed": _way,
    "staff.invited": _invited,
    "stock.adjusted": _stock,
    "table.imported": _table,
    **dict.fromkeys(("task.done", "task.given_back", "task.handed_on", "task.taken", "task.taken_back"), _task),
    **dict.fromkeys(("term.added", "term.changed", "term.put_back", "term.removed"), _word),
    "terms.changed": _terms,
    "text.approved": _language,
    "text.confirmed": _language,
    "text.refused": _reasons,
    "texts.imported": _texts,
}
