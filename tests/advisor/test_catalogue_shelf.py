"""A variant's price and stock, changed in its maker's name."""

import pytest
from sqlalchemy import select

from app.base.database import db
from app.domain.audit.models import AuditEvent
from app.domain.catalogue.models import StockMovement
from app.domain.people.models import User
from tests import given
from tests.pages import Visitor


def test_price_and_stock_are_changed_in_the_makers_name(desk: Visitor, nadia: User) -> None:
    bowl = given.item(stock=3, price=26000)
    there = f"/advisor/catalogue/items/{bowl.id}/variants/{bowl.main.id}"
    desk.post(there, {"what": "price", "price": "300", "seen": "26000-0"})
    desk.post(there, {"what": "stock", "kind": "made", "number": "2"})
    db.session.expire_all()
    assert (bowl.main.price, bowl.main.on_hand) == (30000, 5)
    last = db.session.scalars(select(StockMovement).order_by(StockMovement.id.desc())).first()
    assert last and last.on_behalf and last.by_id == nadia.id
    deeds = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "variant")).all()
    assert {deed.deed for deed in deeds} == {"terms.changed", "stock.adjusted"}
    assert {deed.on_behalf_of_id for deed in deeds} == {bowl.artisan_id}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"what": "price", "price": "0", "seen": "26000-0"}, 422),
        ({"what": "price", "price": "300", "seen": "1-0"}, 409),
        ({"what": "price", "price": "300", "seen": "x"}, 422),
        ({"what": "stock", "kind": "stolen", "number": "1"}, 422),
        ({"what": "stock", "kind": "damaged", "number": "9"}, 422),
        ({"what": "stock", "kind": "made", "number": "99999999999999"}, 422),
    ],
)
def test_wrong_prices_and_counts_are_said(desk: Visitor, wrong: dict[str, str], status: int) -> None:
    bowl = given.item(stock=3, price=26000)
    desk.post(f"/advisor/catalogue/items/{bowl.id}/variants/{bowl.main.id}", wrong, status=status)
    db.session.expire_all()
    assert (bowl.main.price, bowl.main.on_hand) == (26000, 3)
