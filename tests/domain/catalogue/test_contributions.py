"""Who did how much: counted from what is there, in a fixed number of questions, and each figure has its rows."""

from datetime import timedelta

from flask import Flask

from app.domain.catalogue import contributions, photos, publishing, texts
from app.domain.catalogue.contributions import NAMES, Period
from app.domain.catalogue.models import ItemState
from app.domain.catalogue.revisions import PhotoState
from app.domain.catalogue.texts import Words
from tests import given

DAY = timedelta(days=1)
NOW = given.NOW
WEEKS = [Period(NOW - 7 * DAY, NOW), Period(NOW, NOW + 7 * DAY)]


def test_each_deed_counts_for_who_did_it_when_it_was_done(app: Flask, statements: list[str]) -> None:
    nadia, ikram = given.advisor(), given.advisor(name="Ikram")
    bowl = given.item(state=ItemState.SUBMITTED, published_at=None)
    maker = bowl.artisan.user
    assert maker is not None
    for words in ("Bol", "Bol bleu", "Bol bleu vif"):
        texts.propose(bowl, "fr", Words(words, description="Tourné."), by=nadia, at=NOW)
    texts.approve(bowl, "fr", by=ikram, at=NOW + DAY)
    texts.propose(bowl, "ar", Words("زبدية"), by=nadia, at=NOW - DAY)
    taken = photos.take_in(800, 1000, by=maker, at=NOW)
    taken.state = PhotoState.READY
    photos.propose(bowl, [taken], by=maker, at=NOW)
    photos.approve(bowl, by=nadia, at=NOW + 7 * DAY)  # beyond
    publishing.publish(bowl, by=ikram, at=NOW)
    statements.clear()
    assert contributions.counts(WEEKS) == {
        (nadia.id, 0, "translated.ar"): 1,
        (nadia.id, 1, "written"): 1,
        (ikram.id, 1, "approved"): 1,
        (ikram.id, 1, "published"): 1,
    }
    assert len(statements) == 1
    assert contributions.counts(WEEKS, by_id=ikram.id).keys() == {
        (ikram.id, 1, "approved"), (ikram.id, 1, "published")
    }  # fmt: skip


def test_every_figure_opens_to_as_many_rows(app: Flask) -> None:
    nadia = given.advisor()
    for _ in range(contributions.PAGE + 1):
        bowl = given.item(state=ItemState.SUBMITTED, published_at=None)
        publishing.send_back(bowl, "Plus clair.", by=nadia, at=NOW)
        texts.propose(bowl, "es", Words("Cuenco"), by=nadia, at=NOW)
    counts = contributions.counts(WEEKS[1:])
    for name in NAMES:
        rows, total, pages = contributions.rows(name, WEEKS[1], nadia.id)
        assert total == counts.get((nadia.id, 0, name), 0)
        assert (len(rows), pages) == ((contributions.PAGE, 2) if total else (0, 1))
