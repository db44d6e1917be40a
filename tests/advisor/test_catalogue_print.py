"""The catalogue on paper, asked for and fetched by the team."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.adapters import storage
from app.base.database import db
from app.domain.catalogue import prints
from app.domain.catalogue.prints import CataloguePrint, Choice, Prices, PrintState
from app.domain.people.models import User
from app.domain.people.trades import Craft
from tests import given
from tests.pages import Visitor

HERE = "/advisor/catalogue/print"


@pytest.fixture
def clay(app: Flask) -> Craft:
    clay = given.craft("clay", names={"fr": "Poterie du Rif", "ar": "فخار الريف"})
    given.item(given.artisan(crafts=[clay], place=given.place("laou")), title="Plat")
    return clay


def wanted(**changed: str) -> dict[str, str]:
    return {"craft": "clay", "place": "", "language": "ar", "prices": "both", **changed}


def made(app: Flask, clay: Craft, nadia: User, body: bytes | None, **columns: object) -> CataloguePrint:
    found = prints.ask(Choice(clay, None, "fr", Prices.NONE), by=nadia, at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    found.state = PrintState.READY
    for name, value in columns.items():
        setattr(found, name, value)
    if body is not None:
        found.size = len(body)
        storage.at(app.config["SETTINGS"].media_url).put(f"private/{found.file}", body)
    db.session.commit()
    return found


def test_a_catalogue_is_asked_for_and_waits_its_turn(desk: Visitor, clay: Craft, nadia: User) -> None:
    assert "Aucun catalogue n’a encore été demandé." in desk.get(HERE).plain
    assert desk.post(HERE, wanted()).location == f"{HERE}#prints"
    asked = db.session.query(CataloguePrint).one()
    assert (asked.craft_id, asked.place_id, asked.language, asked.prices) == (clay.id, None, "ar", Prices.BOTH)
    assert (asked.total, asked.by_id, asked.state) == (1, nadia.id, PrintState.WAITING)
    page = desk.get(HERE)
    assert "Poterie du Rif" in page.plain and "Attend son tour" in page.plain and "data-awaited" in page.text


def test_the_same_form_sent_twice_asks_once(desk: Visitor, clay: Craft) -> None:
    for _ in range(2):
        desk.post(HERE, {**wanted(), "key": "the-very-same-key"})
    assert db.session.query(CataloguePrint).count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"craft": "bare"}, "Ce choix ne contient aucune pièce à imprimer."),
        ({"craft": "x"}, ""),
        ({"place": "x"}, ""),
        ({"language": "zgh"}, ""),
        ({"prices": "x"}, ""),
    ],
)
def test_a_choice_without_pieces_is_told_beside_its_field(
    desk: Visitor, clay: Craft, wrong: dict[str, str], sentence: str
) -> None:
    given.craft("bare", names={"fr": "Métier sans pièce"})
    page = desk.post(HERE, wanted(**wrong), status=422)
    assert sentence in page.plain and 'role="alert"' in page.text
    assert db.session.query(CataloguePrint).count() == 0


def test_how_far_it_is_stands_on_the_page(app: Flask, desk: Visitor, clay: Craft, nadia: User) -> None:
    states = {"state": PrintState.WAITING, "leased_until": datetime(2026, 11, 20, 10, tzinfo=UTC), "total": 50}
    found = made(app, clay, nadia, None, **states, done=20)
    page = desk.get(HERE)
    assert "20 pièces sur 50" in page.plain and '<progress class="progress" max="50" value="20"' in page.text
    found.done = 50
    db.session.commit()
    assert "La mise en page est en cours." in desk.get(HERE).plain
    found.state, found.leased_until = PrintState.FAILED, None
    db.session.commit()
    page = desk.get(HERE)
    assert "N’a pas pu être fait" in page.plain and "data-awaited" not in page.text


def test_the_file_is_fetched_by_the_team_and_kept_by_nobody_on_the_way(
    app: Flask, desk: Visitor, clay: Craft, nadia: User
) -> None:
    body = b"%PDF-" + b"x" * 3_000_000
    found = made(app, clay, nadia, body)
    assert "Télécharger le PDF, 3,0 Mo" in desk.get(HERE).plain
    Visitor(app).get(f"{HERE}/{found.id}/file", status=303)
    answer = desk.client.get(f"{HERE}/{found.id}/file", headers=desk.headers)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, body, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="maalem-clay-fr-2026-11-20.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_that_is_not_there_is_not_found(app: Flask, desk: Visitor, clay: Craft, nadia: User) -> None:
    gone = made(app, clay, nadia, None)
    waiting = made(app, clay, nadia, b"%PDF", state=PrintState.WAITING)
    for print_id in (gone.id, waiting.id, 999_999):
        desk.get(f"{HERE}/{print_id}/file", status=404)


def test_the_queue_leads_there(desk: Visitor) -> None:
    assert f'href="{HERE}"' in desk.get("/advisor/catalogue/").text


def test_only_the_last_ones_are_listed(app: Flask, desk: Visitor, clay: Craft, nadia: User) -> None:
    for _ in range(prints.LISTED + 2):
        made(app, clay, nadia, None)
    assert desk.get(HERE).text.count("Télécharger") == prints.LISTED
