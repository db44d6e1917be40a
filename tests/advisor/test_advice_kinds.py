"""Advice can be begun from every kind of opportunity: it is proposed in words, and rests on at least one proof."""

from dataclasses import replace
from typing import Any

import pytest

from app.advisor import advice_begun
from app.base.database import db
from app.domain.advice import proof_of_sign, proofs, proposing, writing
from app.domain.advice.models import Recommendation
from app.domain.advice.proof_offered import LONGEST_SOURCE
from app.domain.demand import unmet
from app.domain.demand.opportunities import Kind, Opportunity, named
from tests import given
from tests.domain.demand.given import TODAY
from tests.pages import Visitor

WORDS = "mendil de laine rouge très grand pour une table de douze personnes et encore plus long que cela"


def _found(kind: Kind, **columns: Any) -> Opportunity:
    said = {"words": WORDS, "facet": "material:wool", "craft_id": given.craft("weaving").id, **columns}
    return Opportunity(kind, named(kind, WORDS), (1, 0) * 6, 6, 50_000, 20_000, 90_000, **said)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("reason", ["", "price", "delay", "materials_missing"])
def test_every_kind_has_a_proof_why_and_a_sentence_to_begin_with(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, kind: Kind, reason: str
) -> None:
    found = _found(kind, reason=reason)
    monkeypatch.setattr(unmet, "ranked", lambda **_asked: [found])
    monkeypatch.setattr(unmet, "find", lambda _key, **_asked: found)
    given.artisan(crafts=[given.craft("weaving")])
    visitor.sign_in(given.advisor())
    (proposal,) = proposing.described([found], now=given.NOW)
    assert advice_begun.why(proposal) in visitor.get("/advisor/advice/proposals").text
    (proof,) = proof_of_sign.of(found)
    assert proof.number == (3 if kind is Kind.RISING else 6) and len(proof.source) <= LONGEST_SOURCE
    page = visitor.get("/advisor/advice/new", query_string={"opportunity": found.key}).text
    assert f'value="{proof.source}"' in page
    visitor.post("/advisor/advice/proposals/take", {"opportunity": found.key})
    draft = db.session.query(Recommendation).one()
    assert draft.evidence[0].source == proof.source and draft.sentence("ar") and draft.sentence("fr")
    assert len(draft.evidence[0].sentence("ar")) > 10
    assert len(draft.sentence("fr")) <= writing.LONGEST_SENTENCE


def test_one_sign_is_one_proof(visitor: Visitor) -> None:
    found = _found(Kind.OUT_OF_STOCK)
    sources = [one.source for one in proofs.candidates(proofs.Subject(opportunity=found), on=TODAY)]
    assert sources == [found.key[:LONGEST_SOURCE]]
    assert proof_of_sign.of(replace(found, count=2))[0].text != proof_of_sign.of(_found(Kind.DECLINED))[0].text
