"""What was looked for in vain is counted in people and stands apart from what was asked for."""

from flask import Flask

from app.domain.demand import unmet, vain
from app.domain.demand.lost import Cause
from app.domain.demand.models import SignalKind
from app.domain.demand.opportunities import Kind
from app.domain.demand.window import DAYS_A_MONTH
from tests import given as people
from tests.domain.demand import given
from tests.given import NOW


def test_each_sign_has_its_cause_and_is_worth_what_its_opportunity_is_over_the_period(app: Flask) -> None:
    gone = people.item(stock=0)
    given.day(SignalKind.VIEW, 3, 9, item_id=gone.id, craft_id=gone.craft_id, out_of_stock=True)
    given.day(SignalKind.SEARCH, 3, 7, words="fouta", without_result=7)
    given.day(SignalKind.SEARCH, 3, 8, words="zellige", language="fr")
    given.day(SignalKind.SEARCH, 3, 4, words="pouf", language="fr", out_of_stock=True)
    given.day(SignalKind.CLICK, 5, 1, words="miel", item_id=1)
    given.day(
        SignalKind.DECLINE, 3, 5, item_id=gone.id, craft_id=gone.craft_id, reason="no_stock"
    )  # asked for: not here
    given.day(SignalKind.VIEW, 84, 9, item_id=gone.id, craft_id=gone.craft_id, out_of_stock=True)
    found = {one.opportunity.kind: one for one in vain.signs(now=NOW)}
    assert {kind: (one.cause, one.people) for kind, one in found.items()} == {
        Kind.OUT_OF_STOCK: (Cause.NONE_LEFT, 9),
        Kind.NO_RESULT: (Cause.NOT_MADE, 7),
        Kind.POOR_RESULT: (Cause.NOT_FOUND, 8),
        Kind.UNAVAILABLE: (Cause.NONE_LEFT, 4),
    }
    listed = {one.kind: one for one in unmet.ranked(now=NOW)}
    for kind, sign in found.items():
        assert abs(sign.value - listed[kind].value * 84 / DAYS_A_MONTH) < 2
        assert sign.low <= sign.value <= sign.high


def test_a_piece_that_is_back_was_looked_for_in_vain_all_the_same(app: Flask) -> None:
    back = people.item(stock=2)
    given.day(SignalKind.VIEW, 3, 9, item_id=back.id, craft_id=back.craft_id, out_of_stock=True)
    (sign,) = vain.signs(now=NOW)
    assert (sign.people, sign.is_back) == (9, True)
    assert unmet.ranked(now=NOW) == []


def test_filters_hold(app: Flask) -> None:
    one, other = people.item(stock=0), people.item(stock=0, craft_=people.craft("pottery"))
    for piece in (one, other):
        given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=piece.craft_id, out_of_stock=True)
    given.day(SignalKind.SEARCH, 3, 7, words="fouta", without_result=7)
    assert [sign.opportunity.item_id for sign in vain.signs(now=NOW, crafts=frozenset({one.craft_id}))] == [one.id]
    assert {sign.cause for sign in vain.signs(now=NOW, cause=Cause.NOT_MADE)} == {Cause.NOT_MADE}
    assert vain.signs(now=NOW, cause=Cause.TOO_DEAR) == []


def test_the_number_of_statements_does_not_grow(app: Flask, statements: list[str]) -> None:
    for number in range(30):
        piece = people.item(stock=0)
        given.day(SignalKind.VIEW, 3, 9, item_id=piece.id, craft_id=piece.craft_id, out_of_stock=True)
        given.day(SignalKind.SEARCH, 3, 7, words=f"chose{number} rare{number * 7}", without_result=7)
    statements.clear()
    assert len(vain.signs(now=NOW)) == 60
    assert len(statements) <= 8, "\n".join(statements)
