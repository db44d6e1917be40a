"""Advice to all makers of a craft costs what advice to one costs."""

from app.base.database import db
from app.domain.advice.models import AdviceState, Response
from app.domain.notices.models import OutboxMessage
from app.domain.people.trades import Craft
from tests import given
from tests.advisor.test_advice import _fields
from tests.pages import Visitor


def _statements_to_send(desk: Visitor, craft: Craft) -> int:
    """To all who make things of a craft."""
    draft = given.advice(sent=False, craft_id=craft.id, for_all=True)
    form = _fields(for_all="y", proofs=["searches:mendil 220"], seen=str(draft.version), step="send")
    page = desk.post(f"/advisor/advice/{draft.id}/edit", form)
    assert draft.state is AdviceState.SENT
    return len(page.queries)


def test_advice_to_all_makers_of_a_craft_asks_no_more_than_advice_to_one(desk: Visitor) -> None:
    weaving, pottery = given.craft("weaving"), given.craft("pottery")
    for craft, makers in ((pottery, 1), (weaving, 25)):
        for _ in range(makers):
            given.item(given.artisan(crafts=[craft]), craft_=craft)
    to_one = _statements_to_send(desk, pottery)
    assert db.session.query(Response).count() == db.session.query(OutboxMessage).count() == 1
    assert _statements_to_send(desk, weaving) == to_one
    assert db.session.query(Response).count() == db.session.query(OutboxMessage).count() == 26
