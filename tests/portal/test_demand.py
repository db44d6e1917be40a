"""What an artisan sees of demand: their own, what nobody sells, and months in which nobody else can be recognised."""

from collections.abc import Iterator

import pytest
import time_machine

from app.domain.catalogue import search
from app.domain.demand.models import SignalKind
from tests import given as people
from tests.domain.demand import given
from tests.domain.demand.test_mine import history
from tests.given import NOW
from tests.pages import Visitor


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_new_artisan_has_an_honest_page(visitor: Visitor) -> None:
    page = visitor.sign_in(people.artisan().user).get("/portal/demand")
    assert "Personne n’a encore regardé vos pièces" in page.text and "moons" not in page.text


def test_my_pieces_what_nobody_sells_and_the_months_to_come(visitor: Visitor) -> None:
    craft = people.craft("weaving")
    me = people.artisan(crafts=[craft])
    mendil = people.item(me, craft_=craft, title="Mendil bleu")
    search.index(mendil)
    other = people.item(craft_=craft, title="Mendil d’une autre")
    given.day(SignalKind.VIEW, 3, 44, item_id=mendil.id, craft_id=craft.id, artisan_id=me.id)
    given.day(SignalKind.VIEW, 3, 77, item_id=other.id, craft_id=craft.id, artisan_id=other.artisan_id)
    given.day(SignalKind.SEARCH, 8, 37, words="mendil 220 cm", without_result=37)
    history(craft.id, [me, *(people.artisan(crafts=[craft]) for _ in range(3))], range(1, 200))
    page = visitor.sign_in(me.user).get("/portal/demand")
    assert "Mendil bleu" in page.text and "44 personnes. Plus qu’avant." in page.text
    assert "Mendil 220 cm" in page.text and "37 personnes n’ont rien trouvé" in page.text
    assert page.text.count('viewBox="0 0 40 70"') == 6 and "Pour vos métiers" in page.text
    assert "Mendil d’une autre" not in page.text and "77 personnes" not in page.text


def test_with_two_others_in_the_craft_its_months_are_not_shown(visitor: Visitor) -> None:
    craft = people.craft("weaving")
    me = people.artisan(crafts=[craft])
    history(craft.id, [me, people.artisan(), people.artisan()], range(1, 200))
    page = visitor.sign_in(me.user).get("/portal/demand")
    assert "moons" not in page.text


def test_the_page_reads_in_arabic_and_tifinagh(visitor: Visitor) -> None:
    for language, words in (("ar", "قطعك هذا الشهر"), ("zgh", "ⴰⵢⵢⵓⵔ ⴰⴷ")):
        reader = Visitor(visitor.app).sign_in(people.artisan().user)
        maker = people.artisan()
        assert maker.user is not None
        maker.user.language = language
        page = reader.sign_in(maker.user).get("/portal/demand")
        assert words in page.text


def test_the_page_is_for_artisans(visitor: Visitor) -> None:
    visitor.get("/portal/demand", status=303)
    visitor.sign_in(people.advisor()).get("/portal/demand", status=403)
