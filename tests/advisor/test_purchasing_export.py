"""Requests as a table: as the filters show them, with contacts for coordinators alone, and written down."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.purchasing import deciding
from tests import given
from tests.pages import Page, Visitor

CONTACT = ("Claire Morel", "claire@example.org", "+33612345678", "Lyon", "12 rue Garibaldi")
CONTACTS = {"email": CONTACT[1], "phone": CONTACT[2], "city": CONTACT[3], "address": CONTACT[4]}


def rows_of(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))


def export(visitor: Visitor, query: str = "", kind: str = "csv") -> Page:
    return visitor.post(f"/advisor/requests/export{query}", {"kind": kind}, status=200)


def test_a_row_says_what_was_asked_and_what_was_offered(visitor: Visitor) -> None:
    maker = given.artisan(name="Rahma Bakkali")
    asked = given.request(given.item(maker, title="Mendil rouge", price=26050), needed_by=given.NOW.date())
    given.offer(asked, delivery_cost=14500)
    visitor.sign_in(given.advisor(language="fr"))
    page = export(visitor)
    assert page.response.headers["Content-Disposition"].startswith('attachment; filename="requests-')
    assert page.response.headers["Cache-Control"] == "private, no-store"
    (row,) = rows_of(page)
    values = list(row.values())
    assert values[:2] == [asked.reference, "2026-11-20"]
    assert {"France", "Rahma Bakkali", "260,5", "145", "405,5", "2026-11-30"} <= set(values)
    assert any(value.startswith("Mendil rouge") for value in values)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_contacts_stand_in_a_coordinators_table_alone(visitor: Visitor, kind: str) -> None:
    wish = given.Wished("Un tapis, écrivez à moi@example.org")
    words = {"message": "Appelez-moi au 06 12 34 56 78"}
    given.request(wish, contact=given.contact(**CONTACTS), **words)
    given.request(contact=given.contact(name="=1+1", **CONTACTS))

    def said(who: object) -> str:
        visitor.sign_in(who)
        body = export(visitor, kind=kind).response.data
        if kind == "csv":
            return body.decode()
        sheet = load_workbook(io.BytesIO(body)).worksheets[0]
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)

    without, whole = said(given.advisor()), said(given.coordinator())
    assert not [word for word in (*CONTACT, "moi@example.org", "06 12", "=1+1") if word in without]
    assert not [word for word in CONTACT if word.strip("+") not in whole]
    assert "moi@example.org" not in whole and "06 12" not in whole


def test_what_people_typed_is_no_formula(visitor: Visitor) -> None:
    given.request(contact=given.contact(name="=cmd|'/C evil'!A0", city="@SUM(A1)"))
    visitor.sign_in(given.coordinator())
    (row,) = rows_of(export(visitor))
    typed = [value for value in row.values() if "evil" in value or "SUM" in value]
    assert len(typed) == 2 and not [value for value in typed if value[:1] in "=+-@\t"]


def test_the_filters_of_the_page_are_followed(visitor: Visitor) -> None:
    me = given.advisor()
    mine = given.request(given.item(given.artisan(advisor=me)))
    answered, gone = given.request(), given.request()
    given.answer(answered.lines[0])
    deciding.withdraw(gone, at=given.NOW)
    visitor.sign_in(me)

    def found(query: str) -> list[str]:
        shown = visitor.get(f"/advisor/requests/{query}").text
        references = [next(iter(row.values())) for row in rows_of(export(visitor, query))]
        assert all(reference in shown for reference in references)
        return references

    assert found("") == [mine.reference, answered.reference]
    assert found("?mine=1") == [mine.reference]
    assert found("?turn=offer_to_make") == found("?state=answering") == [answered.reference]
    assert found("?state=over") == found("?state=withdrawn") == [gone.reference]
    assert found(f"?artisan={mine.lines[0].artisan_id}") == [mine.reference]
    assert found("?state=closed") == []


def test_a_long_table_comes_whole_and_once(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.advisor.purchasing_export.AT_ONCE", 2)
    asked = [given.request(given.item()) for _number in range(5)]
    given.answer(asked[1].lines[0])
    visitor.sign_in(given.advisor())
    assert [next(iter(row.values())) for row in rows_of(export(visitor))] == [one.reference for one in asked]
    waiting = [next(iter(row.values())) for row in rows_of(export(visitor, "?turn=artisans"))]
    assert waiting == [one.reference for one in asked if one is not asked[1]]


def test_a_table_is_written_down(visitor: Visitor) -> None:
    visitor.sign_in(given.coordinator())
    export(visitor, "?state=sent&mine=1", kind="xlsx")
    deed = db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "requests.exported")).one()
    facts = {name: deed.facts[name] for name in ("state", "kind", "contacts")}
    assert facts == {"state": "sent", "kind": "xlsx", "contacts": True} and deed.facts["advisor_id"] == deed.by_id
    visitor.get("/office/audit/?deed=requests.exported")
    visitor.sign_in(given.advisor())
    export(visitor, kind="nonsense")
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None and last.facts == {"kind": "csv", "contacts": False}


def test_a_form_without_a_key_brings_the_page_again(visitor: Visitor) -> None:
    given.request()
    visitor.sign_in(given.advisor())
    visitor.post("/advisor/requests/export", {"kind": "csv", "key": "?"}, status=422)
    assert not db.session.scalars(select(AuditEvent).where(AuditEvent.deed == "requests.exported")).all()
