"""A form acts once, and only if it can be told from itself sent twice."""

import pytest
from sqlalchemy import func, select

from app.base.database import db, new_key
from app.domain.purchasing.models import PurchaseRequest
from tests import given
from tests.pages import Visitor

SENT = {"name": "Claire Morel", "channel": "email", "email": "c@example.org", "country": "FR", "message": "Du rouge ?"}


@pytest.mark.parametrize("key", [None, "", "\0", "x" * 65, "../../../etc"])
def test_without_a_key_nothing_is_done_and_what_was_typed_can_be_sent_again(visitor: Visitor, key: str | None) -> None:
    bowl = given.item()
    sent = {**SENT, f"qty-{bowl.main.id}": "2"} | ({} if key is None else {"key": key})
    for _tap in range(2):
        answer = visitor.client.post("/fr/request", data=sent, headers=visitor.headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and "Du rouge ?" in page and 'value="2"' in page
        assert "n’est plus à jour" in page
    assert db.session.scalar(select(func.count(PurchaseRequest.id))) == 0
    again = {**sent, "key": page.partition('name="key" value="')[2].partition('"')[0]}
    first, second = (visitor.client.post("/fr/request", data=again, headers=visitor.headers) for _tap in range(2))
    assert first.location == second.location and first.status_code == 303
    assert db.session.scalar(select(func.count(PurchaseRequest.id))) == 1


def test_a_button_without_a_key_does_nothing(visitor: Visitor) -> None:
    """No field at all was sent: that is no form of ours."""
    item = given.item(stock=3)
    assert item.artisan.user
    visitor.sign_in(item.artisan.user)
    address = f"/portal/items/{item.id}/pause"
    answer = visitor.client.post(address, headers=visitor.headers)
    assert answer.status_code == 422 and "n’est plus à jour" in answer.get_data(as_text=True)
    visitor.post(address, {"key": new_key()})
