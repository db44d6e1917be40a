"""Numbers of papers: each kind and year from 1 on, no gap and no double, whoever issues at the same time."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.purchasing import numbering
from app.domain.purchasing.document_models import Document
from tests import given, issuing
from tests.databases import Template
from tests.issuing import Rush

SMALL = Rush(processes=2, threads=8, documents=80)


def test_sixteen_at_once_number_from_one_to_the_last(template: Template, tmp_path: Path) -> None:
    with template.copy() as app:
        found = issuing.run(app, tmp_path, SMALL)
    assert found.trouble == []
    assert (found.issuers, found.issued, found.missing, found.double) == (16, 80, 0, 0)


def test_what_is_undone_leaves_no_gap(app: Flask) -> None:
    request = given.request()
    first = given.receipt(request).number
    db.session.commit()
    given.receipt(request)
    db.session.rollback()
    assert (first, given.receipt(request).number) == ("RE-2026-0001", "RE-2026-0002")
    assert db.session.scalars(select(Document.number).order_by(Document.id)).all() == ["RE-2026-0001", "RE-2026-0002"]


def test_each_kind_and_each_year_begins_at_one(app: Flask) -> None:
    assert numbering.take(numbering.OFFER, 2026) == "OF-2026-0001"
    assert numbering.take(numbering.DELIVERY_NOTE, 2026) == "BL-2026-0001"
    assert numbering.take(numbering.REFUND, 2026) == "RR-2026-0001"
    assert numbering.take(numbering.RECEIPT, 2026) == "RE-2026-0001"
    assert numbering.take(numbering.RECEIPT, 2027) == "RE-2027-0001"
    assert numbering.take(numbering.RECEIPT, 2026) == "RE-2026-0002"


def test_the_year_is_that_of_a_clock_in_casablanca(app: Flask) -> None:
    new_year_there = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert given.receipt(given.request(), at=new_year_there).number == "RE-2026-0001"
