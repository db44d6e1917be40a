"""A proof tells whoever reads it nothing of what one or two other makers are asked for."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.base.database import db
from app.domain.advice import proofs
from app.domain.advice.models import AdviceState, Recommendation
from app.domain.advice.proofs import Subject
from app.domain.demand import unmet
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import Kind
from app.domain.people.models import Artisan
from app.domain.people.trades import Craft
from tests import given
from tests.advisor.test_advice import _fields
from tests.advisor.test_advice_follow import _in_vain
from tests.domain.demand import given as signs
from tests.pages import Visitor

YESTERDAY = signs.TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(given.NOW, tick=False):
        yield


def _asked(craft: Craft, makers: list[Artisan], days_ago: int = 9) -> None:
    for maker in makers:
        piece = given.item(maker, craft_=craft)
        columns = {"item_id": piece.id, "craft_id": craft.id, "artisan_id": maker.id}
        signs.day(SignalKind.REQUEST_LINE, days_ago, 3, **columns)


def _makers(number: int) -> tuple[Craft, list[Artisan]]:
    craft = given.craft("weaving")
    return craft, [given.artisan(crafts=[craft]) for _ in range(number)]


@pytest.mark.parametrize(("others", "status"), [(0, 303), (1, 422), (2, 422), (3, 303)])
def test_what_is_asked_of_a_craft_is_told_where_it_rests_on_three_others_or_on_none(
    desk: Visitor, others: int, status: int
) -> None:
    craft, (me, *rest) = _makers(1 + others)
    _asked(craft, [me, *rest])
    form = _fields(artisans=[str(me.id)], proofs=[f"requests:craft:{craft.id}"], step="send")
    page = desk.post(f"/advisor/advice/new?craft={craft.id}", form, status=status)
    sent = db.session.scalars(select(Recommendation)).all()
    assert [one.state for one in sent] == ([AdviceState.SENT] if status == 303 else [])
    assert status == 303 or "Mendil bleu" in page.text


def test_what_is_asked_of_anothers_piece_is_for_its_maker_alone(desk: Visitor) -> None:
    craft, (me, other) = _makers(2)
    piece = given.item(other, craft_=craft)
    signs.day(SignalKind.REQUEST_LINE, 9, 3, item_id=piece.id, craft_id=craft.id, artisan_id=other.id)
    here, form = f"/advisor/advice/new?item={piece.id}", {"proofs": [f"requests:item:{piece.id}"], "step": "send"}
    desk.post(here, _fields(artisans=[str(me.id)], **form), status=422)
    desk.post(here, _fields(artisans=[str(other.id)], **form))


def test_weeks_are_drawn_where_each_rests_on_four_or_all_on_one(desk: Visitor) -> None:
    craft, makers = _makers(4)

    def drawn() -> tuple[int, ...]:
        (proof,) = proofs.candidates(Subject(craft.id), on=YESTERDAY)
        return proof.series

    _asked(craft, makers[:1])
    assert sum(drawn()) == 3
    _asked(craft, makers[1:])
    assert sum(drawn()) == 12
    _asked(craft, makers[:3], 40)
    assert drawn() == ()


def test_a_draft_of_a_proposal_rests_on_what_its_maker_may_be_told(desk: Visitor) -> None:
    _in_vain()
    craft = db.session.scalars(select(Craft).where(Craft.slug == "weaving")).one()
    _asked(craft, [given.artisan(), given.artisan()])
    wanted = next(one for one in unmet.ranked(now=given.NOW) if one.kind is Kind.NO_RESULT)
    subject = Subject(wanted.craft_id, None, wanted)
    assert len(proofs.candidates(subject, on=YESTERDAY)) == 2
    desk.post("/advisor/advice/proposals/take", {"opportunity": wanted.key})
    draft = db.session.scalars(select(Recommendation)).one()
    assert [proof.source.partition(":")[0] for proof in draft.evidence] == ["searches"]


def test_what_one_maker_alone_declined_is_told_to_no_other_though_many_declined_something(desk: Visitor) -> None:
    craft, (alone, me, *others) = _makers(5)
    for maker in [me, *others]:
        piece = given.item(maker, craft_=craft)
        columns = {"item_id": piece.id, "craft_id": craft.id, "artisan_id": maker.id, "reason": "no_stock"}
        signs.day(SignalKind.DECLINE, 9, 2, **columns)
    signs.day(SignalKind.DECLINE, 9, 4, craft_id=craft.id, artisan_id=alone.id, reason="no_time")
    key = f"decline:c{craft.id}:no_time"
    here = f"/advisor/advice/new?opportunity={key}"
    assert f'value="{key}"' in desk.get(here).text
    desk.post(here, _fields(artisans=[str(me.id)], proofs=[key], step="send"), status=422)
    desk.post(here, _fields(artisans=[str(alone.id)], proofs=[key], step="send"))
    (sent,) = db.session.scalars(select(Recommendation)).all()
    assert [one.artisan_id for one in sent.responses] == [alone.id]
