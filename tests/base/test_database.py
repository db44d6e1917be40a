"""What the database says when it refuses a row: which rule, and nothing of what stood in the row."""

import traceback

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.base.database import db
from app.domain.purchasing.models import PurchaseRequest
from tests import given


def test_a_row_that_is_refused_is_told_to_nobody(app: Flask) -> None:
    """PostgreSQL repeats it, several lines of it where an address has several."""
    asked = given.request(contact=given.contact(name="Canari\nVole", address="5 rue\ndu Serin"))
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(update(PurchaseRequest).where(PurchaseRequest.id == asked.id).values(email=None))
    told = "".join(traceback.format_exception(refused.value))
    assert "reachable" in told
    assert not [word for word in ("Canari", "Vole", "Serin", "Lyon") if word in told]
