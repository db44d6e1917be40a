"""Every door, tried by every kind of person, against the written table (rights.toml)."""

import tomllib
from contextvars import Context
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.base import clock
from app.base.database import db, new_key
from app.domain.advice import visiting
from app.domain.advice.follow_up_models import FollowUp, NextStep, VisitKind
from app.domain.catalogue import glossary, harvest, photo_uploads, translation_files, translation_rows
from app.domain.catalogue.glossary import Told
from app.domain.catalogue.models import StockMovement
from app.domain.catalogue.photo_uploads import PhotoUpload
from app.domain.catalogue.revisions import TextState
from app.domain.catalogue.sheets import imports
from app.domain.catalogue.sheets.models import ExportState, Sheet, SheetExport, SheetState
from app.domain.demand import feasts
from app.domain.demand.models import DemandDay, SignalKind
from app.domain.fulfilment.models import CustomerWord
from app.domain.notices import outbox
from app.domain.notices.models import Channel
from app.domain.people import sign_ins
from app.domain.people.models import User, Way
from app.domain.people.trades import Craft
from app.domain.purchasing import deciding, links
from app.web import sheet_files
from tests import given
from tests.pages import Visitor

KEPT = ("advice_table.keep", "artisans.keep", "forecast.export", "making.keep", "monday.keep")
TABLE = tomllib.loads(Path(__file__).with_name("rights.toml").read_text())
PEOPLE = TABLE["people"]
TABLE_HEAD = ";".join(translation_rows.COLUMNS).encode()
WORK = ("show", "picture", "take_back")
DOORS = ("/account/sign-in", "/account/staff")


class World:
    """One of each thing, owned by *the artisan*, and the addresses of every route about it."""

    def __init__(self, app: Flask) -> None:
        now = clock.now()
        self.app = app
        self.artisan, self.other = given.artisan(), given.artisan()
        self.advisor, self.coordinator = given.advisor(), given.coordinator()
        piece = given.item(self.artisan)
        put_away = given.variant(piece, "Bleu", put_away_at=now)
        asked, elsewhere = (
            given.request(given.Wanted(piece.main, 1, "En bleu"), at=now),
            given.request(given.item(self.other), at=now),
        )
        offered = given.offer(given.request(piece, at=now), at=now).request
        taken = given.offer(given.request(piece, at=now), at=now)
        deciding.accept(taken, at=now)
        said = {"body": "Très beau", "language": "fr", "country": "FR", "at": now}
        db.session.add(CustomerWord(request_id=taken.request_id, artisan_id=self.artisan.id, **said))
        receipt = given.receipt(asked, by=self.advisor, at=now)
        shown = given.picture(asked, width=480)
        worked = {"line_id": taken.lines[0].id, "key": given.work_picture(taken.lines[0], at=now).key, "width": 480}
        told = given.advice(self.artisan)
        response = told.responses[0]
        shot = {"key": given.advice_picture(response).key, "width": 480}
        spoken = given.voice_note(told)
        owed = FollowUp(step=NextStep.VISIT, at=now)
        response.follow_ups.append(owed)
        visit = visiting.log(self.artisan, VisitKind.CALL, by=self.advisor, at=now)
        given.comparison(response)
        colleague = given.advisor()
        letter = outbox.post("lines_waiting", channel=Channel.SMS, recipient="+212600000000", language="fr", at=now)
        letter.request_id = asked.id
        telephone, _token = sign_ins.start(self.artisan.user, way=Way.CODE, device="Chrome, Android", at=now)
        db.session.flush()
        self.links = {
            "link holder": [links.token(asked), links.token(taken.request)],
            "other link holder": [links.token(elsewhere)],
        }
        self.values: dict[str, Any] = {
            "lang": "fr",
            "reference": asked.reference,
            "line_id": asked.lines[0].id,
            "item_id": piece.id,
            "variant_id": piece.main.id,
            "step": "pause",
            "way": "earlier",
            "label_id": given.label(piece, proof=True).id,
            "kind": "facts",
            "task_step": "take",
            "language": "ar",
            "movement_id": db.session.scalars(select(StockMovement.id).order_by(StockMovement.id)).first(),
            "artisan_id": self.artisan.id,
            "recommendation_id": told.id,
            "response_id": told.responses[0].id,
            "follow_up_id": owed.id,
            "visit_id": visit.id,
            "meeting": "call",
            "user_id": colleague.id,
            "sign_in_id": telephone.id,
            "token": links.token(asked),
            "number": 1,
            "message_id": letter.id,
            "print_id": given.catalogue_print(self.advisor, app.config["SETTINGS"].media_url).id,
            "sheet_id": _sheet(self.advisor).id,
            "export_id": imports.ask_for("csv", {}, language="fr", by=self.advisor, at=now).id,
            "name": "artisan",
            "_deed": "accept",
            "digest": "0",
            "key": "0" * 32,
            "file": "320.jpeg",
            "source": "fr",
            "target": "ar",
            "term_id": glossary.add(Told({"fr": "théière", "ar": "براد"}), by=self.advisor, at=now).id,
            "contact": "somebody",
            "numbers": str(piece.id),
        }
        file = translation_files.keep("texts.csv", TABLE_HEAD, TextState.DRAFT, by=self.advisor, at=now)
        self.forms = {
            "storefront.purchasing.add": {"variant": str(piece.main.id)},
            "storefront.wishes.add": {"item": str(piece.id)},
        }
        self.special = {
            "storefront.catalogue.item": {"slug": piece.slug},
            "storefront.catalogue.listing": {"slug": piece.craft.slug},
            "advisor.catalogue.craft": {"slug": piece.craft.slug},
            "advisor.letter.show": {"slug": piece.craft.slug},
            "advisor.catalogue.bring_back_variant": {"variant_id": put_away.id},
            "storefront.makers.maker": {"slug": self.artisan.slug},
            "storefront.alerts.about_item": {"kind": "price", "slug": piece.slug},
            "storefront.wishes.changed": {"_deed": "add"},
            "advisor.request.paper": {"reference": offered.reference},
            **{
                f"advisor.fulfilment.{name}": {"reference": taken.request.reference, "line_id": taken.lines[0].id}
                for name in ("look_at", "say_ready", "publish", "keep_back")
            },
            "portal.purchasing.say_ready": {"line_id": taken.lines[0].line_id},
            **{f"advisor.work.{name}": {"reference": taken.request.reference, **worked} for name in WORK},
            **{f"portal.work.{name}": {**worked, "line_id": taken.lines[0].line_id} for name in WORK},
            **{f"{door}.picture": shot for door in ("advisor.advice_talk", "portal.advice")},
            **{door: {"key": spoken.key} for door in ("advisor.advice_voices.heard", "portal.advice.voice")},
            "storefront.private.work": {"reference": taken.request.reference, **worked},
            "advisor.request.document": {"number": receipt.number, "tongue": "ar"},
            "storefront.private.paper": {"number": receipt.number},
            **{
                f"{door}.picture": {"key": shown.key, "width": 480}
                for door in ("advisor.request_talk", "portal.purchasing", "storefront.private")
            },
            "advisor.request_talk.judge": {"key": shown.key, "verdict": "refused"},
            "advisor.request_talk.translate": {"about": f"line-{asked.lines[0].id}"},
            "advisor.translations.imported": {"key": file.key},
            "advisor.translations.export": {"kind": "csv"},
            **{f"advisor.demand.{table}": {"kind": "csv"} for table in ("export", "seasons")},
            **{f"advisor.{page}": {"kind": "csv"} for page in KEPT},
            **{f"advisor.demand_{page}.keep": {"kind": "csv"} for page in ("behind", "prices", "supply")},
            "advisor.demand.opportunity": {"key": "search:mendil"},
            "advisor.demand_opportunity.keep": {"kind": "csv", "key": "search:mendil", "table": "weeks"},
            "advisor.demand_searches.behind": {"key": "mendil"},
            "advisor.demand_searches.move": {"wish_id": given.wish(self.advisor).id, "deed": "take"},
            "api.v1.items.one": {"slug": piece.slug},
            "api.v1.crafts.one": {"slug": piece.craft.slug},
            "api.v1.makers.one": {"slug": self.artisan.slug},
            "api.v1.nowhere": {"rest": "nothing"},
            "advisor.sheets.back": {"sheet_id": _imported(self.advisor).id},
            "advisor.sheets.export_file": {"export_id": _written(self.advisor).id},
            "asset": {"name": "sprite.svg"},
            **{
                f"portal.{door}.piece": {"key": _on_its_way(self.artisan.user).key}
                for door in ("uploads", "work_uploads", "advice_uploads")
            },
            "machines.site_map.part": {"name": f"items-{(piece.id - 1) // harvest.PART + 1}"},
        }
        feast = feasts.ahead(clock.today())[0]
        for deed in ("correct", "put_back"):
            self.special[f"office.feasts.{deed}"] = {"name": feast.feast.value, "year": feast.year}
        _wished(piece.craft)
        db.session.commit()

    def address(self, endpoint: str, method: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        rule = next(rule for rule in self.app.url_map.iter_rules(endpoint) if method in (rule.methods or ()))
        known = {**self.values, **self.special.get(endpoint, {})}
        missing = rule.arguments - known.keys()
        assert not missing, f"{endpoint}: say in World what {missing} could be"
        return str(adapter.build(endpoint, {name: known[name] for name in rule.arguments}, method=method))

    def browser(self, person: str) -> FlaskClient:
        visitor = Visitor(self.app)
        for token in self.links.get(person, []):
            visitor.get(f"/fr/requests/open/{token}", status=303)
        if person in self.links:
            return visitor.client
        if person != "anonymous":
            who = {
                "artisan": self.artisan.user,
                "other artisan": self.other.user,
                "advisor": self.advisor,
                "coordinator": self.coordinator,
            }[person]
            visitor.sign_in(who)
        return visitor.client


def _on_its_way(by: User) -> PhotoUpload:
    return photo_uploads.begin(1000, by=by, at=clock.now())


def _sheet(by: User, state: SheetState = SheetState.CHECKED) -> Sheet:
    sheet = imports.take_in("pieces.csv", by=by, at=clock.now(), language="fr", approve=False)
    sheet.state = state
    return sheet


def _imported(by: User) -> Sheet:
    sheet = _sheet(by, SheetState.DONE)
    sheet_files.keep(f"{sheet.key}{sheet_files.BACK}", BytesIO(b"Reference;State"))
    return sheet


def _written(by: User) -> SheetExport:
    export = imports.ask_for("csv", {}, language="fr", by=by, at=clock.now())
    export.state = ExportState.READY
    sheet_files.keep(export.key, BytesIO(b"Reference;State"))
    return export


def _wished(craft: Craft) -> None:
    """Searches in vain, and requests over some months, without which there is nothing to open."""
    today = clock.today()
    for days_ago in range(10, 130, 10):
        db.session.add(
            DemandDay(
                day=today - timedelta(days=days_ago),
                kind=SignalKind.REQUEST_LINE,
                craft_id=craft.id,
                signals=1,
                visitors=1,
                quantity=1,
            )
        )
    searched = {"kind": SignalKind.SEARCH, "words": "mendil", "signals": 5, "visitors": 5, "without_result": 5}
    db.session.add(DemandDay(day=today - timedelta(days=3), quantity=5, **searched))


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every endpoint with every method that somebody could send."""
    return sorted(
        {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}
    )


def written(endpoint: str, method: str) -> list[str] | None:
    """What the table says of a route, person by person."""
    kind = TABLE["routes"].get(f"{endpoint} {method}")
    return None if kind is None else TABLE["kinds"][kind]


def seen(app: Flask, browser: FlaskClient, address: str, method: str, form: dict[str, str]) -> str:
    """What a person meets at a door. What they do there is undone."""
    connection: Any = db._app_engines[app][None]
    before = connection.begin_nested()
    cookies = dict(browser._cookies)
    try:
        answer = Context().run(
            browser.open,
            address,
            method=method,
            data={"key": new_key(), **form} if method == "POST" else None,
            headers={"Sec-Fetch-Site": "same-origin"},
            environ_overrides={"REMOTE_ADDR": "203.0.113.7"},
        )
    finally:
        before.rollback()
        browser._cookies = cookies
    return said(answer)


def said(answer: TestResponse) -> str:
    if answer.status_code in (403, 404):
        return str(answer.status_code)
    if answer.status_code == 303 and answer.headers["Location"].split("?")[0] in DOORS:
        return "in"
    assert answer.status_code < 500 or answer.status_code == 503, answer.status  # "not ready" is an answer
    return "open"


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    there = {f"{endpoint} {method}" for endpoint, method in routes(app)}
    rows = set(TABLE["routes"])
    assert not there - rows, f"say in rights.toml who may open {sorted(there - rows)}"
    assert not rows - there, f"rights.toml speaks of doors that are gone: {sorted(rows - there)}"


def test_every_kind_says_something_of_every_person() -> None:
    for name, kind in TABLE["kinds"].items():
        assert len(kind) == len(PEOPLE) and set(kind) <= {"open", "in", "403", "404"}, name


@pytest.mark.parametrize("person", PEOPLE)
def test_every_door_is_as_the_table_says(app: Flask, person: str) -> None:
    world = World(app)
    browser = world.browser(person)
    db.session.commit()
    wrong = []
    for endpoint, method in routes(app):
        row = written(endpoint, method)
        if row is None:
            continue  # the test above says so
        address = world.address(endpoint, method)
        expected, found = row[PEOPLE.index(person)], seen(app, browser, address, method, world.forms.get(endpoint, {}))
        if found != expected:
            wrong.append(f"{method} {address}: {found}, not {expected}")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)
