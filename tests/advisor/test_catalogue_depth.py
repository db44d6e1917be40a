"""The team says more of an item: sizes and colours, food, labels with their proofs, countries; and of its craft."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from app.adapters import storage
from app.base import clock
from app.base.database import db
from app.domain.catalogue import labels, put_away
from app.domain.catalogue.models import ItemState, Kind
from app.domain.catalogue.proofs import Proof
from app.jobs import papers
from tests import given
from tests.given import PDF
from tests.pages import Visitor

BASE = "/advisor/catalogue"
LARGE = {"label_fr": "Grand", "label_ar": "كبير", "kind": "ready", "price": "300", "counted": "2", "lead_days": "7",
         "weekly_capacity": "0", "colour": "0", "photo": "0"}  # fmt: skip


def file(body: bytes = PDF, name: str = "igp.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(body), name


def test_a_size_is_added_changed_moved_taken_away_and_brought_back(desk: Visitor) -> None:
    desk.most_queries = 40
    bowl = given.item(stock=3)
    here = f"{BASE}/items/{bowl.id}"
    page = desk.post(f"{here}/variants/add", {**LARGE, "price": "x"}, status=422)
    assert 'value="Grand"' in page.text
    page = desk.post(f"{here}/variants/add", LARGE, status=422)
    assert "Dites d’abord comment s’appelle celle qui existe" in page.plain
    desk.post(f"{here}/variants/add", {**LARGE, "first_fr": "Petit"})
    small, large = bowl.variants
    assert (small.labels, large.labels["ar"], large.price, large.on_hand) == ({"fr": "Petit"}, "كبير", 30000, 2)
    assert "Grand" in desk.get(here).text
    there = f"{here}/variants/{large.id}"
    assert 'value="Grand"' in desk.get(f"{there}/particulars").text
    change = {**LARGE, "kind": "ready_then_made", "seen": str(large.version), "weight_g": "900"}
    desk.post(f"{there}/particulars", change)
    assert (large.kind, large.lead_days, large.weight_g) == (Kind.READY_THEN_MADE, 7, 900)
    desk.post(f"{there}/particulars", change, status=409)
    desk.post(f"{there}/earlier")
    assert [one.id for one in bowl.variants] == [large.id, small.id]
    given.request(given.Wanted(large, 1))
    desk.post(f"{there}/away")
    assert put_away.of(bowl) == [large] and "Archivées" in desk.get(here).text
    assert "garde au moins une taille" in desk.get(desk.post(f"{here}/variants/{small.id}/away").location).plain
    desk.post(f"{there}/back")
    assert [one.id for one in bowl.variants] == [small.id, large.id]
    desk.post(f"{there}/back", status=404)


def test_food_is_described_and_its_number_asked_for(desk: Visitor) -> None:
    desk.most_queries = 34  # what was refused is undone, and the page reads everything again
    jar = given.item(craft_=given.craft("honey", is_food=True), state=ItemState.PAUSED)
    here = f"{BASE}/items/{jar.id}"
    assert "numéro d’agrément ONSSA" in desk.get(here).plain
    assert "agrément ONSSA" in desk.post(f"{here}/resume", status=422).plain
    lot = {f"v{jar.main.id}-{name}": value for name, value in
           (("net_g", "500"), ("net_ml", ""), ("batch", "L7"), ("best_before", "2027-05-01"))}  # fmt: skip
    said = {"is_food": "craft", "authorisation": "mi.15.3.19", "ingredients_fr": "Miel", **lot}
    wrong = {**said, "seen": str(jar.version), f"v{jar.main.id}-best_before": "demain"}
    assert "L7" in desk.post(f"{here}/food", wrong, status=422).text
    desk.post(f"{here}/food", {**said, "seen": str(jar.version), "authorisation": "?"}, status=422)
    desk.post(f"{here}/food", {**said, "seen": str(jar.version)})
    assert (jar.authorisation, jar.main.net_g, jar.main.batch) == ("MI.15.3.19", 500, "L7")
    desk.post(f"{here}/resume")
    assert jar.state is ItemState.PUBLISHED
    desk.post(f"{here}/food", {**said, "authorisation": "", "seen": str(jar.version)}, status=409)


def test_the_written_exception_is_shown_with_its_reason(
    app: Flask, desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"]
    why = "Lettre ONSSA 412/26 du 3 mars 2026"
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(**{**vars(settings), "food_exception": why}))
    jar = given.item(craft_=given.craft("honey", is_food=True), state=ItemState.PAUSED)
    assert why in desk.get(f"{BASE}/items/{jar.id}").text and why in desk.get(f"{BASE}/items/{jar.id}/food").text
    desk.post(f"{BASE}/items/{jar.id}/resume")
    assert jar.state is ItemState.PUBLISHED


def test_a_label_is_carried_with_its_proof_which_only_the_team_opens(visitor: Visitor, desk: Visitor) -> None:
    desk.most_queries = 40
    oil = given.item()
    here = f"{BASE}/items/{oil.id}/labels"
    until = (clock.today() + timedelta(days=90)).isoformat()
    said = {"label": "igp", "number": "IGP 7", "expires_on": until}
    page = desk.post(f"{here}/add", {**said, "expires_on": "", "paper": file()}, status=422)
    kept = db.session.query(Proof).one()
    assert f'name="kept" value="{kept.key}"' in page.text and "IGP 7" in page.text
    assert (
        "PDF contient autre chose"
        in desk.post(
            f"{here}/add", {**said, "paper": file(PDF.replace(b"endobj", b"/S /JavaScript\nendobj"))}, status=422
        ).plain
    )
    assert "ni un PDF ni une photo" in desk.post(f"{here}/add", {**said, "paper": file(b"MZ")}, status=422).plain
    desk.post(f"{here}/add", {**said, "kept": kept.key})
    (carried,) = labels.of_item(oil)
    assert (carried.proof_id, carried.number) == (kept.id, "IGP 7")
    proof = desk.get(f"{here}/{carried.id}/proof")
    assert proof.response.get_data() == PDF
    assert proof.response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in proof.response.headers["Content-Security-Policy"]
    renewed = {"number": "IGP 8", "expires_on": until, "seen": str(carried.version), "paper": file()}
    desk.post(f"{here}/{carried.id}", renewed)
    assert carried.number == "IGP 8" and carried.proof_id != kept.id
    desk.post(f"{here}/{carried.id}", renewed | {"paper": file()}, status=409)
    desk.post(f"{here}/{carried.id}/off")
    assert not labels.of_item(oil)


def test_proofs_that_prove_nothing_are_removed_with_their_files(app: Flask) -> None:
    item = given.item()
    carried = given.label(item, proof=True)
    other = given.label(item, "aop", proof=True)
    assert carried.proof and other.proof
    place, gone = storage.at(app.config["SETTINGS"].media_url), f"private/{carried.proof.path}"
    db.session.delete(carried)
    db.session.flush()
    assert papers.forget_abandoned(given.NOW + timedelta(days=3)) == 1
    assert place.get(gone) is None and place.get(f"private/{other.proof.path}")


def test_countries_of_an_item_and_of_a_craft(desk: Visitor) -> None:
    cheese = given.craft("cheese")
    item = given.item(craft_=cheese)
    desk.post(f"{BASE}/crafts/cheese", {"is_food": "y", "regions": ["union"], "countries": ["US"]})
    assert cheese.is_food and len(cheese.not_to) == 28
    page = desk.get(f"{BASE}/crafts/").text
    assert "28" in page
    there = f"{BASE}/items/{item.id}/countries"
    desk.post(there, {"whose": "own", "countries": ["FR", "JP"], "seen": str(item.version)})
    assert item.not_to == ["FR", "JP"] and "Japon" in desk.get(f"{BASE}/items/{item.id}").text
    desk.post(there, {"whose": "own", "countries": ["XX"], "seen": str(item.version)}, status=422)
    desk.post(there, {"whose": "craft", "countries": ["FR"], "seen": str(item.version)})
    assert item.not_to is None
    desk.get(f"{BASE}/crafts/nothing", status=404)


def test_the_queue_says_what_the_day_made_a_task_of(desk: Visitor) -> None:
    item = given.item()
    given.label(item, proof=True, has_ended=True)
    item.main.is_past = True
    page = desk.get(f"{BASE}/?lack=label").plain
    assert "Label sans preuve" in page and "Date dépassée" in page and item.reference in page
    assert item.reference in desk.get(f"{BASE}/?lack=food").text
