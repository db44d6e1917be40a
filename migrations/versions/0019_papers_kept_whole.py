"""A paper keeps all that it says: pro formas and refunds are documents too, and each knows who issued it.

Documents issued before get the settings of today, from which they were printed until now; the number of a parcel, which
leads to a door, goes to what is personal. Each offer sent before gets its pro forma, as it would have been printed today.
Refunds of before stay without a paper: none was issued then.
"""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op
from flask import current_app

from app.base.database import Json, Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = ("delivery_note", "receipt")
MENTIONS = ("name", "address", "ice", "fiscal", "register", "patente", "rib", "bank")

document = sa.table(
    "document",
    *(sa.column(name) for name in ("id", "kind", "number", "year", "request_id", "offer_id", "by_id")),
    sa.column("facts", Json()),
    sa.column("personal", Json()),
    sa.column("issued_at", Moment()),
)
REQUESTS = "SELECT id, reference, country, language, name, address, city, anonymised_at FROM purchase_request"
OFFERS = sa.text(
    "SELECT id, request_id, number, goods, delivery_cost, total, ready_on, expires_on, note, sent_at, sent_by_id, state"
    " FROM offer ORDER BY id"
).columns(ready_on=sa.Date(), expires_on=sa.Date(), sent_at=Moment())
LINES = sa.text(
    "SELECT o.offer_id, o.line_id, o.titles, o.quantity, o.unit_price, o.amount, o.ready_on, r.description,"
    " m.name, m.name_ar, a.quantity_ready, a.quantity_made"
    " FROM offer_line o JOIN request_line r ON r.id = o.line_id JOIN line_answer a ON a.id = o.answer_id"
    " LEFT JOIN artisan m ON m.id = r.artisan_id ORDER BY o.offer_id, o.position"
).columns(titles=Json(), ready_on=sa.Date())


def upgrade() -> None:
    _kinds(*BEFORE, "pro_forma", "refund")
    connection, house = op.get_bind(), _house()
    requests = {one.id: one for one in connection.execute(sa.text(REQUESTS))}
    for one in connection.execute(sa.select(document)).all():
        told = {**one.facts, "house": house, "language": requests[one.request_id].language}
        tracking = told.pop("tracking", None)
        person = one.personal if one.personal is None or tracking is None else {**one.personal, "tracking": tracking}
        changed = document.update().where(document.c.id == one.id)
        connection.execute(changed.values(facts=told, personal=person))
    lines: dict[int, list[Any]] = {}
    for line in connection.execute(LINES):
        lines.setdefault(line.offer_id, []).append(line)
    for offer in connection.execute(OFFERS).all():
        pro_forma = _pro_forma(offer, lines.get(offer.id, []), requests[offer.request_id], house)
        connection.execute(document.insert().values(pro_forma))


def downgrade() -> None:
    connection = op.get_bind()
    notes = sa.select(document).where(document.c.kind == "delivery_note")
    for one in connection.execute(notes).all():
        told = {**one.facts, "tracking": (one.personal or {}).get("tracking", "")}
        connection.execute(document.update().where(document.c.id == one.id).values(facts=told))
    op.execute("DELETE FROM document WHERE kind NOT IN ('delivery_note', 'receipt')")
    _kinds(*BEFORE)


def _kinds(*kinds: str) -> None:
    with op.batch_alter_table("document") as changed:
        changed.drop_constraint(op.f("ck_document_documentkind"), type_="check")
        changed.create_check_constraint(
            op.f("ck_document_documentkind"), f"kind IN ({', '.join(repr(kind) for kind in kinds)})"
        )


def _house() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    return {
        "legal": {name: getattr(settings.legal, name) for name in MENTIONS},
        "phone": settings.help_phone,
        "mail": parseaddr(settings.mail_from)[1],
        "site": urlsplit(settings.site_url).netloc,
    }


def _pro_forma(offer: Any, lines: list[Any], request: Any, house: dict[str, Any]) -> dict[str, Any]:
    who = {"name": request.name, "address": request.address, "city": request.city}
    wishes = {str(line.line_id): line.description for line in lines if line.description}
    personal = {**{what: words for what, words in who.items() if words}, "wishes": wishes, "note": offer.note or ""}
    return {
        "kind": "pro_forma",
        "number": offer.number,
        "year": int(offer.number.split("-")[1]),
        "request_id": offer.request_id,
        "offer_id": offer.id,
        "facts": {
            "house": house,
            "language": request.language,
            "reference": request.reference,
            "country": request.country,
            "offer": offer.number,
            "lines": [_line(line) for line in lines],
            "goods": offer.goods,
            "delivery": offer.delivery_cost,
            "total": offer.total,
            "ready_on": offer.ready_on.isoformat(),
            "expires_on": offer.expires_on.isoformat(),
        },
        "personal": None if request.anonymised_at else personal,
        "issued_at": offer.sent_at,
        "by_id": offer.sent_by_id,
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "titles": line.titles,
        "maker": {"fr": line.name, "ar": line.name_ar or line.name} if line.name else {},
        "quantity": line.quantity,
        "of": line.quantity,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "ready_on": line.ready_on.isoformat(),
        "to_make": line.quantity_made if line.quantity_ready else 0,
    }
