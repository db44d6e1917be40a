"""Somebody keeps pieces, shows them to somebody else, and is told when one is back: without an account."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.base.database import db, writing
from app.domain.catalogue import availability
from app.domain.catalogue.items import SHOWN
from app.domain.catalogue.models import Item, MovementKind, StockMovement
from app.domain.work.models import ClockJob
from tests.journeys.conftest import Person, Site
from tests.journeys.test_accessibility import Walk

pytestmark = pytest.mark.browser
PIECES = ("mendil-raye-rouge", "mendil-bleu-chefchaouen")
STAR, COUNT, BUTTON = "form[data-keep]", "[data-kept-count] .count", "form[data-keep] button"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_star_keeps_a_piece_and_the_page_stays(site: Site, language: str) -> None:
    person = site.person(language)
    page = person.go(f"/{language}/items/{PIECES[0]}")
    asks = page.locator(BUTTON).inner_text()
    page.click(BUTTON)
    expect(page.locator(COUNT)).to_have_text("1")
    expect(page.locator(f"{STAR}.is-kept button")).not_to_have_text(asks)
    expect(page.locator(f"{STAR} [role=status]")).not_to_be_empty()
    assert person.path == f"/{language}/items/{PIECES[0]}"
    page.reload()
    expect(page.locator(f"{STAR}.is-kept")).to_have_count(1)
    page.click(BUTTON)
    expect(page.locator(BUTTON)).to_have_text(asks)
    expect(page.locator(COUNT)).to_have_text("")


def test_a_list_is_looked_through_shown_and_asked_for(site: Site) -> None:
    person = site.person()
    for slug in PIECES:
        person.go(f"/fr/items/{slug}").click(BUTTON)
        expect(person.page.locator(f"{STAR}.is-kept")).to_have_count(1)
    page = person.page
    page.click("[data-kept-count]")
    assert person.path == "/fr/wishes"
    _look(site, person)
    page.locator(".kept-list form button").first.click()
    page.get_by_role("button", name="La remettre").click()
    expect(page.locator(".kept-list .line-item")).to_have_count(2)
    address = page.get_attribute("#list-address", "href")
    page.get_by_role("button", name="Tout ajouter à ma demande").click()
    expect(page.locator("[data-list-count] .count")).to_have_text("2")
    friend = site.person()
    shown = friend.go(address or "")
    _look(site, friend)
    shown.get_by_role("button", name="Garder aussi ces pièces").click()
    expect(shown.locator(COUNT)).to_have_text("2")


def test_somebody_without_script_is_told_when_a_piece_is_back(site: Site) -> None:
    slug = _sold_out(site.app)
    person = site.person(java_script_enabled=False)
    page = person.go(f"/fr/items/{slug}")
    page.get_by_role("link", name="Me prévenir quand elle revient").click()
    page.check("input[value=email]")
    page.fill("input[type=email]", "attend@example.org")
    page.get_by_role("button", name="Me prévenir quand elle revient").click()
    page.wait_for_url("**/notices/asked**")
    person.go(_written(person, r"/fr/notices/confirm/[\w-]+"))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator("h1")).to_have_text("Nous vous préviendrons")
    _restock(site.app, slug)
    stop = _written(person, r"/fr/stop/[\w-]+")
    reader = site.person()
    for address in (stop, f"/fr/items/{slug}", f"/fr/notices/price/{slug}"):
        reader.go(address)
        _look(site, reader)
    reader.go(stop).get_by_role("button", name="Tout arrêter").click()
    expect(reader.page.locator("h1")).to_have_text("Vous ne recevez plus de message")


def _look(site: Site, person: Person) -> None:
    walk = Walk(site.app, person)
    walk._look(person.path)
    assert not walk.found, "\n".join(walk.found)


def _sold_out(app: Flask) -> str:
    chosen = select(Item).join(Item.artisan).where(*SHOWN, ~availability.TO_BE_HAD).order_by(Item.id)
    with app.app_context():
        found = [item for item in db.session.scalars(chosen) if item.main.kind == "ready" and not item.main.on_hand]
        return found[0].slug


def _restock(app: Flask, slug: str) -> None:
    """A piece is made, and the clock's next look is now."""
    with app.app_context(), writing():
        variant = db.session.scalars(select(Item).where(Item.slug == slug)).one().main
        variant.on_hand += 1
        moved = db.session.scalars(select(StockMovement.at).order_by(StockMovement.at.desc())).first()
        db.session.add(StockMovement(variant=variant, change=1, kind=MovementKind.MADE, at=moved))
        job = db.session.get_one(ClockJob, "told of pieces that are back")
        job.due_at = job.due_at.replace(year=2020)
        db.session.commit()


def _written(person: Person, address: str) -> str:
    """An address in the newest message to them, on the outbox page of the demonstration."""
    outbox: Page = person.context.new_page()
    for _look in range(150):
        outbox.goto(person.address + "/demo/outbox")
        for message in outbox.locator("main > *, main li, main article").all_inner_texts():
            found = re.search(address, message) if "attend@example.org" in message else None
            if found:
                outbox.close()
                return found[0]
        outbox.wait_for_timeout(100)
    raise AssertionError(f"no message holds {address}")
