"""Questions about requests."""

from datetime import timedelta

from flask import Flask

from app.base.database import db
from app.domain.purchasing import deciding, findings
from tests import given


def test_a_line_waits_for_its_maker_in_the_database_as_it_does_at_hand(app: Flask) -> None:
    later = given.NOW + timedelta(hours=1)
    untouched, half = given.request(), given.request(given.item(), given.item())
    given.answer(half.lines[0])
    changed, again = given.offer(), given.offer()
    for offer in (changed, again):
        deciding.ask_change(offer, "En bleu", at=later)
    given.answer(again.request.lines[0], at=later + timedelta(hours=1))
    asked = {untouched: None, half: None, changed.request: later, again.request: later}
    db.session.expire_all()
    waiting = {line.id for line in db.session.scalars(findings.to_answer())}
    at_hand = {line.id for request, moment in asked.items() for line in request.lines if findings.waits(line, moment)}
    assert waiting == at_hand == {line.id for line in (*untouched.lines, half.lines[1], *changed.request.lines)}
