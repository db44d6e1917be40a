"""Advice as the team reads it in Arabic: figures keep their sign, words of another language their direction."""

from app.domain.advice.models import Evidence
from tests import given
from tests.pages import Visitor


def test_a_sign_stays_before_its_figure_and_the_unit_is_said_in_the_readers_language(visitor: Visitor) -> None:
    sent = given.advice(given.artisan(), expected_change=-2)
    sent.evidence.append(
        Evidence(
            position=1, source="price:1", figure="+90 MAD", sentences={"fr": "de plus par pièce."}, frozen_at=given.NOW
        )
    )
    page = visitor.sign_in(given.advisor(language="ar")).get(f"/advisor/advice/{sent.id}").text
    assert '<bdi dir="ltr">−2</bdi>' in page
    assert '<b class="num"><bdi dir="ltr">+90</bdi> درهم</b>' in page and "MAD" not in page


def test_the_editor_lists_artisans_with_the_comma_of_the_reader_and_shows_french_as_french(visitor: Visitor) -> None:
    maker = given.artisan(name="Rahma")
    visitor.sign_in(given.advisor(language="ar"))
    assert "Rahma، " in visitor.get("/advisor/advice/new").text
    draft = given.advice(maker, sent=False, artisan_ids=[maker.id], sentences={"fr": "Faites 6 mendils."})
    assert '<p lang="fr" dir="ltr">Faites 6 mendils.</p>' in visitor.get(f"/advisor/advice/{draft.id}/edit").text
