"""Advice to begin from: what is known to be followed comes first, not what was followed once."""

from flask import Flask

from app.base.database import db
from app.domain.advice import reusing
from app.domain.advice.models import ResponseState
from tests import given


def advised(sentence: str, *, followed: int, of: int) -> None:
    made = given.advice(*(given.artisan() for _number in range(of)), sentences={"fr": sentence})
    for response in made.responses[:followed]:
        response.state = ResponseState.DONE
    db.session.flush()


def test_one_of_one_comes_after_nine_of_ten_and_before_what_nobody_followed(app: Flask) -> None:
    advised("Souvent suivi.", followed=9, of=10)
    advised("Jamais envoyé à personne.", followed=0, of=0)
    advised("Jamais suivi.", followed=0, of=3)
    advised("Une fois.", followed=1, of=1)
    found = reusing.templates()
    assert [one.recommendation.sentence("fr") for one in found] == [
        "Souvent suivi.",
        "Une fois.",
        "Jamais suivi.",
        "Jamais envoyé à personne.",
    ]
    assert [one.is_small for one in found] == [False, True, True, True]


def test_of_what_is_followed_as_often_the_latest_comes_first(app: Flask) -> None:
    advised("Avant.", followed=2, of=3)
    advised("Après.", followed=2, of=3)
    assert [one.recommendation.sentence("fr") for one in reusing.templates()] == ["Après.", "Avant."]
