"""The workshop's first page."""

import re

from app.domain.people import phones
from app.domain.people.models import RoleName, Wording
from app.domain.purchasing import deciding
from tests import given
from tests.pages import Visitor


def big(text: str) -> list[str]:
    return re.findall(r'class="big num">(\d+)<', text)


def test_the_tiles_count_what_is_mine(visitor: Visitor) -> None:
    rahma = given.artisan(name="Rahma Chaoui", name_ar="رحمة الشاوي")
    red, blue = given.item(rahma), given.item(rahma, published=False)
    noise = given.item()
    given.request(red, noise)
    given.request(red)
    given.answer(given.request(red).lines[0])
    given.request(noise)
    assert rahma.user and blue
    page = visitor.sign_in(rahma.user).get("/portal/")
    assert "Bonjour Rahma" in page.text or "Hello Rahma" in page.text
    assert big(page.text) == ["2", "2", "0"]
    assert page.text.count("<picture>") == 2


def test_what_was_accepted_waits_to_be_prepared(visitor: Visitor) -> None:
    item = given.item()
    offer = given.offer(given.request(item))
    deciding.accept(offer, at=given.NOW)
    assert item.artisan.user
    page = visitor.sign_in(item.artisan.user).get("/portal/")
    assert big(page.text) == ["0", "1", "1", "0"]
    assert 'href="/portal/requests/prepare"' in page.text


def test_a_workshop_of_several_is_greeted_by_its_whole_name(visitor: Visitor) -> None:
    bees = given.artisan(name="Ruchers du Bouhachem", wording=Wording.GROUP)
    assert bees.user
    assert "Ruchers du Bouhachem" in visitor.sign_in(bees.user).get("/portal/").text


def test_an_account_without_a_workshop_does_not_enter(visitor: Visitor) -> None:
    visitor.sign_in(given.user(RoleName.ARTISAN)).get("/portal/", status=403)


def test_me_shows_what_the_cooperative_knows(visitor: Visitor) -> None:
    rahma = given.artisan(name="Rahma Chaoui")
    assert rahma.user and rahma.user.phone
    page = visitor.sign_in(rahma.user).get("/portal/me")
    assert phones.shown_here(rahma.user.phone) in page.text and "Rahma Chaoui" in page.text


def test_what_is_not_there_is_told_in_the_workshop_with_one_way_back(visitor: Visitor) -> None:
    rahma = given.artisan()
    assert rahma.user
    page = visitor.sign_in(rahma.user).get("/portal/items/999/stock", status=404)
    assert 'class="portal' in page.text and page.text.count('class="btn wide" href="/portal/"') == 1
    assert 'class="portal' in visitor.post("/portal/nowhere", status=404).text
    assert 'class="portal' not in visitor.sign_in(given.advisor()).get("/portal/", status=403).text
