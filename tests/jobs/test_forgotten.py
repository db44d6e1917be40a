"""A canary is forgotten, and then searched for in every table, file and log, and in the next backup."""

import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.adapters import storage
from app.base import clock
from app.base.database import begin_writing, db
from app.domain.alerts.models import Alert
from app.domain.notices.models import Channel, Delivery, OutboxMessage
from app.domain.purchasing import papers
from app.domain.purchasing.models import PurchaseRequest, State
from app.domain.purchasing.offer_models import OfferState
from app.web.logs import is_ours
from tests import canary
from tests.canary import NUMBERS, WORDS
from tests.gateways import PostOffice
from tests.jobs.lived import Lived, work

PUBLISHED = {"customer_word.body", "backup tables/customer_word.jsonl"}
"""What is kept when the clock forgets: a word that an advisor let everybody read. It says a country and no name."""
OF_THE_LAW = {"document.personal", "backup tables/document.jsonl"}
"""What the papers of a sale keep until their years are over (``papers.YEARS_KEPT``): to whom, where, what was meant."""
ON_PAPERS = {"name", "address", "city", "new address", "description", "offer", "payment", "refund", "tracking"}
FILE = "the database’s file"
REFUSAL = "550 no such person: {}"

Search = Callable[[], dict[str, set[str]]]


@pytest.fixture
def lived(own_app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lived]:
    chosen = replace(own_app.config["SETTINGS"], mail_url=f"smtp://127.0.0.1:{office.port}")
    monkeypatch.setitem(own_app.config, "SETTINGS", chosen)
    with own_app.app_context():
        begin_writing()
        yield Lived(own_app, office)
        db.session.remove()


@pytest.fixture
def search(own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Search]:
    """Whatever is found of the canary, and where. What the log says is kept from here on."""
    written, ours = io.StringIO(), next(filter(is_ours, logging.getLogger().handlers))
    ear = logging.StreamHandler(written)
    ear.setFormatter(ours.formatter)
    ear.addFilter(lambda line: line.name != "mail.log")  # of the test's own mail server, which is the outside world
    logging.getLogger().addHandler(ear)
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))

    def look() -> dict[str, set[str]]:
        db.session.commit()
        backup = tmp_path / "next.zip"
        backup.unlink(missing_ok=True)
        made = own_app.test_cli_runner().invoke(args=["backup", "create", str(backup)])
        assert made.exit_code == 0, made.output
        places = chain(
            canary.tables(),
            canary.files(_folder(own_app)),
            canary.files(aside),
            canary.media(own_app),
            canary.archive(backup),
            [("the log", written.getvalue().encode())],
        )
        return canary.found(places, canary.needles())

    yield look
    logging.getLogger().removeHandler(ear)


def _folder(app: Flask) -> Path:
    """The instance’s; where the database is a file, that and what SQLite keeps beside it."""
    instance = Path(app.config["SETTINGS"].instance)
    instance.mkdir(exist_ok=True)
    database = db.engine.url.database or ""
    if db.engine.dialect.name == "sqlite":
        for one in Path(database).parent.glob(f"{Path(database).name}*"):
            link = instance / one.name
            link.unlink(missing_ok=True)
            link.hardlink_to(one)
    return instance


def state_of(asked: PurchaseRequest) -> State:
    return db.session.scalars(select(PurchaseRequest.state).where(PurchaseRequest.id == asked.id)).one()


def everything(lived: Lived) -> tuple[PurchaseRequest, PurchaseRequest]:
    """A request that goes to its end, and one that its customer leaves open."""
    lived.waits_for_pieces()
    asked = lived.asks_for_a_piece()
    lived.writes(asked)
    lived.is_answered(asked)
    lived.is_offered(asked)
    lived.asks_for_a_change(asked)
    lived.is_answered(asked)
    lived.office.answer = REFUSAL
    lived.is_offered(asked)
    work()
    lived.office.answer = "250 OK"
    lived.receives(asked)
    open_still = lived.asks_for_two()
    lived.leaves_the_house_in_a_table()
    assert state_of(asked) is State.CLOSED
    return asked, open_still


def after_an_hour(travel: time_machine.Traveller) -> None:
    """SQLite lets go of old pages every hour."""
    travel.shift(timedelta(hours=1, minutes=1))
    work()


def untold() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.state == Delivery.FAILED)))


def test_on_their_word_nothing_is_left_of_a_customer(lived: Lived, search: Search) -> None:
    asked, open_still = everything(lived)
    assert any(WORDS["email"] in (one.last_error or "") for one in untold())
    before = search()
    assert set(before) >= (WORDS.keys() | NUMBERS.keys()) - {"exif", "comment"}, "the search finds what there is"
    assert not {what for what, places in before.items() if "the log" in places}, "the log never held it"
    for one in (asked, open_still):
        lived.customer.post(f"{lived.page(one)}/erase", {})
    work()
    with time_machine.travel(clock.now()) as travel:
        after_an_hour(travel)
    _only_papers_know_of_them(search(), asked)
    assert db.session.scalars(select(Alert)).all() == []
    told = [one.template for one in db.session.scalars(select(OutboxMessage)) if one.channel is Channel.SMS]
    assert "lines_withdrawn" in told, "makers are still told that the request is over, with an account or without"


def test_on_the_day_itself_the_words_of_a_wish_and_its_pictures_go_too(lived: Lived, search: Search) -> None:
    """Before anything was prepared, delivered or counted."""
    asked = lived.asks_for_a_piece()
    db.session.commit()
    media = storage.at(lived.app.config["SETTINGS"].media_url)
    originals = [path for path in media.paths() if "originals" in path]
    assert originals and {"exif", "comment", "description", "phone"} <= set(search())
    lived.customer.post(f"{lived.page(asked)}/erase", {})
    work()
    with time_machine.travel(clock.now()) as travel:
        after_an_hour(travel)
    assert search() == {}
    assert not set(originals) & set(media.paths())


def test_a_year_after_the_end_the_clock_forgets_all_but_a_published_word(lived: Lived, search: Search) -> None:
    with time_machine.travel(clock.now(), tick=True) as travel:
        asked, left = everything(lived)
        lived.team.post(f"/advisor/requests/{asked.reference}/word/publish", {})
        lived.team.post(f"/advisor/requests/{left.reference}/cancel", {"reason": "no_answer"})
        work()
        travel.shift(timedelta(days=360))
        work()
        assert "name" in search(), "not a day too early"
        travel.shift(timedelta(days=10))
        work()
        after_an_hour(travel)
        kept = search()
        assert kept.pop("praise") - {FILE} == PUBLISHED
        _only_papers_know_of_them(kept, asked)
        travel.shift(timedelta(days=366 * papers.YEARS_KEPT + 366))
        work()
        after_an_hour(travel)
        kept = search()
        assert kept.keys() == {"praise"} and kept["praise"] - {FILE} == PUBLISHED
        assert len(papers.of_request(asked)) >= 3, "numbers, pieces and sums stay"


def _only_papers_know_of_them(kept: dict[str, set[str]], asked: PurchaseRequest) -> None:
    """And of papers those of a sale."""
    assert kept.keys() <= ON_PAPERS
    assert {place for places in kept.values() for place in places} - {FILE} == OF_THE_LAW
    issued = papers.of_request(asked)
    assert len(issued) >= 3 and any(paper.personal for paper in issued)
    unsold = [paper for paper in issued if paper.offer and paper.offer.state is not OfferState.ACCEPTED]
    assert unsold and not any(paper.personal for paper in unsold)
