"""Advice freezes what it rests on, is sent once, and is never changed after that."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.advice import sending, writing
from app.domain.advice.baseline import Before
from app.domain.advice.models import AdviceKind, AdviceState, Recommendation, ResponseState
from app.domain.audit.models import AuditEvent
from app.domain.notices.models import OutboxMessage
from app.domain.people.models import Standing
from tests import given

BEFORE = Before(date(2026, 9, 25), date(2026, 11, 19), 4)
PROOF = writing.Proof("searches:mendil 220", {"fr": "personnes n’ont rien trouvé."}, figure="37", series=(1, 2, 3))


def _words(**changes: object) -> writing.Words:
    said = {"kind": AdviceKind.NEW_PIECE, "title": "Mendil", "sentences": {"fr": "Faites 6 mendils."}, **changes}
    return writing.Words(**said)


def _deeds(advice: Recommendation) -> list[tuple[str, int | None]]:
    """What was done with it, and by whom."""
    about = select(AuditEvent).where(AuditEvent.subject == "recommendation", AuditEvent.subject_id == advice.id)
    return [(event.deed, event.by_id) for event in db.session.scalars(about)]


def test_proofs_are_frozen_when_first_chosen(app: Flask) -> None:
    draft = writing.draft(_words(), [PROOF], by=given.advisor(), at=given.NOW)
    later = writing.Proof(PROOF.source, {"fr": "autre chose"}, figure="99")
    writing.revise(draft, _words(title="Mendil long"), [later], at=given.NOW)
    db.session.flush()
    assert [(e.figure, e.sentence("fr")) for e in draft.evidence] == [("37", "personnes n’ont rien trouvé.")]


def test_a_sentence_must_fit_an_artisans_screen(app: Flask) -> None:
    with pytest.raises(writing.TooLong):
        writing.draft(_words(sentences={"fr": "a" * 81}), [], by=given.advisor(), at=given.NOW)


def test_sending_asks_each_artisan_and_tells_those_with_a_phone(app: Flask) -> None:
    with_phone, without = given.artisan(), given.artisan(account=False)
    draft = writing.draft(_words(), [PROOF], by=given.advisor(), at=given.NOW)
    sender = given.advisor()
    sending.send(draft, [with_phone, without], before=BEFORE, by=sender, at=given.NOW)
    db.session.flush()
    assert _deeds(draft) == [("advice.sent", sender.id)]
    assert draft.state is AdviceState.SENT
    assert {response.artisan for response in draft.responses} == {with_phone, without}
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.recipient == with_phone.user.phone


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sentences": {"ar": "اصنعوا"}}, sending.SaysNothing),
        ({"proofs": []}, sending.ProvesNothing),
        ({"artisans": []}, sending.ForNobody),
    ],
)
def test_nothing_incomplete_is_sent(app: Flask, changes: dict[str, object], refusal: type[Exception]) -> None:
    said = dict(changes)
    artisans, proofs = said.pop("artisans", [given.artisan()]), said.pop("proofs", [PROOF])
    draft = writing.draft(_words(**said), proofs, by=given.advisor(), at=given.NOW)
    with pytest.raises(refusal):
        sending.send(draft, artisans, before=BEFORE, by=given.advisor(), at=given.NOW)
    assert draft.state is AdviceState.DRAFT


def test_somebody_who_left_is_not_advised(app: Flask) -> None:
    draft = writing.draft(_words(), [PROOF], by=given.advisor(), at=given.NOW)
    with pytest.raises(sending.NotInGoodStanding):
        sending.send(draft, [given.artisan(standing=Standing.LEFT)], before=BEFORE, by=given.advisor(), at=given.NOW)


def test_what_was_sent_is_neither_changed_nor_sent_again_nor_deleted(app: Flask) -> None:
    sent = given.advice(given.artisan())
    with pytest.raises(writing.AlreadySent):
        writing.revise(sent, _words(), [PROOF], at=given.NOW)
    with pytest.raises(writing.AlreadySent):
        sending.send(sent, [given.artisan()], before=BEFORE, by=given.advisor(), at=given.NOW)
    with pytest.raises(writing.AlreadySent):
        writing.discard(sent, at=given.NOW)


def test_withdrawing_leaves_what_was_done(app: Flask) -> None:
    waiting, finished = given.artisan(), given.artisan()
    sent = given.advice(waiting, finished)
    by_artisan = {response.artisan_id: response for response in sent.responses}
    by_artisan[finished.id].state = ResponseState.DONE
    advisor = given.advisor()
    writing.withdraw(sent, by=advisor, at=given.NOW)
    assert _deeds(sent) == [("advice.withdrawn", advisor.id)]
    assert by_artisan[waiting.id].state is ResponseState.WITHDRAWN
    assert by_artisan[finished.id].state is ResponseState.DONE
