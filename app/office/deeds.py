"""The audit log's rows in words: who, what, about whom or what, when."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.base.errors import N_
from app.domain.advice.findings import titles
from app.domain.audit.models import AuditEvent
from app.domain.catalogue import naming
from app.domain.people import findings
from app.domain.purchasing.findings import references
from app.office.deed_details import details

WORDS = {
    "account.closed": N_("Account closed"),
    "account.reopened": N_("Account opened again"),
    "advice.checked": N_("Advice found done"),
    "advice.judged": N_("Outcome of advice measured"),
    "advice.sent_back": N_("Advice found not done yet"),
    "advice.sent": N_("Advice sent to artisans"),
    "advice.withdrawn": N_("Advice withdrawn"),
    "artisan.invited": N_("Artisan invited"),
    "artisan.placed": N_("Commune of a workshop changed"),
    "craft.marked": N_("Food or countries of a craft changed"),
    "factor.codes_renewed": N_("Recovery codes renewed"),
    "factor.forgotten": N_("Second factor taken away"),
    "factor.set": N_("Authenticator app set up"),
    "follow_up.closed": N_("What was owed after a no is done"),
    "feast.corrected": N_("Day of a feast corrected"),
    "feast.put_back": N_("Computed day of a feast taken again"),
    "item.added": N_("Piece added"),
    "item.archived": N_("Piece put away"),
    "item.described": N_("Facts of a piece changed"),
    "item.destinations": N_("Countries of a piece changed"),
    "item.food_described": N_("What a food says changed"),
    "item.paused": N_("Piece taken off sale"),
    "item.published": N_("Piece put on sale"),
    "item.resumed": N_("Piece put on sale again"),
    "item.sent_back": N_("Piece sent back to the artisan"),
    "item.submitted": N_("Piece handed over"),
    "label.added": N_("Label added"),
    "label.renewed": N_("Label renewed"),
    "label.taken_off": N_("Label taken off"),
    "link.renewed": N_("New link sent to a customer"),
    "message.sent_again": N_("Message sent again"),
    "password.chosen": N_("Password chosen by a link"),
    "photo.tried_again": N_("An unreadable photo tried again"),
    "photos.approved": N_("Photos approved"),
    "photos.discarded": N_("Photos that waited put away"),
    "photos.refused": N_("Photos refused"),
    "proposal.put_off": N_("Proposal put off"),
    "requests.exported": N_("Requests written to a table"),
    "role.changed": N_("Role changed"),
    "sessions.ended": N_("Sessions ended"),
    "sign_in.failed": N_("Sign-in failed"),
    "signed.in": N_("Signed in"),
    "staff.invited": N_("Team member invited"),
    "stock.adjusted": N_("Stock changed"),
    "table.imported": N_("Table imported"),
    "task.done": N_("Task done"),
    "task.given_back": N_("Task given back"),
    "task.handed_on": N_("Task handed on"),
    "task.taken": N_("Task taken"),
    "task.taken_back": N_("Task taken back"),
    "term.added": N_("Word added to the glossary"),
    "term.changed": N_("Word of the glossary changed"),
    "term.put_back": N_("Word put back into the glossary"),
    "term.removed": N_("Word taken out of the glossary"),
    "terms.changed": N_("Price or delay changed"),
    "text.approved": N_("Text approved"),
    "text.confirmed": N_("Translation found to fit still"),
    "text.refused": N_("Text refused"),
    "texts.imported": N_("Translations taken in from a file"),
    "variant.added": N_("Size or colour added"),
    "variant.brought_back": N_("Size or colour offered again"),
    "variant.changed": N_("Size or colour changed"),
    "variant.moved": N_("Order of sizes changed"),
    "variant.taken_away": N_("Size or colour taken away"),
    "visit.logged": N_("Call or visit logged"),
    "visit.undone": N_("Logged call or visit undone"),
    "wish.dropped": N_("Wished piece dropped"),
    "wish.kept": N_("Wished piece kept"),
    "wish.open": N_("Wished piece looked for again"),
    "wish.taken": N_("Wished piece taken up"),
}
"""Deeds this page has words for; another is shown as it is written."""


class Subject(NamedTuple):
    """url: empty where there is no page about it."""

    name: str
    url: str = ""


class Row(NamedTuple):
    at: datetime
    what: str
    who: str | None
    on_behalf_of: str | None
    subject: Subject
    details: list[str]


def named(deed: str) -> str:
    return str(_(WORDS[deed])) if deed in WORDS else deed


def rows(events: Sequence[AuditEvent]) -> list[Row]:
    """In words, with six questions at most for all of them together."""
    people = findings.names({e.by_id for e in events if e.by_id} | _ids(events, "user"))
    makers = findings.artisan_names({e.on_behalf_of_id for e in events if e.on_behalf_of_id} | _ids(events, "artisan"))
    subjects = _subjects(events, people, makers)
    return [
        Row(
            at=event.at,
            what=named(event.deed),
            who=people.get(event.by_id) if event.by_id else None,
            on_behalf_of=makers.get(event.on_behalf_of_id) if event.on_behalf_of_id else None,
            subject=subjects.get((event.subject, event.subject_id), Subject("")),
            details=details(event),
        )
        for event in events
    ]


def _ids(events: Sequence[AuditEvent], subject: str) -> set[int]:
    return {event.subject_id for event in events if event.subject == subject and event.subject_id}


def _subjects(
    events: Sequence[AuditEvent], people: dict[int, str], makers: dict[int, str]
) -> dict[tuple[str, int | None], Subject]:
    """What each deed is about, by its name where it has one, and where it leads."""
    found: dict[tuple[str, int | None], Subject] = {}
    for id_ in _ids(events, "user") & people.keys():
        found["user", id_] = Subject(people[id_])
    for id_ in _ids(events, "artisan") & makers.keys():
        found["artisan", id_] = Subject(makers[id_], url_for("advisor.artisans.show", artisan_id=id_))
    for id_, reference in references(_ids(events, "purchase_request")).items():
        found["purchase_request", id_] = Subject(reference, url_for("advisor.request.show", reference=reference))
    for id_, title in titles(_ids(events, "recommendation")).items():
        found["recommendation", id_] = Subject(title, url_for("advisor.advice.show", recommendation_id=id_))
    for id_, reference in naming.references(_ids(events, "item")).items():
        found["item", id_] = Subject(reference, url_for("advisor.catalogue.item", item_id=id_))
    for id_, (item_id, sku) in naming.of_variants(_ids(events, "variant")).items():
        found["variant", id_] = Subject(sku, url_for("advisor.catalogue.item", item_id=item_id))
    return found
