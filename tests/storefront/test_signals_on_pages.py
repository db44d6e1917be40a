"""What opened pages leave: lists by what they were narrowed to, searches, what was opened from them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base import clock
from app.base.database import db
from app.domain.catalogue.models import Kind
from app.domain.demand import unmet
from app.domain.demand.models import DemandSignal, SignalKind
from app.domain.demand.opportunities import Kind as Sign
from app.storefront import came_from, signals
from app.web.kept_pages import MOST_BYTES, KeptPages
from tests import given
from tests.pages import Visitor
from tests.storefront import shop

BROWSER = {"User-Agent": "Mozilla/5.0 (Android 13)"}
HOST = "http://localhost"


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    signals._waiting.clear()
    came_from._read.cache_clear()
    yield
    signals._waiting.clear()


@pytest.fixture
def somebody(visitor: Visitor) -> Visitor:
    visitor.headers |= BROWSER
    return visitor


def kept(*kinds: SignalKind) -> list[DemandSignal]:
    signals.flush()
    chosen = select(DemandSignal).where(DemandSignal.kind.in_(kinds)).order_by(DemandSignal.id)
    return list(db.session.scalars(chosen))


def shown() -> list[tuple[str | None, int | None, int | None]]:
    return [(sign.facet, sign.results, sign.craft_id) for sign in kept(SignalKind.IMPRESSION)]


def test_a_list_is_noted_once_for_each_thing_it_was_narrowed_to(somebody: Visitor) -> None:
    item = shop.filled()
    somebody.get("/fr/items/?material=cotton&colour=red&ready=now&price=200-500&price_min=3")
    assert shown() == [("material:cotton", 1, None), ("colour:red", 1, None), ("ready:now", 1, None),
                       ("price:200-500", 1, None)]  # fmt: skip
    assert item.main.price == 26000


def test_an_empty_list_lacks_one_thing_however_many_it_was_narrowed_to(somebody: Visitor) -> None:
    shop.filled()
    somebody.get("/fr/items/?material=cotton&colour=red&ready=now&place=tetouan")
    found = {facet: results for facet, results, _craft in shown()}
    assert found.pop("colour:red") == 0
    assert len(found) == 3 and set(found.values()) == {None}


def test_one_person_is_one_opportunity_whatever_they_narrow(somebody: Visitor) -> None:
    """A search in vain counts with its words, the lists narrowed from it with one thing that they lack."""
    shop.filled()
    somebody.get("/fr/search?q=girafe")
    somebody.get("/fr/search?q=girafe&colour=red&material=cotton")
    somebody.get("/fr/search?q=mendil&colour=red&price=0-50")
    signals.flush()
    found = [(one.kind, one.count) for one in unmet.ranked(now=clock.now())]
    assert sorted(found, reverse=True) == [(Sign.NO_RESULT, 1), (Sign.ATTRIBUTE, 1)]


def test_a_craft_is_noted_whole_where_nothing_is_chosen(somebody: Visitor) -> None:
    craft = shop.filled().craft
    somebody.get("/fr/crafts/weaving?page=1")
    somebody.get("/fr/items/?craft=weaving")
    somebody.get("/fr/crafts/weaving?place=tetouan")
    somebody.get("/fr/crafts/weaving?price_min=100")
    assert shown() == [("craft:weaving", 16, craft.id), ("craft:weaving", 16, craft.id), ("place:tetouan", 0, craft.id)]


def test_everything_and_values_that_stand_for_nothing_are_not_noted(somebody: Visitor) -> None:
    shop.filled()
    somebody.get("/fr/items/")
    somebody.get("/fr/items/?material=unobtainium")
    assert shown() == []


def test_a_search_that_was_narrowed_is_a_list_and_no_second_search(somebody: Visitor) -> None:
    shop.filled()
    somebody.get("/fr/search?q=mendil")
    somebody.get("/fr/search?q=mendil&colour=red")
    assert shown() == [("colour:red", 1, None)]
    (search,) = kept(SignalKind.SEARCH)
    assert (search.words, search.results, search.out_of_stock, search.language) == ("mendil", 1, False, "fr")


def test_a_search_of_which_nothing_can_be_had_says_so(somebody: Visitor) -> None:
    shop.filled()
    shop.piece("Plat creux", kind=Kind.READY, stock=0)
    shop.piece("Plat vernissé", kind=Kind.UNIQUE, stock=0)
    somebody.get("/fr/search?q=plat")
    shop.piece("Plat à pain", kind=Kind.MADE_TO_ORDER)
    for words in ("plat", "girafe"):
        somebody.get(f"/fr/search?q={words}")
    assert [(one.words, one.results, one.out_of_stock) for one in kept(SignalKind.SEARCH)] == [
        ("plat", 2, True),
        ("plat", 3, False),
        ("girafe", 0, False),
    ]


def test_a_piece_opened_from_a_search_is_noted_in_the_words_the_search_was_counted_under(somebody: Visitor) -> None:
    item = shop.filled()
    somebody.get("/fr/search?q=mendyl+raye")
    address = f"{HOST}/fr/search?q=mendyl+raye&page=2"
    somebody.get("/ar/items/mendil-raye-rouge", headers={"Referer": address})
    search, click = kept(SignalKind.SEARCH, SignalKind.CLICK)
    assert click.words == search.words == "mendil raye"
    assert (click.item_id, click.craft_id, click.artisan_id) == (item.id, item.craft_id, item.artisan_id)
    assert (click.language, click.visitor) == ("fr", search.visitor)
    assert len(kept(SignalKind.VIEW)) == 1


@pytest.mark.parametrize(
    "page",
    [
        "https://search.example/fr/search?q=mendil",
        f"{HOST}/fr/crafts/weaving?q=mendil",
        f"{HOST}/fr/search?page=2",
        f"{HOST}/fr/search?q=%00%20",
        f"{HOST}/xx/search?q=mendil",
        "http://[::1/fr/search?q=mendil",
        f"{HOST}/fr/search?q=" + "x" * 5_000,
    ],
)
def test_a_piece_opened_from_elsewhere_is_a_view_alone(somebody: Visitor, page: str) -> None:
    shop.filled()
    somebody.get("/fr/items/mendil-raye-rouge", headers={"Referer": page})
    assert [one.kind for one in kept(*SignalKind)] == [SignalKind.VIEW]


def test_words_are_named_to_our_own_pages_only(somebody: Visitor) -> None:
    shop.filled()
    page = somebody.get("/fr/search?q=mendil")
    assert page.response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert 'href="/fr/items/mendil-raye-rouge"' in page.text, "its address says nothing of the search"


@pytest.mark.parametrize("who", ["advisor", "artisan"])
def test_the_team_and_a_maker_who_look_at_the_shop_leave_nothing(somebody: Visitor, who: str) -> None:
    item = shop.filled()
    member = given.advisor() if who == "advisor" else item.artisan.user
    assert member is not None
    somebody.sign_in(member)
    for address in ("/fr/items/mendil-raye-rouge", "/fr/crafts/weaving", "/fr/search?q=mendil"):
        somebody.get(address, headers={"Referer": f"{HOST}/fr/search?q=mendil"})
    assert kept(*SignalKind) == []


@pytest.fixture
def keeping(own_app: Flask) -> Iterator[FlaskClient]:
    """A shop on a database of its own that keeps its pages."""
    with own_app.app_context():
        shop.filled()
        db.session.commit()
    pages: KeptPages = own_app.extensions["kept_pages"]
    pages.most_bytes = MOST_BYTES
    yield own_app.test_client()
    pages._edition.__self__.close()  # type: ignore[attr-defined]  # a bound method of Editions


def test_pages_from_memory_leave_the_same_for_whoever_opens_them(keeping: FlaskClient) -> None:
    def look(browser: str, page: str = "") -> bytes:
        headers = {"User-Agent": f"Mozilla/5.0 {browser}", **({"Referer": page} if page else {})}
        keeping.get("/fr/crafts/weaving?material=cotton&colour=red", headers=headers)
        return keeping.get("/fr/items/mendil-raye-rouge", headers=headers).data

    first = look("one", f"{HOST}/fr/search?q=mendil")
    assert first == look("two") == look("three", f"{HOST}/ar/search?q=Mendyl")
    look("googlebot")
    assert keeping.application.extensions["kept_pages"].given == 6
    seen: dict[str | None, list[object]] = {}
    with keeping.application.app_context():
        for sign in kept(SignalKind.IMPRESSION, SignalKind.VIEW, SignalKind.CLICK):
            seen.setdefault(sign.visitor, []).append(sign.facet or sign.words or "")
    assert list(seen.values()) == [
        ["material:cotton", "colour:red", "", "mendil"],
        ["material:cotton", "colour:red", ""],
        ["material:cotton", "colour:red", "", "mendil"],
    ]
